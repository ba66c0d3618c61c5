"""What is asked and shown of duties, complaints and projects over HTTP."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from enterprises.api.bodies import example
from enterprises.api.cultivation_bodies import EnterpriseNamed
from enterprises.api.days import DayField
from enterprises.api.title_bodies import MOST_ENTERPRISES, LongText
from enterprises.choices import WithdrawalCause
from enterprises.choices.holding import ChangeCause, ComplaintOutcome, DutyState
from enterprises.models import Complaint, KeyMilestone, KeyProject, TitleDuty
from enterprises.rules.duties import state
from enterprises.rules.key_projects import ENDS, claws_back
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class DutySerializer(ProductModelSerializer):
    """One duty; `state` is worked out of its days."""

    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()
    state = serializers.SerializerMethodField()

    class Meta:
        model = TitleDuty
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "series",
            "tier",
            "kind",
            "cause",
            "counted_from",
            "due_on",
            "state",
            "reminded_on",
            "done_on",
            "lost_on",
            "excused_on",
            "ended_on",
            "note",
            "version",
        ]

    @extend_schema_field(serializers.ChoiceField(DutyState.choices))
    def get_state(self, row: TitleDuty) -> str:
        return state(row, on=timezone.localdate()).value


class ComplaintSerializer(ProductModelSerializer):
    """One complaint; who made it is shown masked."""

    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()
    complainant = serializers.CharField(source="masked_complainant")
    phone = serializers.CharField(source="masked_phone")

    class Meta:
        model = Complaint
        fields = [
            "id",
            "number",
            "enterprise",
            "jurisdiction",
            "received_on",
            "complainant",
            "phone",
            "text",
            "outcome",
            "concluded_on",
            "conclusion",
            "withdrawn_series",
            "version",
        ]


class RevealedComplaintSerializer(serializers.Serializer[Any]):
    """Who made a complaint, whole; each look leaves an entry in the trail."""

    id = serializers.IntegerField()
    complainant = serializers.CharField()
    phone = serializers.CharField()


class MilestoneSerializer(ProductModelSerializer):
    jurisdiction = UnitSerializer()

    class Meta:
        model = KeyMilestone
        fields = [
            "id",
            "project",
            "jurisdiction",
            "ordinal",
            "title",
            "due_on",
            "reached_on",
            "evidence",
            "version",
        ]


class ProjectSerializer(ProductModelSerializer):
    """One project. `claw_back`: what was paid is asked back."""

    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()
    claw_back = serializers.SerializerMethodField()

    class Meta:
        model = KeyProject
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "title",
            "year",
            "document_no",
            "starts_on",
            "ends_on",
            "planned",
            "state",
            "evaluated_on",
            "invested",
            "evaluation",
            "claw_back",
            "version",
        ]

    def get_claw_back(self, row: KeyProject) -> bool:
        return claws_back(row.state, row.invested)


@example({"enterprise": 1024, "cause": "reorganised", "on": "2026-02-01", "note": "分立"})
class NoteChangeBody(ProductSerializer):
    enterprise = serializers.IntegerField()
    cause = serializers.ChoiceField(ChangeCause.choices)
    on = DayField(help_text="变更之日，三个月内报告")
    note = LongText()


@example({"duties": [1, 2], "done_on": "2026-05-20", "note": ""})
class FulfilBody(ProductSerializer):
    duties = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=MOST_ENTERPRISES
    )
    done_on = DayField()
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


@example({"reason": "企业确已按期更新"})
class BecauseBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


@example(
    {
        "enterprise": 1024,
        "received_on": "2026-03-02",
        "complainant": "示例甲",
        "phone": "13800000000",
        "text": "研发费用虚报",
    }
)
class ComplaintBody(ProductSerializer):
    enterprise = serializers.IntegerField()
    received_on = DayField()
    complainant = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=30)
    text = serializers.CharField(max_length=4000)


class WithdrawalBody(ProductSerializer):
    """The title that falls with what was found."""

    series = serializers.IntegerField(help_text="称号编号")
    on = DayField(help_text="自这一天起不再有效")
    cause = serializers.ChoiceField(WithdrawalCause.choices)
    document_no = LongText(60, help_text="撤销决定文号")


@example({"outcome": "dismissed", "conclusion": "经核查，反映情况不属实"})
class ConcludeBody(ProductSerializer):
    outcome = serializers.ChoiceField(ComplaintOutcome.choices)
    conclusion = serializers.CharField(max_length=4000)
    withdrawal = WithdrawalBody(required=False)


class PromiseBody(ProductSerializer):
    title = serializers.CharField(max_length=120)
    due_on = DayField()


@example(
    {
        "enterprise": 1024,
        "title": "示例三年推进计划",
        "year": 2026,
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
        "planned": "3200.00",
        "milestones": [{"title": "中试线投产", "due_on": "2026-12-31"}],
    }
)
class BeginBody(ProductSerializer):
    enterprise = serializers.IntegerField()
    title = serializers.CharField(max_length=120)
    year = serializers.IntegerField(min_value=2020, max_value=2100)
    document_no = LongText(60)
    starts_on = DayField()
    ends_on = DayField()
    planned = serializers.DecimalField(14, 2, help_text="万元，不含土地与厂房")
    milestones = PromiseBody(many=True)


@example(
    {"state": "passed", "on": "2028-12-01", "invested": "3100.00", "evaluation": "专家评审意见"}
)
class EvaluateBody(ProductSerializer):
    state = serializers.ChoiceField([(it.value, it.label) for it in ENDS])
    on = DayField()
    invested = serializers.DecimalField(14, 2, help_text="万元")
    evaluation = serializers.CharField(max_length=300)


@example({"on": "2026-11-30", "evidence": "投产证明与现场照片，档号 示例-01"})
class ReachBody(ProductSerializer):
    on = DayField()
    evidence = serializers.CharField(max_length=200)
