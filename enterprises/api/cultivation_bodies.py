"""What is asked and shown of cultivation over HTTP."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from enterprises.api.bodies import UsernameField, example
from enterprises.api.days import DayField
from enterprises.choices import (
    CultivationMove,
    CultivationStage,
    DropCause,
    TaskOutcome,
)
from enterprises.models import Cultivation, CultivationStep, CultivationTask
from enterprises.rules.cultivation import BEGINNINGS, TARGETS, moves_from
from wuhan_smes.web.names import vocabulary
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

TIERS = vocabulary("TargetTier", [(tier.value, tier.label) for tier in TARGETS])
STARTS = [(stage.value, stage.label) for stage in BEGINNINGS]
MOVES = vocabulary(
    "CultivationStep",
    [(it.value, it.label) for it in CultivationMove if it is not CultivationMove.PUT_IN],
)


class EnterpriseNamed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class CultivationSerializer(ProductModelSerializer):
    """One enterprise on its way to one tier; `moves` can be done with it now."""

    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()
    owner = serializers.CharField(
        source="owner.username", default=None, allow_null=True, help_text="责任人账号"
    )
    moves = serializers.SerializerMethodField()

    class Meta:
        model = Cultivation
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "tier",
            "stage",
            "put_in_on",
            "stage_since",
            "target_batch",
            "owner",
            "owner_name",
            "drop_cause",
            "moves",
            "version",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(MOVES)))
    def get_moves(self, row: Cultivation) -> list[str]:
        return [move.value for move in moves_from(row.stage)]


class CultivationStepSerializer(ProductModelSerializer):
    class Meta:
        model = CultivationStep
        fields = ["ordinal", "move", "stage_before", "stage_after", "at", "actor_name", "note"]


class CultivationTaskSerializer(ProductModelSerializer):
    """What is to be done by a day; `outcome` is empty while it waits."""

    class Meta:
        model = CultivationTask
        fields = [
            "id",
            "cultivation",
            "title",
            "due_on",
            "for_station",
            "station",
            "set_at",
            "set_by_name",
            "outcome",
            "ended_at",
            "ended_by_name",
            "note",
            "version",
        ]


@example({"enterprises": [1024, 1025], "tier": "little_giant", "stage": "seedling"})
class PutInBody(ProductSerializer):
    enterprises = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=5000, help_text="企业编号"
    )
    tier = serializers.ChoiceField(TIERS)
    stage = serializers.ChoiceField(STARTS, default=CultivationStage.SEEDLING)
    owner = UsernameField(source="owner_id", default=None, allow_null=True)
    owner_name = serializers.CharField(max_length=60, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class PutInSerializer(serializers.Serializer[Any]):
    made = CultivationSerializer(many=True)
    already = serializers.IntegerField(help_text="已在这一梯度培育库中的家数")
    holding = serializers.IntegerField(help_text="已持有该称号的家数")


@example({"move": "prepare", "note": "指标已达标"})
class MoveBody(ProductSerializer):
    move = serializers.ChoiceField(MOVES)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)
    cause = serializers.ChoiceField(
        DropCause.choices, default="", allow_blank=True, help_text="退出时必填"
    )


@example({"owner": "district_jiangxia", "owner_name": "", "target_batch": None})
class PlanBody(ProductSerializer):
    owner = UsernameField(source="owner_id", default=None, allow_null=True)
    owner_name = serializers.CharField(max_length=60, default="", allow_blank=True)
    target_batch = serializers.IntegerField(
        source="target_batch_id", allow_null=True, default=None, help_text="批次编号"
    )


@example({"cultivations": [12], "title": "上门核对研发费用", "due_on": "2026-12-15"})
class TasksBody(ProductSerializer):
    cultivations = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=1000
    )
    title = serializers.CharField(max_length=120)
    due_on = DayField()
    for_station = serializers.BooleanField(default=False, help_text="交给包联的服务专员")


@example({"outcome": "done", "note": "已补齐"})
class EndTaskBody(ProductSerializer):
    outcome = serializers.ChoiceField(TaskOutcome.choices)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class ConversionWords(ProductSerializer):
    first = DayField(
        default=lambda: timezone.localdate().replace(month=1, day=1), help_text="入库日期起"
    )
    last = DayField(default=timezone.localdate, help_text="入库日期止")
    by = serializers.ChoiceField(
        [("jurisdiction", "管理单位"), ("tier", "目标梯度")], default="jurisdiction"
    )


class ConversionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    put_in = serializers.IntegerField(help_text="期内入库家数")
    stages = serializers.DictField(child=serializers.IntegerField(), help_text="现处各阶段的家数")
    rate = serializers.FloatField(allow_null=True, help_text="转化率：现为认定÷期内入库")
