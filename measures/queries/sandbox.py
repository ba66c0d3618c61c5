"""What a programme would cost: the finder's own statement, summed instead of written.

A draft is taken as if in force, in place of what it is to replace; overlaps with what else is
promised for the matter are removed by the same rule. Asked as of a past day and as known then, it
says what it would have said then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.db import connection
from django.utils import timezone

from enterprises.choices import Tier
from measures.choices import EntitlementState, ProgrammeState
from measures.models import Programme
from measures.queries.finding import Moment, group_of, lines_sql
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused


class CostCut(StrEnum):
    UNIT = "unit"
    CHAIN = "chain"
    TIER = "tier"

    @property
    def label(self) -> str:
        return {"unit": "管理单位", "chain": "产业链（主链）", "tier": "称号"}[self.value]


@dataclass(frozen=True, slots=True)
class Cost:
    """One row: how many would claim, for how many nobody can say how much, what the standards come
    to, and what would be paid once overlaps are removed.
    """

    key: str
    label: str
    claims: int
    unknown: int
    waiting: int
    gross: Decimal
    payable: Decimal

    @property
    def overlap(self) -> Decimal:
        return self.gross - self.payable


@dataclass(frozen=True, slots=True)
class Costing:
    """A programme on a day, cut by one attribute, with its total. `since` is the day from which
    facts count towards it.
    """

    programme: Programme
    on: date
    known_at: datetime | None
    rows: tuple[Cost, ...]
    since: date

    @property
    def total(self) -> Cost:
        return Cost(
            "all",
            "合计",
            sum(row.claims for row in self.rows),
            sum(row.unknown for row in self.rows),
            sum(row.waiting for row in self.rows),
            sum((row.gross for row in self.rows), Decimal(0)),
            sum((row.payable for row in self.rows), Decimal(0)),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Two designs side by side, by the keys of either."""

    key: str
    label: str
    one: Cost | None
    other: Cost | None

    @property
    def difference(self) -> Decimal:
        paid = [Decimal(0) if it is None else it.payable for it in (self.one, self.other)]
        return paid[1] - paid[0]


LABELS: Final[Mapping[CostCut, str]] = {
    CostCut.UNIT: "(SELECT u.name FROM accounts_jurisdiction u WHERE u.id::text = s.key)",
    CostCut.CHAIN: "(SELECT u.name FROM enterprises_industrychain u WHERE u.id::text = s.key)",
    CostCut.TIER: "s.key",
}


def cost(
    programme: Programme,
    *,
    access: Access,
    on: date,
    by: CostCut = CostCut.UNIT,
    known_at: datetime | None = None,
    since: date | None = None,
) -> Costing:
    """What the programme would pay on that day; refuses whoever does not see the whole city, and
    what only a list can name. A draft that has no day yet is taken to be in force `since` that
    day, or the first of the year.
    """
    if not access.reach(Capability.COUNTS_VIEW).everywhere:
        raise ActionRefused("测算涉及全市企业，由市级进行")
    if programme.eligibility is None:
        raise ActionRefused("该项目的对象由名单列入，无法测算")
    moment = Moment(on, known_at)
    drafts = [programme] if programme.state == ProgrammeState.DRAFT else []
    group = group_of(programme.matter, on=on, drafts=drafts, since=since)
    mine = next((one for one in group.promises if one.programme.pk == programme.pk), None)
    if mine is None:
        raise ActionRefused(f"该项目在 {on} 不施行，或已由新项目接替")
    sql = f"""WITH RECURSIVE {lines_sql(group, moment)}
SELECT s.key, coalesce({LABELS[by]}, ''), s.claims, s.unknown, s.waiting, s.gross, s.payable
  FROM (SELECT {_key(by, moment)} AS key, count(*) AS claims,
               count(*) FILTER (WHERE l.gross IS NULL) AS unknown,
               count(*) FILTER (WHERE l.state <> '{EntitlementState.PROPOSED}') AS waiting,
               coalesce(sum(l.gross), 0) AS gross, coalesce(sum(l.payable), 0) AS payable
          FROM lines l WHERE l.programme_id = {programme.pk:d} AND NOT l.bound GROUP BY 1) s
 ORDER BY s.payable DESC, s.key"""  # noqa: S608 - compiled of checked terms
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = tuple(Cost(key, _label(by, key, label), *rest) for key, label, *rest in cursor)
    return Costing(programme, on, known_at, rows, mine.since)


def compared(one: Costing, other: Costing) -> list[Compared]:
    """Two designs, row by row; a key that only one of them has stands too."""
    first = {row.key: row for row in one.rows}
    second = {row.key: row for row in other.rows}
    labels = {row.key: row.label for row in (*other.rows, *one.rows)}
    return [Compared(key, labels[key], first.get(key), second.get(key)) for key in sorted(labels)]


def told(costing: Costing) -> dict[str, object]:
    """As programs read it: amounts in 元 as text, the total beside the rows."""
    return {
        "programme": costing.programme.code,
        "edition": costing.programme.edition,
        "on": costing.on.isoformat(),
        "since": costing.since.isoformat(),
        "rows": [_told(row) for row in costing.rows],
        "total": _told(costing.total),
    }


def _told(row: Cost) -> dict[str, object]:
    return {
        "key": row.key,
        "title": row.label,
        "claims": row.claims,
        "unknown": row.unknown,
        "waiting": row.waiting,
        "gross": str(row.gross),
        "overlap": str(row.overlap),
        "payable": str(row.payable),
    }


def known_on(day: date) -> datetime:
    """The end of a day: as known then."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())


def _key(by: CostCut, moment: Moment) -> str:
    if by is CostCut.UNIT:
        return "l.unit_id::text"
    if by is CostCut.TIER:
        return "coalesce(l.snapshot ->> 'tier', '')"
    return (
        "coalesce((SELECT c.chain_id::text FROM enterprises_enterprisechain c"  # noqa: S608 - compiled of checked terms
        f" WHERE c.enterprise_id = l.id AND c.is_primary AND {moment.known('c')}"
        f" AND c.during @> {moment.day} ORDER BY c.chain_version DESC LIMIT 1), '')"
    )


def _label(by: CostCut, key: str, label: str) -> str:
    if by is CostCut.TIER and key:
        return str(Tier(key).label)
    return label or "未归类"
