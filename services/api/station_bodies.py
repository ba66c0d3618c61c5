"""Bodies of requests about stations and their people: codes in, last days inclusive."""

from rest_framework import serializers

from enterprises.api.bodies import CodeField, UsernameField, example
from enterprises.api.days import DayField
from enterprises.models import Place
from services.choices.stations import StationKind
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.web.serializers import ProductSerializer


class StationWords(ProductSerializer):
    """What may be told of a station, and corrected later."""

    name = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(StationKind.choices)
    opened_on = DayField()
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    street = CodeField(Place, source="street_id", required=False, allow_null=True)
    host = serializers.CharField(max_length=100, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    awards = serializers.ListField(child=serializers.CharField(max_length=120), required=False)


@example(
    {
        "code": "jiangxia-zhifang-01",
        "name": "纸坊街道中小企业服务站",
        "jurisdiction": "jiangxia",
        "kind": "street",
        "opened_on": "2025-03-01",
        "address": "示例路 1 号",
    }
)
class OpenBody(StationWords):
    code = serializers.SlugField(
        max_length=40, required=False, allow_blank=True, help_text="不写的按管理单位自动编号"
    )
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")


@example({"host": "街道经济发展办公室", "awards": ["市级优秀服务站"]})
class AmendStationBody(StationWords):
    """Only what is named changes."""


@example({"on": "2026-01-01", "reason": "街道合并", "to_station": "jiangxia-zhifang-02"})
class CloseBody(ProductSerializer):
    on = DayField(help_text="撤销日期，当日起不再开放")
    reason = serializers.CharField(max_length=200)
    to_station = CodeField(ServiceStation, source="to_station_id", required=False, allow_null=True)


class PersonWords(ProductSerializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)
    post = serializers.CharField(max_length=60, required=False, allow_blank=True)
    user = UsernameField(source="user_id", required=False, allow_null=True)


@example(
    {
        "station": "jiangxia-zhifang-01",
        "name": "王示例",
        "phone": "13900000000",
        "valid_from": "2025-03-01",
        "valid_to": "2027-02-28",
    }
)
class ApplyBody(PersonWords):
    station = CodeField(ServiceStation, source="station_id")
    valid_from = DayField(source="since")
    valid_to = DayField(required=False, allow_null=True, help_text="最后一天（含）；空：不定期")


@example({"phone": "13900000001"})
class AmendPersonBody(PersonWords):
    """Only what is named changes."""


class DecideBody(ProductSerializer):
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class DeclineBody(ProductSerializer):
    note = serializers.CharField(max_length=200)


@example({"valid_to": "2029-02-28"})
class RenewBody(ProductSerializer):
    valid_to = DayField(allow_null=True, help_text="新的最后一天（含）；空：不定期")


@example({"on": "2026-01-01", "reason": "离职", "successor": 12})
class LeaveBody(ProductSerializer):
    on = DayField(help_text="离任日期，当日起不再计入")
    reason = serializers.CharField(max_length=200)
    successor = serializers.IntegerField(
        source="successor_id", required=False, allow_null=True, help_text="接手人编号"
    )


@example({"to_station": "jiangxia-zhifang-02", "on": "2026-01-01", "reason": "轮岗"})
class MovePersonBody(LeaveBody):
    to_station = CodeField(ServiceStation, source="to_station_id")


@example({"specialist": 12, "enterprises": [101, 102], "valid_from": "2026-01-01"})
class AssignBody(ProductSerializer):
    specialist = serializers.IntegerField(help_text="专员编号")
    enterprises = serializers.ListField(
        child=serializers.IntegerField(), allow_empty=False, max_length=1000
    )
    valid_from = DayField()
    valid_to = DayField(required=False, allow_null=True, help_text="最后一天（含）")
    is_lead = serializers.BooleanField(required=False, default=True)
    cadence_days = serializers.IntegerField(required=False, allow_null=True)


class SomeBody(ProductSerializer):
    assignments = serializers.ListField(
        child=serializers.IntegerField(), allow_empty=False, max_length=1000
    )
    on = DayField(help_text="自这一天起")
    reason = serializers.CharField(max_length=200)


@example({"assignments": [1, 2], "specialist": 13, "on": "2026-01-01", "reason": "轮岗"})
class HandOverBody(SomeBody):
    specialist = serializers.IntegerField(source="to_specialist_id", help_text="接手专员编号")


@example({"assignments": [1], "on": "2026-01-01", "reason": "企业停业"})
class EndBody(SomeBody):
    """Which care ends, from which day and why."""


@example({"cadence_days": 30})
class CadenceBody(ProductSerializer):
    cadence_days = serializers.IntegerField(allow_null=True, help_text="空：按梯度")
