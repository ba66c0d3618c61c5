"""Targets with the number of the day beside them."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import targets
from enterprises.api.bodies import CodeField
from enterprises.api.days import DayField, parameters
from enterprises.choices import TargetBasis, Tier
from enterprises.models import IndustryChain, TierTarget
from enterprises.queries.flags import doubts
from enterprises.queries.targets import Progress, progress
from enterprises.reports.city_lists import TARGETS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class DoubtSerializer(serializers.Serializer):
    """A doubt about the source, carried and shown."""

    code = serializers.CharField()
    text = serializers.CharField()


class DayWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="对照哪一天的数，默认今天")


class TargetBody(ProductSerializer):
    code = serializers.SlugField(max_length=60)
    label = serializers.CharField(max_length=120)  # type: ignore[assignment] # a body may call a field so
    tier = serializers.ChoiceField(Tier.choices)
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    chain = CodeField(IndustryChain, source="chain_id", required=False, allow_null=True)
    each_chain = serializers.BooleanField(required=False)
    starts_on = DayField(required=False, allow_null=True)
    due_on = DayField()
    every_year = serializers.BooleanField(required=False)
    value = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    unit = serializers.CharField(max_length=10, required=False)
    basis = serializers.ChoiceField(TargetBasis.choices)
    definition = serializers.CharField(max_length=300, required=False, allow_blank=True)
    document = serializers.CharField(max_length=200)
    clause = serializers.CharField(max_length=20)
    flags = serializers.ListField(child=serializers.CharField(max_length=4), required=False)


class TargetSerializer(ProductModelSerializer):
    """A target. `conclusive` false: the document leaves open since when it counts (F3), the
    holders of the day only stand beside it.
    """

    jurisdiction = UnitSerializer()
    chain = serializers.CharField(source="chain.code", default=None)
    flags = serializers.SerializerMethodField()
    on = serializers.SerializerMethodField(help_text="对照数的日期")
    computed = serializers.SerializerMethodField(
        help_text="系统统计数；须看全范围方可对照，否则为空"
    )
    conclusive = serializers.SerializerMethodField(help_text="能否据此计算完成率")
    chains = serializers.SerializerMethodField(help_text="按每条产业链的目标：产业链数")
    chains_reached = serializers.SerializerMethodField(help_text="其中已达到的产业链数")

    class Meta:
        model = TierTarget
        fields = [
            "id",
            "code",
            "label",
            "tier",
            "jurisdiction",
            "chain",
            "each_chain",
            "starts_on",
            "due_on",
            "every_year",
            "value",
            "unit",
            "basis",
            "definition",
            "document",
            "clause",
            "flags",
            "version",
            "on",
            "computed",
            "conclusive",
            "chains",
            "chains_reached",
        ]

    @extend_schema_field(DoubtSerializer(many=True))
    def get_flags(self, target: TierTarget) -> list[dict[str, str]]:
        texts: dict[str, str] = self.context["flag_texts"]
        return [{"code": code, "text": texts.get(code, "")} for code in target.flags]

    @extend_schema_field(serializers.DateField())
    def get_on(self, target: TierTarget) -> str:
        return self._beside(target).on.isoformat()

    def get_computed(self, target: TierTarget) -> int | None:
        return self._beside(target).computed

    def get_conclusive(self, target: TierTarget) -> bool:
        return self._beside(target).conclusive

    def get_chains(self, target: TierTarget) -> int | None:
        return self._beside(target).chains

    def get_chains_reached(self, target: TierTarget) -> int | None:
        return self._beside(target).chains_reached

    def _beside(self, target: TierTarget) -> Progress:
        found: Progress = self.context["progress"][target.pk]
        return found


EXAMPLE: Final = OpenApiExample(
    "措施一：小巨人",
    value={
        "code": "m1c",
        "label": "专精特新“小巨人”企业",
        "tier": "little_giant",
        "jurisdiction": "wuhan",
        "due_on": "2028-12-31",
        "value": 500,
        "basis": "stock",
        "document": "若干措施（征求意见稿）",
        "clause": "第 1 条",
        "flags": ["F3", "F4"],
    },
    request_only=True,
)


class TargetViewSet(ExportedViewSet):
    """梯度目标，与当日统计数并列。"""

    view_capability = Capability.COUNTS_VIEW
    queryset = TierTarget.objects.select_related("jurisdiction", "chain").order_by()
    serializer_class = TargetSerializer
    exports = TARGETS
    orderings = {"code": ("code", "id"), "due_on": ("due_on", "id"), "-due_on": ("-due_on", "-id")}
    lookup_field = "code"
    lookup_value_converter = "slug"

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        return frozenset({"on"}) if self.action in {"list", "retrieve"} else frozenset()

    @extend_schema(parameters=[DayWords], responses=TargetSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.shown(found, request))

    @extend_schema(parameters=[DayWords], responses=TargetSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        return self.one(self.get_object(), request)

    @extend_schema(request=TargetBody, responses={201: TargetSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        made = targets.set_target(
            access=self.access, at=timezone.now(), **self.words(request, partial=False)
        )
        return self.one(made, request, status.HTTP_201_CREATED)

    @extend_schema(request=TargetBody, responses=TargetSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        target = self.get_object()
        expected = self.expected_version(request, target.pk)
        amended = targets.amend(
            target.pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, partial=True),
            expected_version=expected,
        )
        return self.one(amended, request)

    def words(self, request: Request, *, partial: bool) -> dict[str, Any]:
        body = TargetBody(data=request.data, partial=partial)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def one(
        self, target: TierTarget, request: Request, status_code: int = status.HTTP_200_OK
    ) -> Response:
        (body,) = self.shown([target], request)
        return self.versioned(target, body, status_code)

    def shown(self, found: Sequence[TierTarget], request: Request) -> Sequence[dict[str, Any]]:
        """The targets as objects, their numbers counted together."""
        on = parameters(DayWords, request.query_params)["on"]
        beside = progress(found, on=on, reach=self.access.reach(self.view_capability))
        context = {
            "progress": {one.target.pk: one for one in beside},
            "flag_texts": flag_texts(found),
        }
        return [dict(row) for row in TargetSerializer(found, many=True, context=context).data]


def flag_texts(rows: Sequence[Any]) -> dict[str, str]:
    """The words of every flag these rows carry."""
    return {doubt.code: doubt.text for doubt in doubts(code for row in rows for code in row.flags)}
