"""Shape of bodies: codes in, objects out, nothing unknown."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from wuhan_smes.looks import MOST


class StrictMixin:
    """A field nobody declared is a mistake worth hearing about, not something to drop."""

    def to_internal_value(self, data: Any) -> Any:
        fields: Mapping[str, serializers.Field] = self.fields  # type: ignore[attr-defined] # mixed into serializers
        if isinstance(data, Mapping):
            unknown = {
                name: ["没有这个字段"]
                for name in data
                if name not in fields or fields[name].read_only
            }
            if unknown:
                raise serializers.ValidationError(unknown, code="unknown_field")
        return super().to_internal_value(data)  # type: ignore[misc]


class ProductSerializer(StrictMixin, serializers.Serializer):
    """Base of bodies sent to an action."""


class LookBody(ProductSerializer):
    """Why somebody looks at what is shown in part."""

    reason = serializers.CharField(max_length=MOST, help_text="事由，记入操作留痕")


class ProductModelSerializer(StrictMixin, serializers.ModelSerializer):
    """Base of objects shown; what can be written is named field by field."""


class UnitSerializer(serializers.Serializer):
    """A managing unit as it stands in every object: {code, name}."""

    code = serializers.CharField()
    name = serializers.CharField()
