"""How each count came from the one before (增减变动): opening + gains − losses = closing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.queries.cuts import Rows, rows_of
from enterprises.queries.tier_counts import counting_words
from enterprises.rules.counting import OWN_BIT
from enterprises.rules.flows import GAINS, History, changes, closing, deciding, opening
from wuhan_smes.access import Reach

HISTORIES: Final = """
SELECT * FROM {function}(
       %(opening)s, %(closing)s, %(known_at)s, %(cut)s, %(units)s, %(tiers)s, %(bits)s, %(beside)s)
"""


@dataclass(frozen=True, slots=True)
class TierFlow:
    """One row × tier of the table. `renewed` and `renamed` are told, not added: of those counted
    at closing, so many passed a review or took a new name in the period.
    """

    key: str
    label: str
    tier: Tier
    opening_on: date
    closing_on: date
    opening: int
    columns: dict[FlowColumn, int]
    closing: int
    renewed: int
    renamed: int

    @property
    def balances(self) -> bool:
        change = sum(n if column in GAINS else -n for column, n in self.columns.items())
        return self.opening + change == self.closing


def tier_flows(
    reach: Reach,
    *,
    first: date,
    last: date,
    by: CountCut = CountCut.ALL,
    tiers: Collection[Tier] | None = None,
    basis: CountBasis = CountBasis.HOLDER,
    known_at: datetime | None = None,
) -> list[TierFlow]:
    """From the evening before `first` to the evening of `last`, so that periods chain.

    Every row balances; the units add up to the city, where moves between them cancel. Titles that
    decide nothing about `tiers` are not looked at: several tiers cost one pass, as one does.
    """
    eve = first - timedelta(days=1)
    asked = None if tiers is None else {it for tier in tiers for it in deciding(tier, basis)}
    found = _found(eve, last, by, counting_words(reach, known_at, asked))
    rows = rows_of(
        by, {key for row in found for key in row[:2] if key}, on=[eve, last], reach=reach
    )
    cells = _cells([_named(row, rows) for row in found], by, basis)
    return [
        TierFlow(
            key,
            label,
            each,
            eve,
            last,
            cells[key, each, "opening"],
            {column: cells[key, each, column.value] for column in FlowColumn},
            cells[key, each, "closing"],
            cells[key, each, "renewed"],
            cells[key, each, "renamed"],
        )
        for key, label in rows.labels.items()
        for each in Tier
        if tiers is None or each in tiers
    ]


def flow_members(
    reach: Reach,
    *,
    first: date,
    last: date,
    by: CountCut,
    tier: Tier,
    basis: CountBasis,
    row: Callable[[str], bool],
    column: str,
    known_at: datetime | None = None,
) -> list[int]:
    """Ids of the enterprises a figure counts, wherever they are managed today: in the rows that
    `row` says yes to. `column` is a FlowColumn, or opening, closing, renewed, renamed.
    """
    eve = first - timedelta(days=1)
    words = counting_words(reach, known_at, deciding(tier, basis))
    found = _found(eve, last, by, words, function="tier_history_members")
    values = {value for row in found for value in row[:2] if value}
    rows = rows_of(by, values, on=[eve, last], reach=reach)
    return [
        pk
        for *told, ids in found
        if any(
            row(key) and (one, name) == (tier, column)
            for key, one, name in _counting(_named((*told, 0), rows), by, basis)
        )
        for pk in ids
    ]


def _cells(found: list[History], by: CountCut, basis: CountBasis) -> Counter[tuple[str, Tier, str]]:
    cells: Counter[tuple[str, Tier, str]] = Counter()
    for h in found:
        for cell in _counting(h, by, basis):
            cells[cell] += h.enterprises
    return cells


def _counting(h: History, by: CountCut, basis: CountBasis) -> Iterator[tuple[str, Tier, str]]:
    """The cells of the table in which these enterprises count."""
    for tier in opening(h, basis):
        yield h.key_o or "", tier, "opening"
    for tier in closing(h, basis):
        yield h.key_c or "", tier, "closing"
        if h.renewed & OWN_BIT[tier]:
            yield h.key_c or "", tier, "renewed"
        if h.renamed:
            yield h.key_c or "", tier, "renamed"
    for key, tier, column in changes(h, by, basis):
        yield key, tier, column.value


def _named(row: tuple[Any, ...], rows: Rows) -> History:
    """With the rows of the table for keys: two classes of one division are one row."""
    key_o, key_c, *rest = row
    return History(
        None if key_o is None else rows.key(key_o),
        None if key_c is None else rows.key(key_c),
        *rest,
    )


def _found(
    eve: date,
    last: date,
    by: CountCut,
    shared: dict[str, Any],
    *,
    function: str = "tier_histories",
) -> list[tuple[Any, ...]]:
    words = {"opening": eve, "closing": last, "cut": by.value, **shared}
    with connection.cursor() as cursor:
        cursor.execute(HISTORIES.format(function=function), words)
        return list(cursor.fetchall())
