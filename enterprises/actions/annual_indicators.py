"""Figures of a year: recorded as they become known, corrected without losing what we knew."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from enterprises.actions.facts import Replaced
from enterprises.actions.readings import Reading, Seen, of_year, write_one, write_set
from enterprises.models import AnnualIndicators
from wuhan_smes.access import Access


@transaction.atomic
def record_set(
    readings: Sequence[Reading], *, access: Access, at: datetime
) -> list[Replaced[AnnualIndicators] | None]:
    """What many enterprises' figures of a year are; None where a reading says nothing new."""
    return write_set(AnnualIndicators, readings, access, at, "enterprise.record_indicators")


@transaction.atomic
def record(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    year: int,
    values: Mapping[str, Any],
    source: str = "",
    evidence: str = "",
    as_of: date | None = None,
    expected_version: int | None = None,
    expected_row: int | None = None,
) -> AnnualIndicators:
    """What is known of one enterprise for a year; columns not named stay as they were known.

    `expected_row` is the row the person saw, 0 for none: raises StaleVersion if another stands.
    """
    said = {"source": source, "evidence": evidence, "as_of": as_of}
    reading = of_year(enterprise_id, year, values, **said)
    seen = Seen(expected_version, expected_row)
    done = write_one(AnnualIndicators, reading, access, at, seen, "record")
    return done.added[0]


@transaction.atomic
def correct(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    year: int,
    values: Mapping[str, Any],
    reason: str,
    evidence: str = "",
    as_of: date | None = None,
    expected_version: int | None = None,
    expected_row: int | None = None,
) -> AnnualIndicators | None:
    """Put right what was recorded for a year; None takes a value back to unknown, and nothing is
    left standing when no value is.
    """
    said = {"source": f"更正：{reason}", "evidence": evidence, "as_of": as_of}
    reading = of_year(enterprise_id, year, values, **said)
    seen = Seen(expected_version, expected_row)
    done = write_one(AnnualIndicators, reading, access, at, seen, "correct")
    return done.added[0] if done.added else None
