"""Figures as documents state them, kept as stated; the computed ones stand beside them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from enterprises.actions.shared_rows import added, held_row, put, require_keeper, saved
from enterprises.choices import FigureBasis
from enterprises.models import Qualifier, ReportedFigure
from enterprises.rules.figures import check_figure
from wuhan_smes.access import Access

AMENDABLE: Final = (
    "label",
    "group",
    "value",
    "qualifier",
    "unit",
    "basis_note",
    "as_of",
    "stated_on",
    "document",
    "clause",
    "counterpart",
    "computed_by",
    "tier",
    "note",
    "flags",
    "display_order",
)
FIELDS: Final = ("code", *AMENDABLE)


@transaction.atomic
def record(
    *,
    access: Access,
    at: datetime,
    code: str,
    label: str,
    group: str,
    value: Decimal,
    unit: str,
    document: str,
    clause: str,
    as_of: date | None = None,
    stated_on: date | None = None,
    qualifier: str = Qualifier.EXACT,
    basis_note: str = "",
    counterpart: str = FigureBasis.REPORTED,
    computed_by: str = "",
    tier: str = "",
    note: str = "",
    flags: Sequence[str] = (),
    display_order: int = 0,
) -> ReportedFigure:
    """Enter a figure some document states; without source and date it is refused."""
    require_keeper(access)
    figure = ReportedFigure(
        code=code,
        label=label.strip(),
        group=group.strip(),
        value=value,
        qualifier=qualifier,
        unit=unit.strip(),
        basis_note=basis_note,
        as_of=as_of,
        stated_on=stated_on,
        document=document.strip(),
        clause=clause.strip(),
        counterpart=counterpart,
        computed_by=computed_by,
        tier=tier,
        note=note,
        flags=list(flags),
        display_order=display_order,
    )
    _require_sound(figure, at)
    return added(figure, "figure.record", access, at, FIELDS)


@transaction.atomic
def amend(
    figure_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> ReportedFigure:
    """Change a figure that was entered wrongly; its code stays, the former value in the trail."""
    figure = held_row(ReportedFigure, figure_id, access, expected_version)
    changes = put(figure, values, AMENDABLE)
    _require_sound(figure, at)
    return saved(figure, changes, "figure.amend", access, at)


def _require_sound(figure: ReportedFigure, at: datetime) -> None:
    values = {name: getattr(figure, name) for name in FIELDS}
    check_figure(values, qualifiers=Qualifier.values, today=timezone.localdate(at))
