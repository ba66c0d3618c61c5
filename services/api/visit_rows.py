"""Visits of a list as plain rows: what VisitSerializer says, at a part of its cost."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from wuhan_smes.enciphered import masked_phone

# Shown as they are stored.
PLAIN: Final = (
    "id",
    "enterprise_name",
    "rank",
    "external_no",
    "visited_on",
    "mode",
    "place",
    "received_name",
    "received_post",
    "purposes",
    "summary",
    "intent_tier",
    "intent_gap",
    "explained",
    "next_due_on",
    "confirmation",
    "historical",
    "recorded_by_name",
    "void_reason",
    "version",
)
COLUMNS: Final = (
    "client_uuid",
    "enterprise_id",
    "jurisdiction__code",
    "jurisdiction__name",
    "station__code",
    "station__name",
    "specialist__name",
    "campaign__code",
    "campaign__name",
    "visited_at",
    "received_phone",
    "latitude",
    "longitude",
    "location_source",
    "recorded_at",
    "voided_at",
    *PLAIN,
)


def visit_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of COLUMNS, days and moments as text, as objects."""
    return [_object(row) for row in rows]


def _object(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "client_uuid": str(row["client_uuid"]),
        "enterprise": row["enterprise_id"],
        "jurisdiction": _coded(row, "jurisdiction"),
        "station": _coded(row, "station"),
        "specialist": row["specialist__name"],
        "campaign": _coded(row, "campaign"),
        "visited_at": _moment(row["visited_at"]),
        "received_phone": masked_phone(row["received_phone"]),
        "location": _location(row),
        "recorded_at": _moment(row["recorded_at"]),
        "voided_at": _moment(row["voided_at"]),
        **{name: row[name] for name in PLAIN},
    }


def _coded(row: Mapping[str, Any], of: str) -> dict[str, str] | None:
    code = row[f"{of}__code"]
    return None if code is None else {"code": code, "name": row[f"{of}__name"]}


def _moment(said: str | None) -> str | None:
    """In Wuhan's time, as one visit says it."""
    return said and timezone.localtime(datetime.fromisoformat(said)).isoformat()


def _location(row: Mapping[str, Any]) -> dict[str, str] | None:
    if row["latitude"] is None:
        return None
    return {
        "latitude": str(row["latitude"]),
        "longitude": str(row["longitude"]),
        "source": row["location_source"],
    }
