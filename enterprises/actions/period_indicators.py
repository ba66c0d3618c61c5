"""Running figures of months and quarters (运行监测): recorded, and corrected."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from enterprises.actions.facts import Replaced
from enterprises.actions.readings import Reading, Seen, of_period, write_one, write_set
from enterprises.choices import PeriodBasis
from enterprises.models import PeriodIndicators
from enterprises.rules.periods import Period
from wuhan_smes.access import Access


@transaction.atomic
def record_set(
    readings: Sequence[Reading], *, access: Access, at: datetime
) -> list[Replaced[PeriodIndicators] | None]:
    """What many enterprises' running figures are; None where a reading says nothing new."""
    kind = "enterprise.record_period_indicators"
    return write_set(PeriodIndicators, readings, access, at, kind)


@transaction.atomic
def record(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    period: Period,
    values: Mapping[str, Any],
    basis: str = PeriodBasis.CURRENT,
    source: str = "",
    evidence: str = "",
    explanation: str = "",
    expected_version: int | None = None,
) -> PeriodIndicators:
    """What is known of one enterprise for a period; columns not named stay as they were known."""
    said = {"source": source, "evidence": evidence, "explanation": explanation}
    reading = of_period(enterprise_id, period, basis, values, **said)
    done = write_one(PeriodIndicators, reading, access, at, Seen(expected_version), "record")
    return done.added[0]


@transaction.atomic
def correct(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    period: Period,
    values: Mapping[str, Any],
    reason: str,
    basis: str = PeriodBasis.CURRENT,
    expected_version: int | None = None,
) -> PeriodIndicators | None:
    """Put right what was recorded for a period; None takes a value back to unknown."""
    reading = of_period(enterprise_id, period, basis, values, source=f"更正：{reason}")
    done = write_one(PeriodIndicators, reading, access, at, Seen(expected_version), "correct")
    return done.added[0] if done.added else None
