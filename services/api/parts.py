"""What the objects of services have in common: refs, terms, and how a verb is answered."""

from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from enterprises.rules.spans import last_day
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class NamedSerializer(serializers.Serializer):
    """A station, street or drive as it stands in another object: {code, name}."""

    code = serializers.CharField()
    name = serializers.CharField()


class PersonSerializer(serializers.Serializer):
    """A specialist as he stands in another object."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    name = serializers.CharField()


class EnterpriseRefSerializer(serializers.Serializer):
    """An enterprise as it stands in another object."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class TermSerializer(ProductModelSerializer):
    """A row with a span of days, shown by its first and last day (none while it is open)."""

    valid_from = serializers.SerializerMethodField()
    valid_to = serializers.SerializerMethodField()

    def get_valid_from(self, row: Any) -> date:
        first: date = row.during.lower
        return first

    def get_valid_to(self, row: Any) -> date | None:
        until: date | None = row.during.upper
        return last_day(until)


class VerbViewSet(ScopedViewSet):
    """Bodies are checked by a serializer of their own, versions respected wherever sent."""

    def words(
        self, request: Request, body: type[ProductSerializer], *, partial: bool = False
    ) -> dict[str, Any]:
        """The request's body, checked for shape; faults name their fields."""
        context = self.get_serializer_context()
        serializer = body(data=request.data, partial=partial, context=context)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def version_if_sent(self, request: Request, pk: int) -> int | None:
        """If-Match is required to PATCH and respected wherever it is sent."""
        return self.expected_version(request, pk) if "If-Match" in request.headers else None
