"""The work on a batch over HTTP: freezing, recommending, results, objections, taking back."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import announcing, batch_lists, batch_results, objections, recommending
from enterprises.actions.batch_results import Result
from enterprises.actions.recommending import Word
from enterprises.api import batch_bodies as bodies
from enterprises.api.cultivation_bodies import EnterpriseNamed
from enterprises.api.shown_titles import BatchDetailSerializer, CountSerializer
from enterprises.choices.holding import ObjectionOutcome
from enterprises.models import BatchObjection, BatchUnit
from enterprises.reports.batch_lists import BATCH_UNITS, OBJECTIONS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class BatchWorkVerbs:
    """What can be done with a batch besides its stages; mixed into the viewset of batches."""

    words: Any
    who: Any
    shown: Any
    counted: Any

    @extend_schema(request=bodies.ListedBody, responses={201: CountSerializer})
    @action(detail=True, methods=["post"], url_path="add-listed")
    def add_listed(self, request: Request, pk: int) -> Response:
        """列入研判名单上的企业：研判达标、主动发现，或本年应复核。"""
        words = self.words(request, bodies.ListedBody)
        added = batch_lists.add_listed(pk, **self.who(request, pk), **words)
        return self._told(pk, len(added), status.HTTP_201_CREATED)

    @extend_schema(request=bodies.FreezeBody, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def freeze(self, request: Request, pk: int) -> Response:
        """按一日冻结名单并存档每家的评估，之后由各单位推荐。"""
        words = self.words(request, bodies.FreezeBody)
        batch_lists.freeze(pk, **self.who(request, pk), **words)
        return self._batch(pk)

    @extend_schema(request=bodies.BatchReasonBody, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def thaw(self, request: Request, pk: int) -> Response:
        """解冻名单；已有单位报送的须先退回。"""
        words = self.words(request, bodies.BatchReasonBody)
        batch_lists.thaw(pk, **self.who(request, pk), **words)
        return self._batch(pk)

    @extend_schema(request=bodies.AllotBody, responses=CountSerializer)
    @action(detail=True, methods=["post"])
    def allot(self, request: Request, pk: int) -> Response:
        """分配推荐名额；空为不限。"""
        words = self.words(request, bodies.AllotBody)
        quotas = {_unit(it["jurisdiction"]): it["quota"] for it in words["quotas"]}
        units = recommending.allot(pk, **self.who(request, pk), quotas=quotas)
        return self._told(pk, len(units))

    @extend_schema(request=bodies.RecommendBody, responses=CountSerializer)
    @action(detail=True, methods=["post"])
    def recommend(self, request: Request, pk: int) -> Response:
        """对本单位的企业逐家决定：推荐（可排序）、不予推荐、放弃或未提交；报送前可改。"""
        words = self.words(request, bodies.RecommendBody)
        said = {it.pop("enterprise"): Word(**it) for it in _plain(words["enterprises"])}
        lines = recommending.recommend(pk, **self._actor(), said=said)
        return self._told(pk, len(lines))

    @extend_schema(request=bodies.SubmitBody, responses=CountSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: int) -> Response:
        """报送本单位的推荐。"""
        unit = _unit(self.words(request, bodies.SubmitBody)["jurisdiction"])
        recommending.submit(pk, **self._actor(), jurisdiction_id=unit)
        return self._told(pk, 1)

    @extend_schema(request=bodies.HandBackBody, responses=CountSerializer)
    @action(detail=True, methods=["post"], url_path="hand-back")
    def hand_back(self, request: Request, pk: int) -> Response:
        """退回一个单位的推荐。"""
        words = self.words(request, bodies.HandBackBody)
        unit = _unit(words.pop("jurisdiction"))
        recommending.hand_back(pk, **self._actor(), jurisdiction_id=unit, **words)
        return self._told(pk, 1)

    @extend_schema(request=bodies.ResultsBody, responses=CountSerializer)
    @action(detail=True, methods=["post"])
    def results(self, request: Request, pk: int) -> Response:
        """登记专家评审结果，可重复登记。"""
        words = self.words(request, bodies.ResultsBody)
        said = {it.pop("enterprise"): Result(**it) for it in _plain(words["results"])}
        lines = batch_results.take(pk, **self.who(request, pk), results=said)
        return self._told(pk, len(lines))

    @extend_schema(request=bodies.TakeBackBody, responses=CountSerializer)
    @action(detail=True, methods=["post"], url_path="take-back-results")
    def take_back_results(self, request: Request, pk: int) -> Response:
        """撤回误录的评审结果。"""
        words = self.words(request, bodies.TakeBackBody)
        ids = words.pop("enterprises")
        lines = batch_results.take_back(pk, **self._actor(), enterprise_ids=ids, **words)
        return self._told(pk, len(lines))

    @extend_schema(request=bodies.BatchReasonBody, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, pk: int) -> Response:
        """撤回误办的公布：称号恢复为公布前的样子，批次回到公示。"""
        words = self.words(request, bodies.BatchReasonBody)
        announcing.retract(pk, **self.who(request, pk), **words)
        return self._batch(pk)

    def _actor(self) -> dict[str, Any]:
        return {"access": self.access, "at": timezone.now()}  # type: ignore[attr-defined] # the viewset's

    def _batch(self, pk: int) -> Response:
        answer: Response = self.shown(pk)
        return answer

    def _told(self, pk: int, count: int, status_code: int = status.HTTP_200_OK) -> Response:
        answer: Response = self.counted(pk, count, status_code)
        return answer


class BatchUnitSerializer(ProductModelSerializer):
    """One unit's part in a batch: its quota, and when it reported."""

    jurisdiction = UnitSerializer()

    class Meta:
        model = BatchUnit
        fields = ["id", "batch", "jurisdiction", "quota", "submitted_at", "submitted_by_name"]


class BatchUnitFilters(ProductFilterSet):
    batch = filters.NumberFilter(field_name="batch_id", label="批次编号")
    submitted = filters.BooleanFilter(
        field_name="submitted_at", lookup_expr="isnull", exclude=True, label="已报送"
    )

    class Meta:
        model = BatchUnit
        fields: list[str] = []


class BatchUnitViewSet(mixins.ListModelMixin, ExportedViewSet):
    """各单位在批次中的推荐：名额与报送情况，只含本人管理范围内的。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = BatchUnit.objects.select_related("jurisdiction").order_by()
    serializer_class = BatchUnitSerializer
    filterset_class = BatchUnitFilters
    exports = BATCH_UNITS


class ObjectionSerializer(ProductModelSerializer):
    """One objection; who made it is shown by the surname alone."""

    enterprise = EnterpriseNamed(source="candidate.enterprise")
    jurisdiction = UnitSerializer()
    raised_by = serializers.SerializerMethodField()

    class Meta:
        model = BatchObjection
        fields = [
            "id",
            "candidate",
            "enterprise",
            "jurisdiction",
            "raised_on",
            "raised_by",
            "text",
            "outcome",
            "settled_on",
            "settlement",
            "version",
        ]

    def get_raised_by(self, row: BatchObjection) -> str:
        return row.masked_raiser


class ObjectionFilters(ProductFilterSet):
    batch = filters.NumberFilter(field_name="candidate__batch_id", label="批次编号")
    open = filters.BooleanFilter(method="is_open", label="待处理")
    outcome = filters.ChoiceFilter(choices=ObjectionOutcome.choices, label="处理结果")

    class Meta:
        model = BatchObjection
        fields: list[str] = []

    def is_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.open() if value else rows.exclude(outcome="")


class ObjectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """公示异议：只停所涉一行。"""

    view_capability = Capability.COMPLAINT_VIEW
    queryset = BatchObjection.objects.for_list().order_by()
    serializer_class = ObjectionSerializer
    filterset_class = ObjectionFilters
    exports = OBJECTIONS

    @extend_schema(request=bodies.ObjectBody, responses={201: ObjectionSerializer})
    def create(self, request: Request) -> Response:
        """登记公示期内收到的异议。"""
        words = checked(request, bodies.ObjectBody)
        line = words.pop("candidate")
        made = objections.object_to(line, access=self.access, at=timezone.now(), **words)
        shown = self.get_queryset().get(pk=made.pk)
        return Response(ObjectionSerializer(shown).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.SettleBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: int) -> Response:
        """市级处理异议：成立的不通过，不成立的恢复公示；批次已公布的随即取得称号。"""
        self.get_object()
        words = checked(request, bodies.SettleBody)
        objections.settle(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)


def checked(request: Request, kind: type[ProductSerializer]) -> dict[str, Any]:
    """The body, checked for shape."""
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _plain(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _unit(code: str) -> int:
    """A managing unit by its code. Refuses one nobody knows."""
    found = Jurisdiction.objects.managing().filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise InputRefused(Fault("jurisdiction", "unknown", f"没有管理单位“{code}”"))
    return found


ROUTES: Final = (("batch-units", BatchUnitViewSet), ("objections", ObjectionViewSet))
