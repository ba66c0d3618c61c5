"""Titles of a list as plain rows: what RecognitionSerializer says, at a third of its cost."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from enterprises.choices import Tier
from enterprises.rules.spans import last_day

# Shown as they are stored.
PLAIN: Final = (
    "certificate_no",
    "announced_on",
    "valid_from",
    "review_pending",
    "withdrawn_on",
    "withdrawal_cause",
    "withdrawal_document",
    "outcome",
    "round",
    "rule_set",
    "source",
    "change_note",
    "version",
)
COLUMNS: Final = (
    "series",
    "enterprise_id",
    "enterprise__uscc",
    "enterprise__name",
    "jurisdiction__code",
    "jurisdiction__name",
    "tier",
    "subclass",
    "recogniser_level",
    "batch_id",
    "batch__name",
    "document_no",
    "valid_until",
    "extended_until",
    "barred_until",
    "in_force__startswith",
    "in_force__endswith",
    "predecessor_series",
    "recorded_at",
    *PLAIN,
)
LABELS: Final[Mapping[str, str]] = {tier.value: str(tier.label) for tier in Tier}


def title_rows(rows: Iterable[Mapping[str, Any]], *, on: date) -> list[dict[str, Any]]:
    """Rows of COLUMNS, days as text, as objects; `in_force` is told for day `on`."""
    day = on.isoformat()
    return [_object(row, day) for row in rows]


def _object(row: Mapping[str, Any], day: str) -> dict[str, Any]:
    since, until = row["in_force__startswith"], row["in_force__endswith"]
    batch = row["batch_id"]
    return {
        "id": row["series"],
        "enterprise": {
            "id": row["enterprise_id"],
            "uscc": row["enterprise__uscc"],
            "name": row["enterprise__name"],
        },
        "jurisdiction": {"code": row["jurisdiction__code"], "name": row["jurisdiction__name"]},
        "tier": row["tier"],
        "tier_label": LABELS[row["tier"]],
        "subclass": row["subclass"],
        "recogniser_level": row["recogniser_level"],
        "batch": None if batch is None else {"id": batch, "name": row["batch__name"]},
        "document_no": row["document_no"],
        "valid_to": _last_day(row["valid_until"]),
        "extended_to": _last_day(row["extended_until"]),
        "barred_to": _last_day(row["barred_until"]),
        "in_force": since is not None and since <= day and (until is None or day < until),
        "in_force_to": _last_day(until),
        "predecessor": row["predecessor_series"],
        "recorded_at": timezone.localtime(datetime.fromisoformat(row["recorded_at"])).isoformat(),
        **{name: row[name] for name in PLAIN},
    }


@lru_cache(4096)
def _last_day(until: str | None) -> str | None:
    """As spans.last_day: terms end on few days, so most are known."""
    return None if until is None else last_day(date.fromisoformat(until)).isoformat()
