"""Days and moments in query parameters."""

from datetime import date, datetime, time
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from wuhan_smes.web.pagination import PARAMETERS
from wuhan_smes.web.serializers import ProductSerializer

EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 12, 31)


class DayField(serializers.DateField):
    """A day within living memory of the register."""

    default_error_messages = {
        "invalid": "日期应写成 年-月-日，如 2025-07-25",
        "far": f"日期应在 {EARLIEST} 与 {LATEST} 之间",
    }

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not EARLIEST <= day <= LATEST:
            self.fail("far")
        return day


@extend_schema_field(OpenApiTypes.STR)
class MomentField(serializers.Field):
    """A moment; a bare day means the end of that day in Wuhan."""

    default_error_messages = {
        "invalid": "应为日期（2025-07-25，指当日结束时）或时刻（2025-07-25T12:00:00，"
        "带时区时“+”须写成 %2B）",
    }

    def to_internal_value(self, value: Any) -> datetime:
        text = str(value)
        try:
            if (day := parse_date(text)) is not None:
                return timezone.make_aware(datetime.combine(day, time.max))
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or not EARLIEST.year <= moment.year <= LATEST.year:
            self.fail("invalid")
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    def to_representation(self, value: datetime) -> str:
        return timezone.localtime(value).isoformat()


def parameters(serializer: type[ProductSerializer], given: QueryDict) -> dict[str, Any]:
    """Query parameters but those of paging, checked by a serializer; faults point at `?name`."""
    words = serializer(data={k: v for k, v in given.items() if k not in PARAMETERS})
    if not words.is_valid():
        raise ValidationError({f"?{name}": fault for name, fault in words.errors.items()})
    return dict(words.validated_data)
