"""Figures as documents state them, beside what the system counts (口径差异)."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import figures
from enterprises.api.days import DayField
from enterprises.api.targets import DoubtSerializer, flag_texts
from enterprises.choices import FigureBasis, Tier
from enterprises.models import Qualifier, ReportedFigure
from enterprises.queries.comparisons import Comparison, comparisons
from enterprises.queries.computed import computations
from enterprises.reports.city_lists import FIGURES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer


class FigureBody(ProductSerializer):
    code = serializers.SlugField(max_length=80)
    label = serializers.CharField(max_length=120)  # type: ignore[assignment] # a body may call a field so
    group = serializers.CharField(max_length=40)
    value = serializers.DecimalField(18, 2)
    qualifier = serializers.ChoiceField(Qualifier.choices, required=False)
    unit = serializers.CharField(max_length=10)
    basis_note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    as_of = DayField(required=False, allow_null=True, help_text="统计截止日；不知道的写公布日期")
    stated_on = DayField(required=False, allow_null=True, help_text="公布日期")
    document = serializers.CharField(max_length=200)
    clause = serializers.CharField(max_length=40)
    counterpart = serializers.ChoiceField(FigureBasis.choices, required=False)
    computed_by = serializers.ChoiceField(
        sorted(computations()), required=False, allow_blank=True, help_text="由哪一项统计对照"
    )
    tier = serializers.ChoiceField(Tier.choices, required=False, allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    flags = serializers.ListField(child=serializers.CharField(max_length=4), required=False)


class FigureSerializer(ProductModelSerializer):
    """A figure as stated. `on` is the day compared: its as-of date, or the day it was stated."""

    flags = serializers.SerializerMethodField()
    on = serializers.SerializerMethodField()
    computed = serializers.SerializerMethodField(
        help_text="系统统计数；未作统计或您看不到全市时为空"
    )
    difference = serializers.SerializerMethodField(help_text="统计数减公布数")
    computed_basis = serializers.SerializerMethodField(help_text="统计数现行口径的说明")

    class Meta:
        model = ReportedFigure
        fields = [
            "id",
            "code",
            "label",
            "group",
            "value",
            "qualifier",
            "unit",
            "basis_note",
            "as_of",
            "stated_on",
            "document",
            "clause",
            "counterpart",
            "computed_by",
            "tier",
            "note",
            "flags",
            "version",
            "on",
            "computed",
            "difference",
            "computed_basis",
        ]

    @extend_schema_field(DoubtSerializer(many=True))
    def get_flags(self, figure: ReportedFigure) -> list[dict[str, str]]:
        texts: dict[str, str] = self.context["flag_texts"]
        return [{"code": code, "text": texts.get(code, "")} for code in figure.flags]

    @extend_schema_field(serializers.DateField())
    def get_on(self, figure: ReportedFigure) -> str:
        return self._beside(figure).on.isoformat()

    def get_computed(self, figure: ReportedFigure) -> int | None:
        return self._beside(figure).computed

    def get_difference(self, figure: ReportedFigure) -> str | None:
        difference = self._beside(figure).difference
        return None if difference is None else str(difference)

    def get_computed_basis(self, figure: ReportedFigure) -> str:
        return self._beside(figure).basis

    def _beside(self, figure: ReportedFigure) -> Comparison:
        found: Comparison = self.context["beside"][figure.pk]
        return found


class FigureFilters(ProductFilterSet):
    group = filters.CharFilter(label="分组")
    counterpart = filters.ChoiceFilter(choices=FigureBasis.choices, label="对照")
    tier = filters.ChoiceFilter(choices=Tier.choices, label="梯度")
    flag = filters.CharFilter(method="flagged", label="存疑编号")

    class Meta:
        model = ReportedFigure
        fields: list[str] = []

    def flagged(self, queryset: Any, name: str, code: str) -> Any:
        return queryset.filter(flags__contains=[code])


EXAMPLE: Final = OpenApiExample(
    "答复所列小巨人数",
    value={
        "code": "little_giant_holders",
        "label": "专精特新“小巨人”企业",
        "group": "梯度数量",
        "value": "348.00",
        "unit": "家",
        "stated_on": "2025-07-25",
        "document": "关于提案的答复",
        "clause": "引言",
        "counterpart": "computed",
        "computed_by": "tier_holders:little_giant",
        "tier": "little_giant",
        "flags": ["F4", "F16"],
    },
    request_only=True,
)


class FigureViewSet(ExportedViewSet):
    """公布数据：照文件原样收录，与系统统计数并列，存疑之处一并列出。"""

    view_capability = Capability.COUNTS_VIEW
    queryset = ReportedFigure.objects.order_by()
    serializer_class = FigureSerializer
    exports = FIGURES
    filterset_class = FigureFilters
    orderings = {"display_order": ("display_order", "id"), "code": ("code", "id")}
    lookup_field = "code"
    lookup_value_converter = "slug"

    @extend_schema(responses=FigureSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.shown(found))

    @extend_schema(responses=FigureSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        return self.one(self.get_object())

    @extend_schema(request=FigureBody, responses={201: FigureSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        words = self.words(request, partial=False)
        made = figures.record(access=self.access, at=timezone.now(), **words)
        return self.one(made, status.HTTP_201_CREATED)

    @extend_schema(request=FigureBody, responses=FigureSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        figure = self.get_object()
        expected = self.expected_version(request, figure.pk)
        amended = figures.amend(
            figure.pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, partial=True),
            expected_version=expected,
        )
        return self.one(amended)

    def words(self, request: Request, *, partial: bool) -> dict[str, Any]:
        body = FigureBody(data=request.data, partial=partial)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def one(self, figure: ReportedFigure, status_code: int = status.HTTP_200_OK) -> Response:
        (body,) = self.shown([figure])
        return self.versioned(figure, body, status_code)

    def shown(self, found: Sequence[ReportedFigure]) -> Sequence[dict[str, Any]]:
        """The figures as objects, the counts of a day asked for once."""
        beside = comparisons(found, reach=self.access.reach(self.view_capability))
        context = {
            "beside": {one.figure.pk: one for one in beside},
            "flag_texts": flag_texts(found),
        }
        return [dict(row) for row in FigureSerializer(found, many=True, context=context).data]
