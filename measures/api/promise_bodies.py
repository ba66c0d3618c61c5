"""What programmes, matters, payees and lines look like to a program."""

from datetime import date
from typing import Any, Final

from rest_framework import serializers

from enterprises.api.bodies import CodeField
from enterprises.api.days import DayField
from enterprises.rules.spans import day_after, last_day
from measures.choices import (
    DocumentLevel,
    EvidenceKind,
    Gate,
    Mode,
    OncePer,
    PayeeKind,
    Transition,
)
from measures.models import (
    Clause,
    Entitlement,
    Matter,
    Payee,
    PolicyDocument,
    Programme,
    ProgrammeEvidence,
    ProgrammeInstalment,
    ProgrammeShare,
)
from measures.queries.sandbox import CostCut
from measures.queries.wording import amount_told
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

UNTIL: Final = "最后一日，未定为空"


class MatterSerializer(ProductModelSerializer):
    """What is paid for once, and how lists of past payments call it."""

    spellings: Any = serializers.SlugRelatedField("written", many=True, read_only=True)

    class Meta:
        model = Matter
        fields = ["id", "code", "title", "once_per", "note", "spellings", "version"]


class MatterBody(ProductSerializer):
    code = serializers.SlugField(max_length=40)
    title = serializers.CharField(max_length=120)
    once_per = serializers.ChoiceField(OncePer.choices)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    spellings = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=200
    )


class MatterChanges(ProductSerializer):
    title = serializers.CharField(max_length=120, required=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    spellings = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=200
    )


class ShareSerializer(ProductModelSerializer):
    class Meta:
        model = ProgrammeShare
        fields = ["level", "percent", "document_no"]


class InstalmentSerializer(ProductModelSerializer):
    class Meta:
        model = ProgrammeInstalment
        fields = ["ordinal", "percent", "after_months", "gate", "gate_note"]


class EvidenceSerializer(ProductModelSerializer):
    class Meta:
        model = ProgrammeEvidence
        fields = ["code", "kind", "title"]


class ProgrammeSerializer(ProductModelSerializer):
    """One edition of a programme. `amount_rule` null is 未明确; `amount_text` says it in words."""

    matter = serializers.CharField(source="matter.code")
    document = serializers.CharField(source="document.code")
    clause = serializers.CharField(source="clause.code", default=None)
    unit = UnitSerializer(allow_null=True)
    amount_text = serializers.SerializerMethodField()
    valid_to = serializers.SerializerMethodField(help_text=UNTIL)

    class Meta:
        model = Programme
        fields = [
            "id",
            "code",
            "edition",
            "title",
            "matter",
            "document",
            "basis",
            "clause",
            "mode",
            "level",
            "unit",
            "payee_kind",
            "once_per",
            "amount_text",
            "valid_from",
            "valid_to",
            "state",
            "is_sample",
            "note",
            "version",
        ]

    def get_amount_text(self, programme: Programme) -> str:
        return amount_told(programme)

    def get_valid_to(self, programme: Programme) -> date | None:
        return last_day(programme.valid_until)


class ProgrammeDetail(ProgrammeSerializer):
    """With its terms in full."""

    shares = ShareSerializer(many=True)
    instalments = InstalmentSerializer(many=True)
    evidence = EvidenceSerializer(many=True)

    class Meta(ProgrammeSerializer.Meta):
        fields = [
            *ProgrammeSerializer.Meta.fields,
            "eligibility",
            "amount_rule",
            "deferral",
            "replaces",
            "transition",
            "proposed_by_name",
            "proposed_at",
            "approved_by_name",
            "approved_at",
            "shares",
            "instalments",
            "evidence",
        ]


class ShareBody(ProductSerializer):
    level = serializers.ChoiceField(DocumentLevel.choices)
    percent = serializers.DecimalField(5, 2)
    document_no = serializers.CharField(max_length=60, default="", allow_blank=True)


class InstalmentBody(ProductSerializer):
    ordinal = serializers.IntegerField(min_value=1, max_value=24)
    percent = serializers.DecimalField(5, 2)
    after_months = serializers.IntegerField(min_value=0, max_value=120, default=0)
    gate = serializers.ChoiceField(Gate.choices, default=Gate.NONE)
    gate_note = serializers.CharField(max_length=200, default="", allow_blank=True)


class EvidenceBody(ProductSerializer):
    code = serializers.SlugField(max_length=20)
    kind = serializers.ChoiceField(EvidenceKind.choices)
    title = serializers.CharField(max_length=80)


class TermsBody(ProductSerializer):
    """The terms of a draft; what is left out stays as it is."""

    title = serializers.CharField(max_length=120)
    matter = CodeField(Matter, source="matter_id")
    document = CodeField(PolicyDocument, source="document_id")
    clause = serializers.PrimaryKeyRelatedField(
        queryset=Clause.objects.get_queryset(), required=False, allow_null=True
    )
    basis = serializers.CharField(max_length=120, required=False, allow_blank=True)
    mode = serializers.ChoiceField(Mode.choices)
    level = serializers.ChoiceField(DocumentLevel.choices)
    unit = CodeField(Jurisdiction, source="unit_id", required=False, allow_null=True)
    payee_kind = serializers.ChoiceField(PayeeKind.choices)
    eligibility = serializers.JSONField(required=False, allow_null=True)
    amount_rule = serializers.JSONField(required=False, allow_null=True)
    deferral = serializers.JSONField(required=False, allow_null=True)
    valid_to = DayField(required=False, allow_null=True, help_text=UNTIL)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    shares = ShareBody(many=True, required=False)
    instalments = InstalmentBody(many=True, required=False)
    evidence = EvidenceBody(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As the action names them."""
        found = dict(attrs)
        if "clause" in found:
            clause = found.pop("clause")
            found["clause_id"] = None if clause is None else clause.pk
        if "valid_to" in found:
            found["valid_until"] = day_after(found.pop("valid_to"))
        return found


class DraftBody(TermsBody):
    code = serializers.SlugField(max_length=40)


class AmendBody(ProductSerializer):
    transition = serializers.ChoiceField(Transition.choices, default=Transition.BY_EVENT)


class ProposeBody(ProductSerializer):
    valid_from = DayField()


class EndBody(ProductSerializer):
    last_day = DayField()
    reason = serializers.CharField(max_length=200)


class FindBody(ProductSerializer):
    on = DayField(required=False, help_text="默认今天")


class NamedBody(ProductSerializer):
    identifier = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=200)
    jurisdiction_id = CodeField(Jurisdiction)
    event_on = DayField()
    enterprise_id = serializers.IntegerField(required=False, allow_null=True)
    facts = serializers.DictField(
        child=serializers.DecimalField(16, 2), required=False, help_text="金额所依的数量"
    )


class CostQuery(ProductSerializer):
    on = DayField(required=False, help_text="测算日，默认今天")
    by = serializers.ChoiceField(
        choices=[(cut.value, cut.label) for cut in CostCut], required=False
    )
    since = DayField(
        required=False,
        help_text="草拟的项目没有施行日期的，假定自该日施行；默认测算日当年 1 月 1 日",
    )
    known_on = DayField(required=False, help_text="按该日结束时已登记的数据回测")


class CostRowSerializer(ProductSerializer):
    """金额单位元；`unknown` 家金额未明确，不计入合计。"""

    key = serializers.CharField()
    title = serializers.CharField()
    claims = serializers.IntegerField()
    unknown = serializers.IntegerField()
    waiting = serializers.IntegerField()
    gross = serializers.CharField()
    overlap = serializers.CharField()
    payable = serializers.CharField()


class CostingSerializer(ProductSerializer):
    programme = serializers.CharField()
    edition = serializers.IntegerField()
    on = serializers.DateField()
    since = serializers.DateField()
    rows = CostRowSerializer(many=True)
    total = CostRowSerializer()


class PutForwardBody(ProductSerializer):
    named = NamedBody(many=True)


class PayeeSerializer(ProductModelSerializer):
    jurisdiction = UnitSerializer()

    class Meta:
        model = Payee
        fields = ["id", "kind", "identifier", "name", "enterprise", "jurisdiction", "version"]


class EntitlementSerializer(ProductModelSerializer):
    """One line. `gross` and `payable` null are 未明确; a line of 0 says why in `reason`."""

    payee = PayeeSerializer()
    programme = serializers.CharField(source="programme.code")
    programme_title = serializers.CharField(source="programme.title")
    edition = serializers.IntegerField(source="programme.edition")
    matter = serializers.CharField(source="programme.matter.code")
    jurisdiction = UnitSerializer()
    state_label = serializers.CharField(source="get_state_display")
    reason_label = serializers.CharField(source="get_reason_display")

    class Meta:
        model = Entitlement
        fields = [
            "id",
            "payee",
            "programme",
            "programme_title",
            "edition",
            "matter",
            "period",
            "jurisdiction",
            "state",
            "state_label",
            "reason",
            "reason_label",
            "gross",
            "already_paid",
            "payable",
            "options",
            "missing",
            "event_on",
            "check_on",
            "found_on",
            "version",
        ]


class ReceiveBody(ProductSerializer):
    evidence = serializers.SlugField(max_length=20)
    received_on = DayField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
