"""Documents over HTTP: a draft comes into force by two people, its programmes with it."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions import documents
from measures.api.programmes import said
from measures.choices import DocumentStatus
from measures.models import PolicyDocument
from measures.reports import DOCUMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer


class PolicyDocumentSerializer(ProductModelSerializer):
    """In force over [effective_from, effective_until); `repeals` is a code."""

    repeals = serializers.CharField(source="repeals.code", allow_null=True, default=None)

    class Meta:
        model = PolicyDocument
        fields = [
            "id",
            "code",
            "number",
            "title",
            "level",
            "kind",
            "status",
            "issuer",
            "issued_on",
            "effective_from",
            "effective_until",
            "repeals",
            "proposed_by_name",
            "approved_by_name",
            "approved_at",
            "note",
            "version",
        ]


class ProposeDocumentBody(ProductSerializer):
    number = serializers.CharField(max_length=60)
    issued_on = serializers.DateField()
    effective_from = serializers.DateField(help_text="切换日")


class PolicyDocumentFilters(ProductFilterSet):
    code = filters.CharFilter(label="代码")
    status = filters.ChoiceFilter(choices=DocumentStatus.choices, label="状态")

    class Meta:
        model = PolicyDocument
        fields: list[str] = []


class PolicyDocumentViewSet(mixins.ListModelMixin, ExportedViewSet):
    """政策文件：征求意见的只供测算，施行须两人办理。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = PolicyDocument.objects.for_list().order_by()
    serializer_class = PolicyDocumentSerializer
    filterset_class = PolicyDocumentFilters
    exports = DOCUMENTS

    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown(pk)

    @extend_schema(request=ProposeDocumentBody, responses=PolicyDocumentSerializer)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: int) -> Response:
        """提请自某日起施行，由他人批准。"""
        words = said(ProposeDocumentBody, request)
        documents.propose(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(request=None, responses=PolicyDocumentSerializer)
    @action(detail=True, methods=["post"], url_path="put-into-force")
    def put_into_force(self, request: Request, pk: int) -> Response:
        """批准施行：文件下的草拟项目一并施行，所废止文件的项目同日终止。"""
        documents.put_into_force(pk, access=self.access, at=timezone.now())
        return self._shown(pk)

    def _shown(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=pk)
        return self.versioned(row, PolicyDocumentSerializer(row).data, code)
