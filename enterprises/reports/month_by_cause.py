"""Why a figure of the table of tiers is another than a month before, cause by cause."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Final

from django.utils import timezone

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.queries.changes import Change, changes, evening, together
from enterprises.reports.rows_behind import why_changed
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW
from wuhan_smes.reporting.catalogue import Cause, Changed, Part, Rows

CORRECTED: Final = "事后补记、更正"
NAMED: Final = 200


def month_by_cause(
    access: Access,
    choices: Mapping[str, str],
    before: Mapping[str, str],
    key: str,
    column: str,
) -> Changed | None:
    """The figure as it was told on the earlier day, what was entered about that day since, and each
    column of the table of changes. None where a column compares, or a row stands for several.
    """
    if column not in Tier.values or (key == EVERY_ROW and choices["by"] == CountCut.BATCH):
        return None
    since, on = date.fromisoformat(before["on"]), date.fromisoformat(choices["on"])
    found = changes(
        access.reach(Capability.REGISTER_EXPORT),
        since=since,
        on=on,
        by=CountCut(choices["by"]),
        basis=CountBasis(choices["basis"]),
        tiers={Tier(column)},
    )
    rows = [one for one in found if key in (one.key, EVERY_ROW)]
    if not rows:
        return None
    it = reduce(together, rows)
    return Changed(since.isoformat(), it.told, it.now, tuple(parts(access, choices, key, it)))


def parts(access: Access, choices: Mapping[str, str], key: str, it: Change) -> list[Part]:
    """The causes of a change; each of the table of changes opens its rows there."""
    words = {
        "from": (it.since + timedelta(days=1)).isoformat(),
        "to": it.on.isoformat(),
        "tier": it.tier.value,
        "by": choices["by"],
        "basis": choices["basis"],
        "row": f"{key}/{it.tier}",
    }
    corrected = [_corrected(access, choices, key, it)] if it.corrected else []
    return corrected + [
        Part(
            FlowColumn(column).label,
            change,
            rows=Rows("page:figure/tier-flows", {**words, "column": column.value}),
        )
        for column, change in it.causes
    ]


def _corrected(access: Access, choices: Mapping[str, str], key: str, it: Change) -> Part:
    """Whoever is known better today; more than can be gone through are told as a number."""
    if abs(it.corrected) > NAMED:
        return Part(CORRECTED, it.corrected, (Cause("多家企业", CORRECTED, it.corrected),))
    asked = {**choices, "from": it.since.isoformat(), "to": it.since.isoformat()}
    moments = evening(it.since), timezone.now()
    named = why_changed(access, asked, f"{key}/{it.tier}", "closing", *moments)
    return Part(CORRECTED, it.corrected, tuple(named))
