"""What a measure, its units, its clauses and its flags look like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from measures.models import Clause, Measure, MeasureAgency
from wuhan_smes.web.serializers import ProductModelSerializer


class FlagSerializer(serializers.Serializer):
    """Something odd in the source, carried and shown."""

    code = serializers.CharField(help_text="F1–F16")
    text = serializers.CharField()


class DutySerializer(ProductModelSerializer):
    """A responsible unit as the measure names it."""

    code = serializers.CharField(source="agency.code")
    name = serializers.CharField(source="agency.name")

    class Meta:
        model = MeasureAgency
        fields = ["code", "name", "written", "line"]


class FlaggedSerializer(ProductModelSerializer):
    """Flags with their words; the view gives the words once for the whole answer."""

    flags = serializers.SerializerMethodField()

    @extend_schema_field(FlagSerializer(many=True))
    def get_flags(self, row: Any) -> list[dict[str, str]]:
        texts: dict[str, str] = self.context["flag_texts"]
        return [{"code": code, "text": texts.get(code, "")} for code in row.flags]


class ClauseSerializer(FlaggedSerializer):
    """One duty. `amount` is null and `amount_text` 未明确 where nobody stated it."""

    kind_label = serializers.CharField(source="get_kind_display")
    effect_label = serializers.CharField(source="get_effect_display")
    amount_text = serializers.CharField()

    class Meta:
        model = Clause
        fields = [
            "code",
            "kind",
            "kind_label",
            "effect",
            "effect_label",
            "title",
            "subjects",
            "condition",
            "basis",
            "amount",
            "amount_status",
            "amount_text",
            "value",
            "unit",
            "comparison",
            "per",
            "every",
            "due_on",
            "flags",
        ]


class MeasureSerializer(FlaggedSerializer):
    """A measure in a list. Lead is the unit named first; line 1 where there are two lines."""

    document = serializers.CharField(source="document.code")
    theme_label = serializers.CharField(source="get_theme_display")
    lead = DutySerializer(source="leads", many=True)
    co = DutySerializer(source="helpers", many=True)
    clause_count = serializers.IntegerField()

    class Meta:
        model = Measure
        fields = [
            "id",
            "document",
            "no",
            "title",
            "theme",
            "theme_label",
            "summary",
            "note",
            "lead",
            "co",
            "clause_count",
            "flags",
            "version",
        ]


class MeasureDetailSerializer(MeasureSerializer):
    """A measure with its clauses, in the order of the document."""

    clauses = ClauseSerializer(source="ordered_clauses", many=True)

    class Meta(MeasureSerializer.Meta):
        fields = [*MeasureSerializer.Meta.fields, "clauses"]
