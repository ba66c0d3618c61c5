"""Changing what held about an enterprise, without overwriting what we once knew.

The rows that a change touches are superseded; what stays true of them and what is new are added.
Every function expects the enterprises' rows to be locked by the action that calls it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from enterprises.choices import ScaleStage
from enterprises.models import (
    DatedFact,
    Enterprise,
    EnterpriseName,
    IndustryStay,
    ScaleStatus,
    SizeYear,
)
from enterprises.querysets import FactQuerySet
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.many_rows import among

D = TypeVar("D", bound=DatedFact)

KEPT_BY_THE_ROW: Final = frozenset({"id", "during", "recorded_at", "superseded_at"})
BATCH: Final = 1000
IN_REGISTER: Final = frozenset({ScaleStage.ENTERED, ScaleStage.STAYED})


@dataclass(frozen=True, slots=True)
class Change:
    """From day `on` these `values` hold (nothing holds when None) until the next change known.

    `key` narrows to one thread of facts (one chain, one register); `closing` is written on the
    part of the former row that ends at `on`; `until` bounds a correction inside the past.
    """

    enterprise: Enterprise
    on: date
    values: Mapping[str, Any] | None
    source: str = ""
    key: Mapping[str, Any] = field(default_factory=dict)
    closing: Mapping[str, Any] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Replaced(Generic[D]):
    """What one change did: the rows it superseded and the rows it added, as they are kept."""

    change: Change
    gone: Sequence[D]
    added: Sequence[D]


def change(model: type[D], what: Change, *, at: datetime) -> list[D]:
    """Apply one change; returns the rows added."""
    return change_set(model, [what], at=at)


def change_set(model: type[D], changes: Sequence[Change], *, at: datetime) -> list[D]:
    """Apply many changes; returns the rows added."""
    return [row for done in replace_set(model, changes, at=at) for row in done.added]


def replace_set(model: type[D], changes: Sequence[Change], *, at: datetime) -> list[Replaced[D]]:
    """Apply changes in three statements, however many there are, and say what each of them did.

    Of several changes of one enterprise each builds on those before it; what one adds and a later
    one replaces was never known to anybody and is not kept.
    """
    threads = _threads(model, changes)
    done: list[Replaced[D]] = []
    for what in changes:
        thread = threads[what.enterprise.pk]
        gone, new = _replaced(model, what, thread)
        threads[what.enterprise.pk] = sorted(
            [*(row for row in thread if row not in gone), *new], key=_beginning
        )
        done.append(Replaced(what, gone, new))
    superseded = [row for one in done for row in one.gone if row.pk is not None]
    standing = {id(row) for thread in threads.values() for row in thread if row.pk is None}
    added = [row for one in done for row in one.added if id(row) in standing]
    # A clock that lags behind the writer before us must not tell the history in the wrong order.
    moment = max([at, *(row.recorded_at for row in superseded)])
    if superseded:
        facts_of(model).filter(among("pk", [row.pk for row in superseded])).update(
            superseded_at=moment
        )
    for row in added:
        row.recorded_at = moment
    facts_of(model).bulk_create(added, batch_size=BATCH)
    return [
        Replaced(one.change, [r for r in one.gone if r.pk], [r for r in one.added if r.pk])
        for one in done
    ]


def facts_of(model: type[D]) -> FactQuerySet[D]:
    """All rows of one kind of fact; the row policies say which of them there are."""
    return FactQuerySet(model)


def refuse_future(on: date, *, at: datetime, field_name: str = "on") -> None:
    """What holds today is copied to the enterprise, so nothing may be said about tomorrow."""
    if on > timezone.localdate(at):
        raise InputRefused(Fault(field_name, "in_the_future", "日期不能晚于今天"))


def today_copy(enterprise: Enterprise, *, on: date) -> dict[str, Any]:
    """The columns of Enterprise that are copies of facts, as the facts say on day `on`."""
    mine = {"enterprise_id": enterprise.pk}
    name = EnterpriseName.objects.holding(on=on).filter(**mine).first()
    industry = IndustryStay.objects.holding(on=on).filter(**mine).first()
    size = SizeYear.objects.holding(on=on).filter(**mine).first()
    stages = list(ScaleStatus.objects.holding(on=on).filter(**mine).values_list("stage", flat=True))
    return {
        "name": name.name if name else enterprise.name,
        "industry_id": industry.industry_id if industry else None,
        "size_class": size.size_class if size else "",
        "is_above_scale": any(stage in IN_REGISTER for stage in stages) if stages else None,
    }


def _threads(model: type[D], changes: Sequence[Change]) -> dict[int, list[D]]:
    """What we hold true now of each enterprise, in order of time."""
    rows: defaultdict[int, list[D]] = defaultdict(list)
    found = (
        facts_of(model)
        .current()
        .filter(among("enterprise_id", {what.enterprise.pk for what in changes}))
    )
    for row in found.order_by("during"):
        rows[row.enterprise_id].append(row)
    return rows


def _replaced(model: type[D], what: Change, held: Iterable[D]) -> tuple[list[D], list[D]]:
    """The rows one change supersedes and the rows it adds."""
    thread = [row for row in held if all(getattr(row, k) == v for k, v in what.key.items())]
    until = what.until or _until(thread, what.on)
    gone = [row for row in thread if _overlap(row, what.on, until)]
    new: list[D] = []
    for row in gone:
        lower, upper = row.during.lower, row.during.upper
        if lower is None or lower < what.on:
            new.append(copy_of(model, row, DateRange(lower, what.on), what.closing))
        if until is not None and (upper is None or upper > until):
            new.append(copy_of(model, row, DateRange(until, upper), {}))
    if what.values is not None:
        new.append(
            model(
                enterprise_id=what.enterprise.pk,
                jurisdiction_id=what.enterprise.jurisdiction_id,
                during=DateRange(what.on, until),
                source=what.source,
                **what.key,
                **what.values,
            )
        )
    return gone, new


def _beginning(row: DatedFact) -> date:
    lower: date | None = row.during.lower
    return lower or date.min


def _until(thread: Iterable[DatedFact], on: date) -> date | None:
    """The end of the row that holds on `on`, else the beginning of the next one."""
    for row in thread:
        lower: date | None = row.during.lower
        upper: date | None = row.during.upper
        if upper is not None and upper <= on:
            continue
        return upper if lower is None or lower <= on else lower
    return None


def _overlap(row: DatedFact, on: date, until: date | None) -> bool:
    lower, upper = row.during.lower, row.during.upper
    return (until is None or lower is None or lower < until) and (upper is None or upper > on)


def copy_of(model: type[D], row: D, during: DateRange, values: Mapping[str, Any]) -> D:
    """A new row that says what `row` says, for `during` and with `values` of its own."""
    kept = {
        column.attname: getattr(row, column.attname)
        for column in model._meta.concrete_fields
        if column.attname not in KEPT_BY_THE_ROW
    }
    return model(**{**kept, **values}, during=during)
