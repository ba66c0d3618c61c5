"""What titles, their versions, batches and candidates look like to a program."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from enterprises.models import BatchCandidate, Recognition, RecognitionBatch
from enterprises.rules.spans import last_day
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer

EXAMPLE: Final = {
    "id": 20481,
    "enterprise": {
        "id": 1024,
        "uscc": "91420100MAXX00015X",
        "name": "武汉示例光电科技有限公司",
    },
    "jurisdiction": {"code": "east_lake", "name": "东湖新技术开发区"},
    "tier": "srdi_sme",
    "tier_label": "专精特新中小企业",
    "subclass": "",
    "recogniser_level": "provincial",
    "batch": {"id": 31, "name": "湖北省第五批专精特新中小企业"},
    "document_no": "示例发〔2023〕5号",
    "certificate_no": "",
    "announced_on": "2023-06-20",
    "valid_from": "2023-07-01",
    "valid_to": "2026-06-30",
    "extended_to": None,
    "review_pending": True,
    "withdrawn_on": None,
    "withdrawal_cause": "",
    "withdrawal_document": "",
    "barred_to": None,
    "in_force": True,
    "in_force_to": None,
    "outcome": "new",
    "predecessor": None,
    "round": "",
    "rule_set": "cultivation_2022",
    "source": "",
    "change_note": "已受理复核",
    "recorded_at": "2026-06-01T09:00:00+08:00",
    "version": 2,
}


class HolderSerializer(serializers.Serializer):
    """The enterprise a title is held by."""

    id = serializers.IntegerField(source="pk")
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class BatchNameSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("称号", EXAMPLE, response_only=True)])
class RecognitionSerializer(ProductModelSerializer):
    """A title as known now. `in_force_to` is the last day it counts: null while its review is
    pending, and for a title struck from the start (`in_force` tells them apart).
    """

    id = serializers.IntegerField(source="series")
    enterprise = HolderSerializer()
    jurisdiction = UnitSerializer()
    tier_label = serializers.CharField(source="get_tier_display")
    batch = BatchNameSerializer(allow_null=True)
    valid_to = serializers.SerializerMethodField()
    extended_to = serializers.SerializerMethodField()
    barred_to = serializers.SerializerMethodField()
    in_force = serializers.SerializerMethodField()
    in_force_to = serializers.SerializerMethodField()
    predecessor = serializers.IntegerField(source="predecessor_series", allow_null=True)

    class Meta:
        model = Recognition
        fields = list(EXAMPLE)

    def get_valid_to(self, title: Recognition) -> date | None:
        return last_day(title.valid_until)

    def get_extended_to(self, title: Recognition) -> date | None:
        return last_day(title.extended_until)

    def get_barred_to(self, title: Recognition) -> date | None:
        """The last day on which the enterprise gets no new title."""
        return last_day(title.barred_until)

    def get_in_force(self, title: Recognition) -> bool:
        return self.context.get("day", timezone.localdate()) in title.in_force

    def get_in_force_to(self, title: Recognition) -> date | None:
        return None if title.in_force.isempty else last_day(title.in_force.upper)


class VersionSerializer(RecognitionSerializer):
    """One version: what was held true from `recorded_at` until `superseded_at`."""

    superseded_at = serializers.DateTimeField(allow_null=True)

    class Meta(RecognitionSerializer.Meta):
        fields = [*RecognitionSerializer.Meta.fields, "superseded_at"]


class BatchSerializer(ProductModelSerializer):
    """A batch as published: everybody may know of it."""

    tier_label = serializers.CharField(source="get_tier_display")
    kind_label = serializers.CharField(source="get_kind_display")
    stage_label = serializers.CharField(source="get_stage_display")
    valid_to = serializers.SerializerMethodField()

    class Meta:
        model = RecognitionBatch
        fields = [
            "id",
            "tier",
            "tier_label",
            "kind",
            "kind_label",
            "recogniser_level",
            "recogniser",
            "ordinal",
            "year",
            "name",
            "document_no",
            "stage",
            "stage_label",
            "announced_on",
            "valid_from",
            "valid_to",
            "rule_set",
            "source",
            "frozen_on",
            "frozen_rules",
            "recommend_until",
            "notice_from",
            "notice_until",
            "version",
        ]

    def get_valid_to(self, batch: RecognitionBatch) -> date | None:
        return last_day(batch.valid_until)


class BatchDetailSerializer(BatchSerializer):
    """A batch with how many candidates of one's own reach stand where."""

    candidates = serializers.SerializerMethodField()

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "candidates"]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_candidates(self, batch: RecognitionBatch) -> dict[str, int]:
        counts: dict[str, int] = self.context["candidates"]
        return counts


class CandidateSerializer(ProductModelSerializer):
    """One enterprise on the list of a batch."""

    enterprise = HolderSerializer()
    jurisdiction = UnitSerializer()
    state_label = serializers.CharField(source="get_state_display")
    reviewed = serializers.IntegerField(source="reviewed_series", allow_null=True)

    class Meta:
        model = BatchCandidate
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "state",
            "state_label",
            "reviewed",
            "excluded",
            "assessment",
            "rank",
            "expert_outcome",
            "note",
            "changed_at",
            "version",
        ]


class ListedCandidateSerializer(CandidateSerializer):
    """The same with its batch, where the list spans several."""

    batch = BatchNameSerializer()

    class Meta(CandidateSerializer.Meta):
        fields = [*CandidateSerializer.Meta.fields, "batch"]


class CountSerializer(serializers.Serializer):
    """How many candidates an act concerned, and the batch's version after it."""

    count: Any = serializers.IntegerField()
    version = serializers.IntegerField()
