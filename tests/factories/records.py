"""Typed records of any kind, and commitments with a word on them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from django.db import models

from enterprises.models import Enterprise
from measures.choices import AgencyRole
from measures.models import (
    Clause,
    Commitment,
    CommitmentUnit,
    EnterpriseRecord,
    ProgressEntry,
    Record,
)
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.scope import bootstrap_scope

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
DAY: Final = date(2025, 3, 3)
_numbers: Final = count(1)


def said_of(model: type[Record], **given: Any) -> dict[str, Any]:
    """What has to be said of a record of the kind, invented."""
    n = next(_numbers)
    values: dict[str, Any] = {"number": f"示例-{n}", "title": f"示例事项 {n}", "happened_on": DAY}
    for column in model.columns():
        if not column.blank and column.name not in values and not column.has_default():
            values[column.name] = _invented(column)
    return values | given


def make_record(
    model: type[Record],
    *,
    unit: Jurisdiction | None = None,
    enterprise: Enterprise | None = None,
    **given: Any,
) -> Record:
    row = model(**said_of(model), recorded_at=AT, recorded_by_name="甲")
    if isinstance(row, EnterpriseRecord) and enterprise is not None:
        row.enterprise, row.jurisdiction_id = enterprise, enterprise.jurisdiction_id
        row.enterprise_name, row.enterprise_uscc = enterprise.name, enterprise.uscc or ""
    elif unit is not None:
        row.jurisdiction = unit
    for name, value in given.items():
        setattr(row, name, value)
    with bootstrap_scope():
        row.save(force_insert=True)
    return row


def make_commitment(
    agency: Agency, *, starts_on: date | None = date(2025, 1, 1), role: str = AgencyRole.LEAD
) -> Commitment:
    """A clause that had no commitment, owed by one unit."""
    n = next(_numbers)
    with bootstrap_scope():
        like = Clause.objects.order_by("pk")[0]
        clause = Clause.objects.create(
            measure=like.measure,
            code=f"t{n}",
            display_order=n,
            kind="service",
            effect="service",
            title=f"示例任务 {n}",
            amount_status="not_applicable",
        )
        row = Commitment.objects.create(clause=clause, rhythm="ongoing", starts_on=starts_on)
        CommitmentUnit.objects.create(commitment=row, agency=agency, role=role, position=1)
    return row


def make_answering(agency: Agency, *clauses: str, role: str = AgencyRole.LEAD) -> None:
    """The agency answers for clauses of the measures as they are loaded."""
    with bootstrap_scope():
        for row in Commitment.objects.filter(clause__code__in=clauses):
            CommitmentUnit.objects.create(commitment=row, agency=agency, role=role, position=99)


def make_progress(commitment: Commitment, agency: Agency, **given: Any) -> ProgressEntry:
    values = {
        "quarter_on": date(2025, 4, 1),
        "text": "按计划推进",
        "signed_by_name": "甲",
        "submitted_at": AT,
    }
    with bootstrap_scope():
        return ProgressEntry.objects.create(
            commitment=commitment,
            agency=agency,
            jurisdiction_id=agency.jurisdiction_id,
            **values | given,
        )


def _invented(column: Any) -> Any:
    if column.choices:
        return column.flatchoices[0][0]
    if isinstance(column, models.DateField):
        return DAY
    if isinstance(column, models.DecimalField | models.IntegerField):
        return 1
    return f"示例{column.name}"
