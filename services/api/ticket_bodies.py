"""Bodies of requests about tickets: codes in, checked for shape only."""

from rest_framework import serializers

from enterprises.api.bodies import CodeField, example
from enterprises.models import IndustryChain
from measures.models import Measure
from services.choices.clocks import Urgency
from services.choices.tickets import (
    ANSWERED,
    Category,
    Channel,
    Nature,
    Satisfaction,
    WaitingFor,
)
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation
from wuhan_smes.web.names import vocabulary
from wuhan_smes.web.serializers import ProductSerializer

OUTCOMES = vocabulary("AnsweredOutcome", [(it.value, str(it.label)) for it in ANSWERED])


@example(
    {
        "title": "流动资金紧张",
        "text": "订单增长，周转资金不足，希望对接银行。",
        "category": "financing",
        "urgency": "normal",
        "channel": "hanqitong",
        "external_no": "HQT-2026-000123",
        "jurisdiction": "jiangxia",
        "enterprise": 15,
    }
)
class TicketRaiseBody(ProductSerializer):
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=5000)
    category = serializers.ChoiceField(Category.choices)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.NORMAL)
    channel = serializers.ChoiceField(Channel.choices)
    nature = serializers.ChoiceField(Nature.choices, required=False)
    external_no = serializers.CharField(max_length=60, required=False, allow_blank=True)
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    station = CodeField(ServiceStation, source="station_id", required=False)
    enterprise = serializers.IntegerField(source="enterprise_id", required=False)
    enterprise_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    enterprises = serializers.ListField(
        child=serializers.IntegerField(),
        source="enterprise_ids",
        required=False,
        max_length=500,
        help_text="共性问题涉及的企业",
    )
    chain = CodeField(IndustryChain, source="chain_id", required=False)
    measure = serializers.PrimaryKeyRelatedField(
        queryset=Measure.objects.order_by(), source="measure_id", required=False
    )
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    client_uuid = serializers.UUIDField(required=False)
    draft = serializers.BooleanField(default=False)


class TicketEmptyBody(ProductSerializer):
    """Nothing need be said."""


@example({"note": "已了解情况"})
class TicketNoteBody(ProductSerializer):
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)


@example({"note": "已与银行对接，三日内放款"})
class TicketToldBody(ProductSerializer):
    note = serializers.CharField(max_length=5000)


@example({"reason": "不属职责范围"})
class TicketReasonBody(ProductSerializer):
    reason = serializers.CharField(max_length=500)


@example({"note": "属实，受理", "category": "financing", "urgency": "complex"})
class TicketTriageBody(TicketNoteBody):
    category = serializers.ChoiceField(Category.choices, required=False)
    urgency = serializers.ChoiceField(Urgency.choices, required=False)
    measure = serializers.PrimaryKeyRelatedField(
        queryset=Measure.objects.order_by(), source="measure_id", required=False
    )


@example({"agency": "sjrb", "co_agencies": [], "note": "请牵头办理"})
class TicketAssignBody(TicketNoteBody):
    """Without a lead unit the proposed one takes it, with the proposed co-units."""

    agency = CodeField(Agency, source="agency_id", required=False)
    co_agencies = serializers.ListField(
        child=CodeField(Agency), source="co_agency_ids", required=False, max_length=20
    )


@example({"agency": "sjrb", "co_agencies": [], "reason": "职责在该单位"})
class TicketHandOnBody(TicketReasonBody):
    agency = CodeField(Agency, source="agency_id")
    co_agencies = serializers.ListField(
        child=CodeField(Agency), source="co_agency_ids", required=False, max_length=20
    )


@example({"unit": "wuhan", "reason": "需市级协调"})
class TicketReferBody(TicketReasonBody):
    unit = CodeField(Jurisdiction, source="unit_id")


@example({"note": "已与企业负责人通话，下周提出方案", "contacted": True, "planned": False})
class TicketProgressBody(TicketToldBody):
    contacted = serializers.BooleanField(default=False)
    planned = serializers.BooleanField(default=False)


@example({"waiting_for": "enterprise", "reason": "等待企业补充财务报表"})
class TicketSuspendBody(TicketReasonBody):
    waiting_for = serializers.ChoiceField(WaitingFor.choices)


@example({"days": 10, "reason": "涉及多个部门"})
class TicketExtendBody(TicketReasonBody):
    days = serializers.IntegerField(min_value=1, max_value=1000)


@example({"held_on": "2026-03-09", "chair": "分管副市长", "participants": "市经信局、市金融办"})
class TicketStudyBody(TicketNoteBody):
    held_on = serializers.DateField()
    chair = serializers.CharField(max_length=60)
    participants = serializers.CharField(max_length=500, required=False, allow_blank=True)


@example({"review_on": "2026-09-01", "reason": "需纳入明年计划"})
class TicketListBody(TicketReasonBody):
    review_on = serializers.DateField()


@example({"outcome": "solved", "note": "已对接银行并放款 300 万元"})
class TicketReplyBody(TicketToldBody):
    outcome = serializers.ChoiceField(OUTCOMES)


@example({"reached": True, "contacted": True, "solved": True, "satisfaction": "satisfied"})
class TicketSurveyBody(TicketNoteBody):
    reached = serializers.BooleanField(default=True)
    contacted = serializers.BooleanField(required=False, allow_null=True)
    solved = serializers.BooleanField(required=False, allow_null=True)
    satisfaction = serializers.ChoiceField(Satisfaction.choices, required=False, allow_blank=True)


@example({"reason": "企业电话三次未接通，经上门核实已解决"})
class TicketCloseBody(ProductSerializer):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
    outcome = serializers.ChoiceField(OUTCOMES, required=False)


@example({"into": 12, "reason": "同一事项重复登记"})
class TicketMergeBody(ProductSerializer):
    into = serializers.IntegerField(source="into_id")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
