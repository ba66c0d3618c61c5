"""Assessments over HTTP: what is asked, and how an answer is told."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from enterprises.api.days import DayField
from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Assessment
from enterprises.queries.explained import Explained, Line
from wuhan_smes.rulekit.choices import Result, Role
from wuhan_smes.rulekit.wording import digits
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

KEEP_EXAMPLE = OpenApiExample(
    "存档",
    {"enterprise": 1024, "tier": "little_giant", "on": "2026-11-22", "note": "走访前"},
    request_only=True,
)
PLAY_EXAMPLE = OpenApiExample(
    "假如研发费用多一些",
    {
        "rule_set": "LG-2026",
        "application_kind": "new",
        "on": "2026-05-04",
        "facts": {
            "valid_titles": ["srdi_sme"],
            "size_class": {"Y-1": "small"},
            "revenue": {"Y-3": 40000, "Y-2": 42000, "Y-1": 44100},
            "rd_expense": {"Y-2": 1260, "Y-1": 1323},
            "award_national_best_rank": "none_known",
        },
    },
    request_only=True,
)
ANSWER_EXAMPLE = OpenApiExample(
    "差一项",
    {
        "rule_set": "LG-2026",
        "rule_versions": "LG-2026/1",
        "application_kind": "new",
        "on": "2026-05-04",
        "verdict": "unmet",
        "subclass": None,
        "score": None,
        "lacking": ["H7"],
        "open": [],
        "criteria": [
            {
                "code": "H7",
                "name": "研发强度",
                "role": "hard",
                "result": "unmet",
                "value": "2.5",
                "threshold": "近两年每年均研发费用占营业收入比重 ≥ 3 %",
                "distance": "0.5",
                "unit": "%",
                "exemption": "",
                "manual_check": "",
                "document": "工信部企业〔2026〕2号 《优质中小企业梯度培育管理办法》 附件2",
            }
        ],
    },
    response_only=True,
)


class AskWords(ProductSerializer):
    """By which standard; without `rule_set` the one that holds for the kind on the day."""

    tier = serializers.ChoiceField(Tier.choices)
    application_kind = serializers.ChoiceField(ApplicationKind.choices, default=ApplicationKind.NEW)
    on = DayField(default=timezone.localdate, help_text="按哪一天申报评估，默认今天")
    rule_set = serializers.SlugField(
        max_length=40, default="", allow_blank=True, help_text="指定规则；默认按日期与申请类别"
    )


class KeepBody(AskWords):
    enterprise = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="企业编号")
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


@extend_schema_serializer(examples=[PLAY_EXAMPLE])
class WhatIfBody(ProductSerializer):
    """Facts said in the request: yearly ones as a map of years, others plainly; what is left out is
    unknown. Amounts in 万元.
    """

    rule_set = serializers.SlugField(max_length=40)
    version = serializers.IntegerField(
        min_value=1, max_value=32767, default=None, allow_null=True, help_text="默认最新一版"
    )
    layers = serializers.ListField(
        child=serializers.SlugField(max_length=40),
        max_length=10,
        default=None,
        allow_null=True,
        help_text="叠加的细则与通知；默认当日有效的",
    )
    application_kind = serializers.ChoiceField(ApplicationKind.choices)
    on = DayField(default=timezone.localdate)
    facts = serializers.DictField()


class CriterionSerializer(serializers.Serializer):
    """One line of the standard, and how the facts stand to it. `distance` is in `unit`."""

    code = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    result = serializers.ChoiceField(Result.choices)
    value = serializers.CharField(allow_null=True, help_text="以 unit 为单位")
    threshold = serializers.CharField()
    distance = serializers.CharField(allow_null=True, help_text="还差多少，以 unit 为单位")
    unit = serializers.CharField()
    exemption = serializers.CharField()
    manual_check = serializers.CharField()
    document = serializers.CharField(help_text="出处：文件，及已知的条款")


class ScoreSerializer(serializers.Serializer):
    low = serializers.DecimalField(6, 2)
    high = serializers.DecimalField(6, 2)


@extend_schema_serializer(examples=[ANSWER_EXAMPLE])
class AnswerSerializer(serializers.Serializer):
    """Where somebody stands; a score with unknown parts lies between `low` and `high`."""

    rule_set = serializers.CharField()
    rule_versions = serializers.CharField()
    application_kind = serializers.ChoiceField(ApplicationKind.choices)
    on = serializers.DateField()
    verdict = serializers.ChoiceField(Result.choices)
    subclass = serializers.CharField(allow_null=True)
    score = ScoreSerializer(allow_null=True)
    lacking = serializers.ListField(child=serializers.CharField())
    open = serializers.ListField(child=serializers.CharField())
    criteria = CriterionSerializer(many=True)


class OfEnterpriseSerializer(AnswerSerializer):
    """The same with the facts of the register it rests on: they can be put into a what-if."""

    facts = serializers.DictField()


class ShortEnterpriseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class AssessmentSerializer(ProductModelSerializer):
    """What somebody kept: rule versions, facts as they were, and every line. Never changed."""

    enterprise = ShortEnterpriseSerializer()
    jurisdiction = UnitSerializer()
    on = serializers.DateField(source="judged_on")
    score = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "tier",
            "application_kind",
            "on",
            "rule_set",
            "rule_versions",
            "document_no",
            "verdict",
            "subclass",
            "score",
            "lacking",
            "open",
            "facts",
            "criteria",
            "note",
            "kept_at",
            "kept_by_name",
        ]

    @extend_schema_field(ScoreSerializer(allow_null=True))
    def get_score(self, kept: Assessment) -> dict[str, Decimal] | None:
        return _score(kept.score_low, kept.score_high)


def answer(found: Explained) -> dict[str, Any]:
    """An explained answer as the API tells it."""
    basis, reading = found.basis, found.reading
    told: dict[str, Any] = {
        "rule_set": basis.rules.code,
        "rule_versions": basis.layers,
        "application_kind": basis.application_kind,
        "on": basis.on,
        "verdict": reading.verdict,
        "subclass": reading.subclass,
        "score": _score(reading.score_low, reading.score_high),
        "lacking": list(reading.lacking),
        "open": list(reading.open),
        "criteria": [_criterion(line) for line in found.lines],
    }
    return told


def _criterion(line: Line) -> dict[str, Any]:
    return {
        "code": line.rule.code,
        "name": line.rule.name,
        "role": line.rule.role,
        "result": line.result,
        "value": digits(line.value),
        "threshold": line.threshold,
        "distance": digits(line.distance),
        "unit": line.unit,
        "exemption": line.exemption,
        "manual_check": line.rule.manual_check,
        "document": line.rule.source,
    }


def _score(low: Decimal | None, high: Decimal | None) -> dict[str, Decimal] | None:
    return None if low is None or high is None else {"low": low, "high": high}
