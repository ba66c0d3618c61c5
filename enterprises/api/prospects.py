"""Who could hold a title next, and what another standard would change, over HTTP."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.assessment_bodies import ShortEnterpriseSerializer
from enterprises.api.days import DayField, parameters
from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Enterprise, Prospect
from enterprises.queries.assessment import basis_for
from enterprises.queries.prospects import LEADS_TO, load_by_unit, not_applied, on_chain
from enterprises.queries.rule_changes import (
    GAINED,
    LOST,
    TASK,
    UNKNOWN,
    compared,
    holders,
    too_many,
)
from enterprises.reports.assessment_lists import PROSPECTS
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.jobs.api import JobSerializer
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

WORK_OUT: Final = "enterprises.work_out_prospects"


class ProspectSerializer(ProductModelSerializer):
    """Where one enterprise stood for a tier when the list was worked out (`worked_at`)."""

    enterprise = ShortEnterpriseSerializer()
    jurisdiction = UnitSerializer()
    on = serializers.DateField(source="judged_on")

    class Meta:
        model = Prospect
        fields = [
            "enterprise",
            "jurisdiction",
            "tier",
            "application_kind",
            "on",
            "rule_versions",
            "verdict",
            "steps",
            "lacking",
            "open",
            "due_on",
            "worked_at",
        ]


class ProspectFilters(ProductFilterSet):
    tier = filters.ChoiceFilter(choices=Tier.choices, label="目标梯度")
    application_kind = filters.ChoiceFilter(
        method="filter_kind", choices=ApplicationKind.choices, label="申请类别"
    )
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    chain = filters.CharFilter(method="filter_chain", label="主产业链代码")
    verdict = filters.ChoiceFilter(choices=Result.choices, label="结论")
    lacking_only = filters.CharFilter(method="filter_only", label="只差这一条（条款编号）")
    lacking_one = filters.BooleanFilter(method="filter_one", label="只差一项")
    not_applied = filters.BooleanFilter(method="filter_applied", label="未在进行中的批次里")

    class Meta:
        model = Prospect
        fields: list[str] = []

    def filter_kind(self, rows: Any, name: str, value: str) -> Any:
        return rows.of_kind(value)

    def filter_chain(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(on_chain(value))

    def filter_only(self, rows: Any, name: str, value: str) -> Any:
        return rows.lacking_only(value)

    def filter_one(self, rows: Any, name: str, value: bool) -> Any:
        return rows.lacking_one() if value else rows.filter(sole="")

    def filter_applied(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(not_applied()) if value else rows.exclude(not_applied())


class ProspectViewSet(mixins.ListModelMixin, ExportedViewSet):
    """培育库与复核预测：按还差几项排列。名单定时重算，单家企业的评估总是即时的。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = Prospect.objects.for_list()
    serializer_class = ProspectSerializer
    exports = PROSPECTS
    filterset_class = ProspectFilters
    orderings = {
        "steps": ("steps", "enterprise_id", "id"),
        "-steps": ("-steps", "-enterprise_id", "-id"),
        "due_on": ("due_on", "enterprise_id", "id"),
    }

    @extend_schema(
        request=None,
        responses={202: JobSerializer},
        description="在本人可维护的范围内重算名单，作为后台任务进行。",
    )
    @action(detail=False, methods=["post"], url_path="work-out")
    def work_out(self, request: Request) -> Response:
        job = enqueue(WORK_OUT, {}, access=self.access, capability=Capability.INDICATOR_EDIT)
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class LoadWords(ProductSerializer):
    tier = serializers.ChoiceField([(it.value, it.label) for it in Tier if it in LEADS_TO])


class LoadSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="管理单位代码")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    known = serializers.IntegerField(help_text="有数据、尚未获得该称号的企业")
    ready = serializers.IntegerField(help_text="数据已全部符合的")
    lacking_one = serializers.IntegerField(help_text="只差一项的")
    only_unknown = serializers.IntegerField(help_text="没有不符合、但数据不全的")
    reviews = serializers.IntegerField(help_text="年内应复核的")
    reviews_at_risk = serializers.IntegerField(help_text="其中按现有数据不符合的")


class LoadViewSet(ScopedViewSet):
    """各管理单位的培育与复核工作量。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = Prospect.objects.order_by()
    serializer_class = LoadSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"tier"})

    @extend_schema(parameters=[LoadWords], responses=LoadSerializer(many=True))
    def list(self, request: Request) -> Response:
        tier = parameters(LoadWords, request.query_params)["tier"]
        rows = load_by_unit(tier, reach=self.access.reach(self.view_capability))
        return Response(LoadSerializer(rows, many=True).data)


class ChangeWords(ProductSerializer):
    before = serializers.SlugField(max_length=40, help_text="原规则代码")
    after = serializers.SlugField(max_length=40, help_text="新规则代码")
    application_kind = serializers.ChoiceField(ApplicationKind.choices, default=ApplicationKind.NEW)
    holding = serializers.ChoiceField(Tier.choices, help_text="对当日持有该称号的企业比较")
    on = DayField(default=timezone.localdate)


class ReasonSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class RuleChangeSerializer(serializers.Serializer):
    gained = serializers.IntegerField(help_text="原不符合、现符合")
    lost = serializers.IntegerField(help_text="原符合、现不符合")
    newly_unknown = serializers.IntegerField(help_text="因数据不全而无法判断")
    reasons = serializers.DictField(
        child=ReasonSerializer(many=True), help_text="每种变化由哪些条款引起"
    )


class RuleChangeViewSet(ScopedViewSet):
    """标准变化推演：同一批企业按两套规则各评一次，哪些得、哪些失、哪些变为未知，由哪些条款引起。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = Enterprise.objects.registered().order_by()
    serializer_class = RuleChangeSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset(ChangeWords().fields)
    refuses_looks = True

    @extend_schema(parameters=[ChangeWords], responses=RuleChangeSerializer)
    def list(self, request: Request) -> Response:
        words = parameters(ChangeWords, request.query_params)
        kind, on = words["application_kind"], words["on"]
        reach = self.access.reach(self.view_capability)
        asked = holders(words["holding"], on=on, reach=reach)
        if too_many(asked):
            raise ActionRefused("企业较多，请以 POST 提交，在后台推演")
        found = compared(
            asked,
            basis_for("", kind, on=on, rule_set=words["before"]),
            basis_for("", kind, on=on, rule_set=words["after"]),
        )
        told = {name: found.count(name) for name in (GAINED, LOST, UNKNOWN)}
        return Response(RuleChangeSerializer({**told, "reasons": found.reasons}).data)

    @extend_schema(request=ChangeWords, responses={202: JobSerializer})
    def create(self, request: Request) -> Response:
        """在后台推演，不限家数；结果见后台任务。"""
        body = ChangeWords(data=request.data)
        body.is_valid(raise_exception=True)
        words: dict[str, Any] = dict(body.validated_data)
        given = {
            "before": words["before"],
            "after": words["after"],
            "kind": words["application_kind"],
            "holding": words["holding"],
            "on": words["on"].isoformat(),
        }
        for code in (given["before"], given["after"]):
            basis_for("", given["kind"], on=words["on"], rule_set=code)
        job = enqueue(TASK, given, access=self.access, capability=self.view_capability)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


ROUTES: Final = (
    ("prospects", ProspectViewSet),
    ("prospect-load", LoadViewSet),
    ("rule-changes", RuleChangeViewSet),
)
