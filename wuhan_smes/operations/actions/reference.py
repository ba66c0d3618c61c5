"""Loading the reference files: set by set, repeatable, and honest about what it did."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.operations.actions.table_load import Keys, RowReport, TableLoad
from wuhan_smes.reference import Folder, ReferenceTable, Verdict


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Every row of every table, with what the load did to it."""

    rows: tuple[RowReport, ...]

    def counts(self) -> dict[str, Counter[Verdict]]:
        """How many rows of each table met which verdict."""
        found: dict[str, Counter[Verdict]] = {}
        for row in self.rows:
            found.setdefault(row.table, Counter())[row.verdict] += 1
        return found

    @property
    def took(self) -> list[RowReport]:
        """Rows that were there and got a value from the files."""
        return [row for row in self.rows if row.took]

    @property
    def kept(self) -> list[RowReport]:
        """Rows with a local edit that the files do not agree with."""
        return [row for row in self.rows if row.kept]

    def of(self, *verdicts: Verdict) -> list[RowReport]:
        return [row for row in self.rows if row.verdict in verdicts]

    @property
    def wrote(self) -> bool:
        return any(row.verdict in {Verdict.NEW, Verdict.CHANGED} for row in self.rows)


@transaction.atomic
def load(
    tables: Iterable[ReferenceTable],
    folder: Folder,
    *,
    access: Access,
    at: datetime,
    overwrite: bool = False,
    dry_run: bool = False,
) -> LoadReport:
    """Bring the tables to what the files say, leaving every local edit unless `overwrite`.

    The same files again change nothing. All or nothing: one bad line and no row is touched.
    """
    keys: Keys = {}
    rows: list[RowReport] = []
    for table in tables:
        rows += TableLoad(table, table.wanted(folder), keys, overwrite=overwrite).run(at=at)
    report = LoadReport(tuple(rows))
    trail.record_set(
        "reference.changed",
        [(row.row, row.took) for row in report.took if row.row is not None],
        access=access,
        at=at,
    )
    if report.wrote:
        counts = {name: dict(found) for name, found in report.counts().items()}
        trail.record_fact("reference.loaded", "基础数据", access=access, at=at, changes=counts)
    if dry_run:
        transaction.set_rollback(True)
    return report
