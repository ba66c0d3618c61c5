"""Titles as plain rows: read and written by the thousand, without a model instance for each.

Titles of one enterprise decide about each other (overlap, bar, prerequisite), so the lock is that
of the enterprise, and whoever decides about one gets all that is known of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from enterprises.choices import RecognitionOutcome, Tier
from enterprises.models import Recognition
from enterprises.rules.awards import Holder, Known, Term, effective_term
from wuhan_smes import many_rows
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused

ROWS_AT_ONCE: Final = 5_000


@dataclass(slots=True)
class Title:
    """One version of a title, column by column as the table has it."""

    enterprise_id: int
    jurisdiction_id: int
    tier: str
    valid_from: date
    subclass: str = ""
    recogniser_level: str = ""
    batch_id: int | None = None
    document_no: str = ""
    certificate_no: str = ""
    announced_on: date | None = None
    valid_until: date | None = None
    extended_until: date | None = None
    review_pending: bool = False
    withdrawn_on: date | None = None
    withdrawal_cause: str = ""
    withdrawal_document: str = ""
    barred_until: date | None = None
    outcome: str = RecognitionOutcome.NEW
    predecessor_series: int | None = None
    round: str = ""
    rule_set: str = ""
    source: str = ""
    change_note: str = ""
    version: int = 1
    series: int = 0
    recorded_at: datetime | None = None
    id: int = 0

    @property
    def term(self) -> Term | None:
        """When it counts; none if never."""
        return effective_term(
            self.valid_from,
            self.valid_until,
            extended_until=self.extended_until,
            review_pending=self.review_pending,
            withdrawn_on=self.withdrawn_on,
        )

    @property
    def end(self) -> date | None:
        """Where its term ends, by award or extension."""
        return self.extended_until or self.valid_until

    def __str__(self) -> str:
        return f"#{self.series} {Tier(self.tier).label}"


COLUMNS: Final[Mapping[str, str]] = {
    "enterprise_id": "bigint",
    "jurisdiction_id": "bigint",
    "tier": "text",
    "valid_from": "date",
    "subclass": "text",
    "recogniser_level": "text",
    "batch_id": "bigint",
    "document_no": "text",
    "certificate_no": "text",
    "announced_on": "date",
    "valid_until": "date",
    "extended_until": "date",
    "review_pending": "boolean",
    "withdrawn_on": "date",
    "withdrawal_cause": "text",
    "withdrawal_document": "text",
    "barred_until": "date",
    "outcome": "text",
    "predecessor_series": "bigint",
    "round": "text",
    "rule_set": "text",
    "source": "text",
    "change_note": "text",
    "version": "int",
    "series": "bigint",
    "recorded_at": "timestamptz",
}
EVERY: Final = ", ".join(f'r."{it.name}"' for it in fields(Title))
INSERT: Final = (
    f"INSERT INTO enterprises_recognition ({', '.join(COLUMNS)})"  # noqa: S608 - constants
    " SELECT given.* FROM {} RETURNING series, version, id"
)
# What a version tells of itself in the trail; a title's holder and number are told beside it.
TOLD: Final = tuple(
    name
    for name in COLUMNS
    if name
    not in {
        "enterprise_id",
        "jurisdiction_id",
        "change_note",
        "version",
        "series",
        "recorded_at",
    }
)


@dataclass(slots=True)
class Holding:
    """An enterprise with everything known of its titles; in full those that were asked for."""

    id: int
    name: str
    status: str
    established_on: date | None
    jurisdiction_id: int
    known: list[Known] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    latest: datetime | None = None

    @property
    def holder(self) -> Holder:
        return Holder(self.name, self.status, self.established_on)

    def title(self, series: int) -> Title:
        return next(title for title in self.titles if title.series == series)


HOLDERS: Final = """
    SELECT id, name, status, established_on, jurisdiction_id FROM enterprises_enterprise
     WHERE id = ANY(%s::bigint[]) AND (%s OR jurisdiction_id = ANY(%s::bigint[])) ORDER BY id
"""
LOCKED: Final = " FOR NO KEY UPDATE"
KNOWN: Final = """
    SELECT enterprise_id, series, tier, subclass, isempty(in_force), lower(in_force),
           upper(in_force), withdrawn_on, barred_until, recorded_at
      FROM enterprises_recognition
     WHERE enterprise_id = ANY(%s::bigint[]) AND superseded_at IS NULL
"""
TITLES: Final = f"""
    SELECT {EVERY} FROM enterprises_recognition r
     WHERE r.enterprise_id = ANY(%s::bigint[]) AND r.superseded_at IS NULL
       AND (%s OR r.tier = ANY(%s::text[]))
     ORDER BY r.enterprise_id, r.valid_from, r.series
"""  # noqa: S608 - constants


def holdings(
    enterprise_ids: Iterable[int],
    access: Access,
    *,
    tiers: Collection[str] | None = (),
    lock: bool = False,
) -> dict[int, Holding]:
    """Enterprises in reach with what is known of their titles, in full those of `tiers` (None:
    of every tier). `lock` holds them, in one order, until the transaction ends.
    """
    reach = access.reach(Capability.TITLE_EDIT)
    ids = many_rows.array(set(enterprise_ids))
    units = many_rows.array(reach.jurisdiction_ids)
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS + (LOCKED if lock else ""), [ids, reach.everywhere, units])
        found = {row[0]: Holding(*row) for row in cursor.fetchall()}
        cursor.execute(KNOWN, [ids])
        for holder, series, tier, kind, never, start, until, ended, barred, told in cursor:
            if (mine := found.get(holder)) is None:
                continue
            term = None if never else Term(start, until)
            mine.known.append(Known(series, tier, kind, term, ended, barred))
            if mine.latest is None or told > mine.latest:
                mine.latest = told
        if tiers is None or tiers:
            wanted = many_rows.array(tiers or (), "text")
            cursor.execute(TITLES, [ids, tiers is None, wanted])
            for row in cursor:
                if row[0] in found:
                    found[row[0]].titles.append(Title(*row))
    return found


def held_holdings(
    enterprise_ids: Iterable[int], access: Access, *, tiers: Collection[str] | None = ()
) -> dict[int, Holding]:
    """The same, locked. Refuses ids it cannot find."""
    wanted = set(enterprise_ids)
    found = holdings(wanted, access, tiers=tiers, lock=True)
    if missing := len(wanted) - len(found):
        detail = f"有 {missing} 家企业不存在或不在您的管理范围内"
        raise InputRefused(Fault("enterprise", "unknown", detail))
    return found


def next_row(title: Title, note: str, **values: Any) -> Title:
    """The version that will follow `title`, not written yet."""
    kept = {name: getattr(title, name) for name in COLUMNS}
    kept |= {"version": title.version + 1, "change_note": note[:200], "recorded_at": None}
    return Title(**{**kept, **values})


def write_rows(
    kind: str,
    changed: Sequence[tuple[Title | None, Title]],
    access: Access,
    *,
    at: datetime,
    not_before: datetime | None = None,
    told: Mapping[str, object] | None = None,
) -> None:
    """Close the versions before, add those after and an entry for each, in few statements; each
    title added learns its `series` and `id`.

    A clock that lags behind the writer before us must not tell the history in the wrong order:
    nothing is recorded before what is known of these titles or at `not_before`.
    """
    known = [old.recorded_at for old, _ in changed if old is not None and old.recorded_at]
    moment = max([at, *known, *([not_before] if not_before else [])])
    _supersede([old.id for old, _ in changed if old is not None], moment)
    _number([new for _, new in changed if not new.series])
    for start in range(0, len(changed), ROWS_AT_ONCE):
        _insert([new for _, new in changed[start : start + ROWS_AT_ONCE]], moment)
    more = told or {}
    entries = (
        trail.Entry(new.id, str(new), new.jurisdiction_id, {**told_of(old, new), **more})
        for old, new in changed
    )
    trail.record_rows(kind, Recognition, entries, access=access, at=at)


def told_of(before: Any, after: Any) -> dict[str, object]:
    """What a version changed as {field: [before, after]}; of a new title, what it says."""
    if before is None:
        given = {"enterprise_id": after.enterprise_id, "series": after.series}
        for name in TOLD:
            if value := getattr(after, name):
                given[name] = value
        return given
    changed: dict[str, object] = {"series": after.series}
    for name in TOLD:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changed[name] = [old, new]
    return changed


def _supersede(ids: Sequence[int], moment: datetime) -> None:
    if ids:
        Recognition.objects.filter(pk__in=ids).update(superseded_at=moment)


def _number(titles: Sequence[Title]) -> None:
    """A number for each new title, in their order."""
    if not titles:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('enterprises_recognition_series') FROM generate_series(1, %s)",
            [len(titles)],
        )
        for title, (series,) in zip(titles, cursor, strict=True):
            title.series = series


def _insert(titles: Sequence[Title], moment: datetime) -> None:
    for title in titles:
        title.recorded_at = moment
    rows = [[getattr(title, name) for name in COLUMNS] for title in titles]
    table, values = many_rows.given(COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table), values)
        ids = {(series, version): pk for series, version, pk in cursor}
    for title in titles:
        title.id = ids[title.series, title.version]
