"""Why a unit's table says otherwise than the city's own count of that unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from wuhan_smes.access import Access
from wuhan_smes.reporting.catalogue import Cause, catalogue
from wuhan_smes.reporting.differences import Difference, differences
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.members import causes
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reading import table_of
from wuhan_smes.reporting.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Explained:
    """One cell that differs, and each cause with what it adds; nothing where nobody can say."""

    difference: Difference
    causes: tuple[Cause, ...]


def reconciled(run: ReportRun, *, access: Access, at: datetime) -> list[Explained]:
    """The table as it was made against the same table counted now, each cell by its causes."""
    now = catalogue.get(run.report).built(access, run.params, at)
    if isinstance(now, LongList):
        return []
    before = table_of(run)
    return explained(run, before, _same_rows(before, now), access=access, until=at)


def explained(
    run: ReportRun,
    before: Sheet,
    after: Sheet,
    *,
    access: Access,
    until: datetime,
    later: ReportRun | None = None,
) -> list[Explained]:
    """What differs between the run and a later table of the same choices: that of a `later` run,
    or of now.
    """
    report = catalogue.get(run.report)
    return [
        Explained(
            it,
            tuple(report.explains(access, run.params, it.key, it.column_key, run.known_at, until))
            or tuple(causes(run, it.key, it.column_key, access=access, later=later)),
        )
        for it in differences(before, after)
    ]


def _same_rows(before: Sheet, now: Sheet) -> Sheet:
    """Of a table of more units, the rows the first one has."""
    if not before.keys or not now.keys:
        return now
    kept: Mapping[str, int] = {key: n for n, key in enumerate(now.keys) if key in before.keys}
    return replace(now, rows=[now.rows[n] for n in kept.values()], keys=list(kept))
