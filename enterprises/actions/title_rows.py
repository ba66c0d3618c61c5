"""Titles as plain rows: read and written by the thousand, without a model instance for each.

Titles of one enterprise decide about each other (overlap, bar, prerequisite), so the lock is that
of the enterprise, and whoever decides about one gets all that is known of it.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from django.db import connection

from enterprises.choices import RecognitionOutcome, Tier
from enterprises.models import Recognition
from enterprises.rules.awards import Holder, Known, Term, effective_term
from enterprises.rules.ladder import PREREQUISITE_ANY
from wuhan_smes import many_rows
from wuhan_smes.access import Access, Capability
from wuhan_smes.alongside import Alongside, alongside, slices
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused

KNOWN_TIERS: Final = frozenset(Tier.values)


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
    id: int = 0
    recorded_at: datetime | None = None

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

    def stands_after(self, day: date) -> bool:
        """Whether it counts on any day from this one on."""
        term = self.term
        return term is not None and (term.until is None or day < term.until)

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
# When a version was recorded is told by write_rows, never read back.
EVERY: Final = ", ".join(f'r."{it.name}"' for it in fields(Title) if it.name != "recorded_at")
WRITTEN: Final = {**COLUMNS, "id": "bigint"}
INSERT: Final = (
    f"INSERT INTO enterprises_recognition ({', '.join(WRITTEN)})"  # noqa: S608 - constants
    " SELECT given.* FROM {}"
)
WORDS_OF: Final = attrgetter(*WRITTEN)
CLOSE: Final = "UPDATE enterprises_recognition SET superseded_at = %s WHERE id = ANY(%s::bigint[])"
NUMBERS: Final = """
    SELECT nextval('enterprises_recognition_series'), nextval('enterprises_recognition_id_seq')
      FROM generate_series(1, %s)
"""
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


TOLD_OF: Final = attrgetter(*TOLD)


@dataclass(slots=True)
class Holding:
    """An enterprise with what is known of its titles; in full those that were asked for. `learns`:
    what a list gives it counts for the later rows of the list.
    """

    id: int
    name: str
    status: str
    established_on: date | None
    jurisdiction_id: int
    known: list[Known] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    learns: bool = True

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
# What the rules ask about other titles: whether they bar, and whether they open the way.
KNOWN: Final = """
    SELECT enterprise_id, series, tier, subclass, isempty(in_force), lower(in_force),
           upper(in_force), withdrawn_on, barred_until
      FROM enterprises_recognition
     WHERE enterprise_id = ANY(%s::bigint[]) AND superseded_at IS NULL
       AND (%s OR tier = ANY(%s::text[]) OR barred_until IS NOT NULL)
"""
LATEST: Final = """
    SELECT max(recorded_at) FROM enterprises_recognition
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
    tiers: Collection[str] | None,
    lock: bool = False,
) -> dict[int, Holding]:
    """Enterprises in reach, named once for each row about them; their titles of `tiers` (None:
    every one) in full, and what the rules for these ask of the others.

    `lock` holds them, in one order, until the transaction ends.
    """
    reach = access.reach(Capability.TITLE_EDIT)
    units = many_rows.array(reach.jurisdiction_ids)
    every = tiers is None
    asked = set(tiers or ())
    listed = Counter(enterprise_ids)
    ids = many_rows.array(listed)
    needed = asked.union(*(PREREQUISITE_ANY.get(Tier(tier), ()) for tier in asked & KNOWN_TIERS))
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS + (LOCKED if lock else ""), [ids, reach.everywhere, units])
        found = {
            pk: Holding(pk, name, status, day, unit, learns=listed[pk] > 1)
            for pk, name, status, day, unit in cursor.fetchall()
        }
        cursor.execute(KNOWN, [ids, every, many_rows.array(needed, "text")])
        for holder, series, tier, kind, never, start, until, ended, barred in cursor.fetchall():
            if (mine := found.get(holder)) is not None:
                term = None if never else Term(start, until)
                mine.known.append(Known(series, tier, kind, term, ended, barred))
        # Whoever holds none of them has none to be read: of a list of new titles, everybody.
        titled = [pk for pk, it in found.items() if any(every or k.tier in asked for k in it.known)]
        if titled:
            cursor.execute(TITLES, [many_rows.array(titled), every, many_rows.array(asked, "text")])
            for row in cursor.fetchall():
                found[row[0]].titles.append(Title(*row))
    return found


def held_holdings(
    enterprise_ids: Iterable[int], access: Access, *, tiers: Collection[str] | None
) -> dict[int, Holding]:
    """The same, locked. Refuses ids it cannot find."""
    wanted = list(enterprise_ids)
    found = holdings(wanted, access, tiers=tiers, lock=True)
    if missing := len(set(wanted)) - len(found):
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
    told: Mapping[str, object] | None = None,
) -> None:
    """Close the versions before, add those after and an entry for each, in few statements; each
    title added learns its `series` and `id`.
    """
    if not changed:
        return
    enterprise_ids = {new.enterprise_id for _, new in changed}
    with writing(enterprise_ids, len(changed), access, at) as writer:
        writer.close(changed)
        for some in slices(changed):
            writer.write(kind, some, told or {})


@dataclass(slots=True)
class Writer:
    """Writes versions while the next are thought about: they are there when `writing` ends."""

    access: Access
    at: datetime
    moment: datetime
    line: Alongside
    numbers: deque[tuple[int, int]] = field(default_factory=deque)

    def close(self, changed: Iterable[tuple[Title | None, Title]]) -> None:
        """The versions before end, all of them before any that follows is written: those of one
        enterprise stand in each other's way.
        """
        if closed := [old.id for old, _ in changed if old is not None]:
            self.line.execute(CLOSE, [self.moment, many_rows.array(closed)])

    def write(
        self,
        kind: str,
        changed: Sequence[tuple[Title | None, Title]],
        told: Mapping[str, object],
    ) -> None:
        """A slice of them under one kind of entry, after those written before."""
        self.number([new for _, new in changed])
        rows = [WORDS_OF(new) for _, new in changed]
        table, values = many_rows.given(WRITTEN, rows)
        self.line.execute(INSERT.format(table), values)
        entries = [
            trail.Entry(new.id, str(new), new.jurisdiction_id, {**told_of(old, new), **told})
            for old, new in changed
        ]
        same = kind, Recognition, entries
        for statement, words in trail.statements(*same, access=self.access, at=self.at):
            self.line.execute(statement, words)

    def number(self, titles: Sequence[Title]) -> None:
        """An id for each, and a number for those that are new, in their order."""
        if len(self.numbers) < len(titles):
            self.numbers.extend(_numbers(len(titles)))
        for title in titles:
            series, title.id = self.numbers.popleft()
            title.series = title.series or series
            title.recorded_at = self.moment


@contextmanager
def writing(
    enterprise_ids: Collection[int], expected: int, access: Access, at: datetime
) -> Iterator[Writer]:
    """For titles of these enterprises, about as many as expected.

    A clock that lags behind the writer before us must not tell the history in the wrong order:
    nothing is recorded before what is known of these enterprises' titles.
    """
    moment, numbers = _moment(enterprise_ids, at), deque(_numbers(expected))
    with alongside(expected) as line:
        yield Writer(access, at, moment, line, numbers)


def told_of(before: Any, after: Any) -> dict[str, object]:
    """What a version changed as {field: [before, after]}; of a new title, what it says."""
    if before is None:
        given = {"enterprise_id": after.enterprise_id, "series": after.series}
        given |= {name: it for name, it in zip(TOLD, TOLD_OF(after), strict=True) if it}
        return given
    changed: dict[str, object] = {"series": after.series}
    for name in TOLD:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changed[name] = [old, new]
    return changed


def _moment(enterprise_ids: Collection[int], at: datetime) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [many_rows.array(enterprise_ids)])
        (latest,) = cursor.fetchone() or (None,)
    return max(at, latest) if latest else at


def _numbers(count: int) -> list[tuple[int, int]]:
    """So many numbers of titles, each with an id."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [count])
        numbers: list[tuple[int, int]] = cursor.fetchall()
        return numbers
