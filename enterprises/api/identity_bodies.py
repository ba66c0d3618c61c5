"""What a merge, its preview and a pair look like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from enterprises.actions.merges import Preview
from enterprises.api.bodies import example
from enterprises.choices import DuplicateReason, DuplicateState
from enterprises.models import DuplicatePair, Enterprise, Merge
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


@example({"into": 1024})
class PreviewBody(ProductSerializer):
    into = serializers.IntegerField(source="into_id", help_text="保留的企业编号")


@example({"into": 1024, "reason": "同一企业重复登记"})
class MergeBody(PreviewBody):
    reason = serializers.CharField(max_length=200)


@example({"reason": "核实为两家企业"})
class UndoBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class RowSerializer(serializers.ModelSerializer):
    """One row of the register, as far as telling two apart needs it."""

    jurisdiction = UnitSerializer()

    class Meta:
        model = Enterprise
        fields = ["id", "uscc", "name", "jurisdiction", "status", "established_on"]


class ConflictSerializer(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment] # a body may call a field so
    what = serializers.CharField()
    settled = serializers.CharField()


class RelationSerializer(serializers.Serializer):
    """One kind of rows: how many move, and each of them in words; which stay with the old row."""

    label = serializers.CharField()  # type: ignore[assignment] # a body may call a field so
    count = serializers.IntegerField()
    moves = serializers.ListField(child=serializers.CharField())
    stays = serializers.ListField(child=serializers.CharField())


class PreviewSerializer(serializers.Serializer):
    """All that a merge would do; nothing was changed."""

    gone = RowSerializer()
    into = RowSerializer()
    relations = RelationSerializer(many=True)
    conflicts = ConflictSerializer(many=True)


class MergeSerializer(ProductModelSerializer):
    """A merge that was done; `undone_at` is null while it stands."""

    gone = serializers.IntegerField(source="gone_id")
    into = RowSerializer()
    moved = serializers.JSONField()
    settled = serializers.JSONField()

    class Meta:
        model = Merge
        fields = [
            "id",
            "gone",
            "gone_name",
            "gone_uscc",
            "into",
            "reason",
            "moved",
            "settled",
            "merged_at",
            "merged_by_name",
            "undone_at",
            "undone_by_name",
            "undo_reason",
            "version",
        ]


class PairSerializer(ProductModelSerializer):
    """Two rows that may be one subject. `score` is out of 100."""

    a = RowSerializer()
    b = RowSerializer()
    reasons = serializers.ListField(child=serializers.ChoiceField(DuplicateReason.choices))
    reason_labels = serializers.SerializerMethodField()
    state = serializers.ChoiceField(DuplicateState.choices)

    class Meta:
        model = DuplicatePair
        fields = [
            "id",
            "a",
            "b",
            "reasons",
            "reason_labels",
            "score",
            "state",
            "found_at",
            "decided_at",
            "decided_by_name",
            "note",
            "version",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_reason_labels(self, pair: DuplicatePair) -> list[str]:
        return pair.reason_labels


def shown_preview(preview: Preview) -> dict[str, Any]:
    """The preview as PreviewSerializer describes it."""
    return {
        "gone": RowSerializer(preview.halves.gone).data,
        "into": RowSerializer(preview.halves.into).data,
        "relations": [
            {
                "label": label,
                "count": len(part.moves),
                "moves": list(part.moves),
                "stays": list(part.stays),
            }
            for label, part in preview.lines
        ],
        "conflicts": preview.settled,
    }
