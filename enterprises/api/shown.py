"""What an enterprise looks like to a program: plain rows, a constant number of queries a page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from enterprises.choices import EnterpriseKind, EnterpriseStatus, SizeClass, Tier, TierSubclass
from enterprises.queries.highest import Held, held_on, highest_of
from wuhan_smes.access import Reach
from wuhan_smes.web.serializers import UnitSerializer

COLUMNS: Final = (
    "id",
    "uscc",
    "name",
    "kind",
    "jurisdiction__code",
    "jurisdiction__name",
    "statutory_code",
    "industry__code",
    "size_class",
    "status",
    "established_on",
    "is_above_scale",
    "tags",
    "version",
    "created_at",
    "updated_at",
)


class HeldSerializer(serializers.Serializer):
    """A title in force on the day; `valid_to` is null while its review is pending."""

    tier = serializers.ChoiceField(Tier.choices)
    subclass = serializers.ChoiceField(TierSubclass.choices, allow_blank=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    batch = serializers.CharField()


EXAMPLE: Final = {
    "id": 1024,
    "uscc": "91420100MAXX00015X",
    "name": "武汉示例光电科技有限公司",
    "kind": "company",
    "jurisdiction": {"code": "east_lake", "name": "东湖新技术开发区"},
    "statutory_code": "420111",
    "industry_code": "C3976",
    "size_class": "small",
    "status": "active",
    "established_on": "2016-05-12",
    "is_above_scale": True,
    "tags": ["高新技术企业"],
    "tiers": [
        {
            "tier": "srdi_sme",
            "subclass": "",
            "valid_from": "2023-07-01",
            "valid_to": "2026-06-30",
            "batch": "湖北省第五批专精特新中小企业",
        }
    ],
    "highest_tier": "srdi_sme",
    "version": 3,
    "created_at": "2025-01-02T09:00:00+08:00",
    "updated_at": "2025-06-01T09:00:00+08:00",
}


@extend_schema_serializer(examples=[OpenApiExample("企业", EXAMPLE, response_only=True)])
class EnterpriseSerializer(serializers.Serializer):
    """Describes the answer for the schema; `page` below builds it without a serializer's cost."""

    id = serializers.IntegerField()
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    kind = serializers.ChoiceField(EnterpriseKind.choices)
    jurisdiction = UnitSerializer()
    statutory_code = serializers.CharField(allow_blank=True)
    industry_code = serializers.CharField(allow_null=True)
    size_class = serializers.ChoiceField(SizeClass.choices, allow_blank=True)
    status = serializers.ChoiceField(EnterpriseStatus.choices)
    established_on = serializers.DateField(allow_null=True)
    is_above_scale = serializers.BooleanField(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    tiers = HeldSerializer(many=True)
    highest_tier = serializers.ChoiceField(Tier.choices, allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


def page(rows: Iterable[Mapping[str, Any]], *, on: date, reach: Reach) -> list[dict[str, Any]]:
    """Rows of COLUMNS as objects, each with the titles it holds on day `on`."""
    listed = list(rows)
    held = held_on(on, [row["id"] for row in listed], reach=reach)
    return [_object(row, held.get(row["id"], ())) for row in listed]


def _object(row: Mapping[str, Any], titles: Sequence[Held]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "uscc": row["uscc"],
        "name": row["name"],
        "kind": row["kind"],
        "jurisdiction": {"code": row["jurisdiction__code"], "name": row["jurisdiction__name"]},
        "statutory_code": row["statutory_code"],
        "industry_code": row["industry__code"],
        "size_class": row["size_class"],
        "status": row["status"],
        "established_on": row["established_on"],
        "is_above_scale": row["is_above_scale"],
        "tags": row["tags"],
        "tiers": [
            {
                "tier": title.tier,
                "subclass": title.subclass,
                "valid_from": title.valid_from.isoformat(),
                "valid_to": title.valid_to and title.valid_to.isoformat(),
                "batch": title.batch,
            }
            for title in titles
        ],
        "highest_tier": highest_of(titles),
        "version": row["version"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
