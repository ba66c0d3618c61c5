"""Background work over HTTP: how far it is, stop it, start it again."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.jobs.actions import control
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

JOBS: Final = ListExport(
    "jobs",
    "后台任务",
    columns_of(
        Job,
        ("id", "任务编号"),
        "title",
        "task",
        ("actor__display_name", "发起人"),
        "state",
        "created_at",
        "started_at",
        "finished_at",
        "attempts",
        "done_count",
        "total_count",
        "message",
        "error",
    ),
)


class ProgressSerializer(serializers.Serializer):
    """How far the work is; `total` and `percent` are null while nobody knows."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


def progress_of(job: Job) -> dict[str, Any]:
    """As ProgressSerializer tells it, wherever work is shown beside what it makes."""
    return {
        "done": job.done_count,
        "total": job.total_count,
        "percent": job.percent,
        "message": job.message,
    }


class JobSerializer(ProductModelSerializer):
    """One piece of background work."""

    state_label = serializers.CharField(source="get_state_display")
    progress = serializers.SerializerMethodField()
    cancelling = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "id",
            "task",
            "title",
            "state",
            "state_label",
            "progress",
            "cancelling",
            "attempts",
            "created_at",
            "started_at",
            "finished_at",
            "result",
            "error",
        ]

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, job: Job) -> dict[str, Any]:
        return progress_of(job)

    def get_cancelling(self, job: Job) -> bool:
        """Somebody asked for it to stop and it has not stopped yet."""
        return job.is_unfinished and job.cancel_requested_at is not None


class JobFilters(ProductFilterSet):
    state = filters.ChoiceFilter(choices=JobState.choices, label="状态")
    task = filters.CharFilter(label="任务代码")

    class Meta:
        model = Job
        fields: list[str] = []


class JobViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """One's own jobs; all within reach for whoever may look after them."""

    # Everybody with any role orders work; whose work is shown is decided by visible_to().
    view_capability = Capability.REFERENCE_VIEW
    queryset = Job.objects.for_list()
    serializer_class = JobSerializer
    exports = JOBS
    filterset_class = JobFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    def get_queryset(self) -> Any:
        return Job.objects.visible_to(self.access).for_list()

    @extend_schema(request=ProductSerializer, responses=JobSerializer)
    @action(detail=True, methods=["post"], serializer_class=ProductSerializer)
    def cancel(self, request: Request, pk: int) -> Response:
        """Stop a job: at once while it waits, at its next step while it runs."""
        self.validated(request)
        job = control.cancel(pk, access=self.access, at=timezone.now())
        return Response(JobSerializer(job).data)

    @extend_schema(request=ProductSerializer, responses=JobSerializer)
    @action(detail=True, methods=["post"], serializer_class=ProductSerializer)
    def retry(self, request: Request, pk: int) -> Response:
        """Start a job again that failed or was cancelled."""
        self.validated(request)
        job = control.retry(pk, access=self.access, at=timezone.now())
        return Response(JobSerializer(job).data)


ROUTES = (("jobs", JobViewSet),)
