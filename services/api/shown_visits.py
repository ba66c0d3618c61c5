"""Visits as programs see them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.models import Visit, VisitMember, VisitPhoto
from services.models.visit_facts import NOT_NEGATIVE
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class LocationSerializer(serializers.Serializer):
    latitude = serializers.DecimalField(max_digits=8, decimal_places=6)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6)
    source = serializers.CharField()  # type: ignore[assignment] # a field's own `source` is another thing


class VisitSerializer(ProductModelSerializer):
    """A visit in a list. `station` is null for visits of leaders and departments."""

    jurisdiction = UnitSerializer()
    station = UnitSerializer(allow_null=True)
    specialist = serializers.CharField(source="specialist.name", default=None, allow_null=True)
    campaign = UnitSerializer(allow_null=True)
    received_phone = serializers.CharField(source="masked_phone", help_text="只显示后四位")
    location = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = [
            "id",
            "client_uuid",
            "enterprise",
            "enterprise_name",
            "jurisdiction",
            "station",
            "specialist",
            "rank",
            "campaign",
            "external_no",
            "visited_at",
            "visited_on",
            "mode",
            "place",
            "received_name",
            "received_post",
            "received_phone",
            "purposes",
            "summary",
            "intent_tier",
            "intent_gap",
            "explained",
            "next_due_on",
            "location",
            "confirmation",
            "historical",
            "recorded_at",
            "recorded_by_name",
            "voided_at",
            "void_reason",
            "version",
        ]

    @extend_schema_field(LocationSerializer(allow_null=True))
    def get_location(self, visit: Visit) -> dict[str, Any] | None:
        if visit.latitude is None:
            return None
        return {
            "latitude": str(visit.latitude),
            "longitude": str(visit.longitude),
            "source": visit.location_source,
        }


class VisitMemberSerializer(ProductModelSerializer):
    agency = serializers.CharField(source="agency.code", default=None, allow_null=True)

    class Meta:
        model = VisitMember
        fields = ["name", "post", "unit", "agency", "rank"]


class VisitPhotoSerializer(ProductModelSerializer):
    """A photo; the picture itself is at visit-photos/{id}/file/."""

    class Meta:
        model = VisitPhoto
        fields = [
            "id",
            "client_uuid",
            "media_type",
            "size",
            "sha256",
            "taken_at",
            "latitude",
            "longitude",
            "added_at",
            "removed_at",
            "removed_reason",
        ]


class VisitTicketSerializer(serializers.Serializer):
    """A problem that was told during the visit."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()


class FactsSerializer(ProductModelSerializer):
    class Meta:
        model = Visit
        fields = [*NOT_NEGATIVE]


class VisitDetailSerializer(VisitSerializer):
    """One visit with who went, what was told, its photos and the tickets it raised.

    `warning` is said when the visit is written down: the enterprise is visited often.
    """

    facts = FactsSerializer(source="*")
    members = VisitMemberSerializer(many=True)
    photos = serializers.SerializerMethodField()
    tickets = VisitTicketSerializer(many=True)
    warning = serializers.SerializerMethodField()

    class Meta(VisitSerializer.Meta):
        fields = [
            *VisitSerializer.Meta.fields,
            "template",
            "facts_period",
            "facts",
            "members",
            "photos",
            "tickets",
            "confirmed_at",
            "confirmed_how",
            "confirmed_by",
            "late_reason",
            "again_reason",
            "warning",
        ]

    @extend_schema_field(VisitPhotoSerializer(many=True))
    def get_photos(self, visit: Visit) -> list[dict[str, Any]]:
        standing = [photo for photo in visit.photos.all() if photo.removed_at is None]
        return list(VisitPhotoSerializer(standing, many=True).data)

    @extend_schema_field(serializers.CharField())
    def get_warning(self, visit: Visit) -> str:
        return str(self.context.get("warning", ""))
