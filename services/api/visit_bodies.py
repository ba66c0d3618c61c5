"""Bodies of requests about visits, checked for shape only."""

from typing import Any, Final

from rest_framework import serializers

from enterprises.choices import Tier
from services.actions.visit_words import Member, Need, Said
from services.choices.clocks import Urgency
from services.choices.tickets import Category
from services.choices.visits import ConfirmedBy, LocationSource, Purpose, VisitMode, VisitRank
from services.models import Campaign, Visit
from services.models.visit_facts import NOT_NEGATIVE
from wuhan_smes.accounts.models import Agency
from wuhan_smes.web.serializers import LookBody, ProductModelSerializer, ProductSerializer

BLANK: Final[dict[str, Any]] = {"required": False, "allow_blank": True, "default": ""}
FEW: Final = 30
STATION: Final = "服务站编号；专员不填为本站，其他人不填为领导、部门走访"


class FactsBody(ProductModelSerializer):
    """Figures as they were told; what is left out is unknown."""

    class Meta:
        model = Visit
        fields = [*NOT_NEGATIVE]
        extra_kwargs = {name: {"required": False, "allow_null": True} for name in NOT_NEGATIVE}


class LocationBody(ProductSerializer):
    latitude = serializers.DecimalField(max_digits=8, decimal_places=6)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6)
    source = serializers.ChoiceField(LocationSource.choices, default=LocationSource.DEVICE)  # type: ignore[assignment] # a field's own `source` is another thing


class MemberBody(ProductSerializer):
    name = serializers.CharField(max_length=60)
    post = serializers.CharField(max_length=60, **BLANK)
    unit = serializers.CharField(max_length=100)
    agency = serializers.SlugRelatedField(
        "code", queryset=Agency.objects.order_by(), required=False, allow_null=True, default=None
    )
    rank = serializers.ChoiceField(VisitRank.choices)


class NeedBody(ProductSerializer):
    """A problem the enterprise told of: it becomes a ticket."""

    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4000, **BLANK)
    category = serializers.ChoiceField(Category.choices)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.NORMAL)
    client_uuid = serializers.UUIDField(required=False, allow_null=True, default=None)


class WordsBody(ProductSerializer):
    """What may be put right later, too."""

    mode = serializers.ChoiceField(VisitMode.choices)
    place = serializers.CharField(max_length=200, **BLANK)
    received_name = serializers.CharField(max_length=60, **BLANK)
    received_post = serializers.CharField(max_length=60, **BLANK)
    received_phone = serializers.CharField(max_length=30, **BLANK)
    purposes = serializers.ListField(
        child=serializers.ChoiceField(Purpose.choices), max_length=len(Purpose)
    )
    template = serializers.CharField(max_length=40, **BLANK)
    campaign = serializers.SlugRelatedField(
        "code", queryset=Campaign.objects.order_by(), required=False, allow_null=True, default=None
    )
    intent_tier = serializers.ChoiceField(Tier.choices, **BLANK)
    intent_gap = serializers.CharField(max_length=300, **BLANK)
    explained = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=FEW,
        required=False,
        default=list,
        help_text="宣讲的措施编号，见 measures/",
    )
    summary = serializers.CharField(max_length=4000)
    next_due_on = serializers.DateField(required=False, allow_null=True, default=None)
    location = LocationBody(required=False, allow_null=True, default=None)
    facts_period = serializers.CharField(max_length=30, **BLANK)
    facts = FactsBody(required=False, default=dict, help_text="经营情况；金额单位元，未知不填")
    members = MemberBody(many=True, required=False)


class AmendBody(WordsBody):
    """What is put right, and why."""

    reason = serializers.CharField(max_length=200, help_text="更正理由，必填")


class VisitBody(WordsBody):
    """One visit; `client_uuid` is given by who writes it down and makes it arrive once."""

    client_uuid = serializers.UUIDField(help_text="客户端生成；同一编号再次提交返回第一次的记录")
    enterprise = serializers.IntegerField(
        min_value=1, required=False, help_text="企业编号；与信用代码二选一"
    )
    uscc = serializers.CharField(max_length=30, help_text="统一社会信用代码", **BLANK)
    station = serializers.CharField(
        max_length=40,
        **{**BLANK, "help_text": "服务站编号；专员不填为本站，其他人不填为领导、部门走访"},
    )
    external_no = serializers.CharField(max_length=60, **BLANK)
    visited_at = serializers.DateTimeField()
    late_reason = serializers.CharField(max_length=200, **BLANK)
    again_reason = serializers.CharField(max_length=200, **BLANK)
    historical = serializers.BooleanField(default=False)
    tickets = NeedBody(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("enterprise" in attrs) == bool(attrs["uscc"]):
            raise serializers.ValidationError({"enterprise": "企业编号与信用代码请填一个"})
        return attrs


class VoidBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class ConfirmBody(ProductSerializer):
    how = serializers.ChoiceField(ConfirmedBy.choices)
    by_name = serializers.CharField(max_length=60, help_text="企业确认人")


class PhotoBody(ProductSerializer):
    client_uuid = serializers.UUIDField()
    photo = serializers.FileField(help_text="JPEG、PNG 或 WebP")
    to_tickets = serializers.BooleanField(
        default=False, help_text="同时作为附件随这次走访提出的问题转给承办单位"
    )


class RevealBody(LookBody):
    contact = serializers.IntegerField(min_value=1, help_text="联系人编号")


def said_of(words: dict[str, Any]) -> dict[str, Any]:
    """The body's words as the columns an action knows; takes them out of `words`."""
    told = {name: words.pop(name) for name in list(words) if name in Said.__slots__}
    if "campaign" in words:
        campaign = words.pop("campaign")
        told["campaign_id"] = campaign.pk if campaign else None
    if "location" in words:
        location = words.pop("location") or {}
        told |= {
            "latitude": location.get("latitude"),
            "longitude": location.get("longitude"),
            "location_source": location.get("source", ""),
        }
    return told


def members_of(given: list[dict[str, Any]]) -> list[Member]:
    return [
        Member(m["name"], m["unit"], m["rank"], m["post"], m["agency"].pk if m["agency"] else None)
        for m in given
    ]


def needs_of(given: list[dict[str, Any]]) -> list[Need]:
    return [Need(**need) for need in given]
