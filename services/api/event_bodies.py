"""Bodies of requests about drives and events."""

from rest_framework import serializers

from enterprises.api.bodies import CodeField, example
from enterprises.api.days import DayField
from services.choices.stations import EventKind
from services.models import Campaign
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.web.serializers import ProductSerializer


class CampaignWords(ProductSerializer):
    name = serializers.CharField(max_length=60)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, help_text="最后一天（含）")
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)


@example({"code": "jwc-2026", "name": "解稳促", "jurisdiction": "wuhan", "starts_on": "2026-01-01"})
class CampaignBody(CampaignWords):
    code = serializers.SlugField(max_length=40)
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")


@example({"ends_on": "2026-12-31"})
class AmendCampaignBody(CampaignWords):
    """Only what is named changes."""


class OnBody(ProductSerializer):
    on = DayField(help_text="最后一天（含）")


class ReasonBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class EventWords(ProductSerializer):
    title = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(EventKind.choices)
    held_on = DayField()
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    co_hosts = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
    persons = serializers.IntegerField(
        min_value=0, max_value=1_000_000, required=False, allow_null=True
    )
    summary = serializers.CharField(max_length=500, required=False, allow_blank=True)
    campaign = CodeField(Campaign, source="campaign_id", required=False, allow_null=True)


@example(
    {
        "title": "惠企政策宣讲",
        "kind": "policy",
        "jurisdiction": "jiangxia",
        "station": "jiangxia-zhifang-01",
        "campaign": "service-month",
        "held_on": "2025-06-12",
        "co_hosts": ["市科创局"],
        "persons": 60,
    }
)
class EventBody(EventWords):
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    station = CodeField(ServiceStation, source="station_id", required=False, allow_null=True)


@example({"persons": 64})
class AmendEventBody(EventWords):
    """Only what is named changes."""


class CameBody(ProductSerializer):
    enterprise = serializers.IntegerField(
        source="enterprise_id", required=False, allow_null=True, help_text="名录内企业的编号"
    )
    name = serializers.CharField(max_length=200, required=False, help_text="名录外企业的名称")
    persons = serializers.IntegerField(min_value=1, max_value=10_000, required=False)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


@example({"came": [{"enterprise": 101, "persons": 2}, {"name": "外地示例公司"}]})
class AttendanceBody(ProductSerializer):
    came = CameBody(many=True, allow_empty=False)


@example({"attendance": [7]})
class StrikeBody(ProductSerializer):
    attendance = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)
