"""Figures of many enterprises at once: checked, laid over what was known, written in a few
statements. What a reading does not speak of stays as it was known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError

from enterprises.actions.facts import Change, Replaced, facts_of, refuse_future, replace_set
from enterprises.actions.held import held
from enterprises.actions.sets import held_set
from enterprises.choices import Honour
from enterprises.models import (
    ANNUAL,
    PERIODIC,
    AnnualIndicators,
    DatedFact,
    Enterprise,
    Indicator,
    PeriodIndicators,
    PeriodReport,
)
from enterprises.rules.indicators import BOUNDS, parts_beyond_their_whole
from enterprises.rules.periods import Period, plausible_year
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion
from wuhan_smes.many_rows import among

F = TypeVar("F", AnnualIndicators, PeriodIndicators)
BESIDE: Final = ("evidence", "as_of", "explanation")
KINDS: Final[Mapping[type[DatedFact], str]] = {
    AnnualIndicators: "indicators",
    PeriodIndicators: "period_indicators",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of one enterprise for [first, until). `key` tells its thread from others;
    `values` are by column, None where it is not known any more.
    """

    enterprise_id: int
    first: date
    until: date
    key: Mapping[str, Any]
    values: Mapping[str, Any]
    source: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def thread(self) -> tuple[object, ...]:
        return (self.enterprise_id, self.first, *self.key.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever writes by hand looked at: the enterprise's version, and the row of the span
    (0: none stood). None is not compared.
    """

    version: int | None = None
    row: int | None = None


def of_year(enterprise_id: int, year: int, values: Mapping[str, Any], **said: Any) -> Reading:
    """What is said of one year. `said`: source, and beside it evidence and as_of."""
    source = said.pop("source", "")
    first = date(plausible_year(year), 1, 1)
    until = date(year + 1, 1, 1)
    return Reading(enterprise_id, first, until, {"year": year}, values, source, said)


def of_period(
    enterprise_id: int, period: Period, basis: str, values: Mapping[str, Any], **said: Any
) -> Reading:
    """What is said of one month or quarter. `said`: source, and beside it evidence."""
    source = said.pop("source", "")
    key = {"kind": period.kind, "basis": basis}
    return Reading(enterprise_id, period.first, period.until, key, values, source, said)


def indicators_of(model: type[F]) -> Mapping[str, Indicator]:
    return ANNUAL if model is AnnualIndicators else PERIODIC


def known(model: type[F], readings: Sequence[Reading]) -> dict[tuple[object, ...], F]:
    """What is known now of the enterprises spoken of, by thread."""
    keys = list(readings[0].key) if readings else []
    enterprises = {reading.enterprise_id for reading in readings}
    found: dict[tuple[object, ...], F] = {}
    wanted = {f"{name}__in": {reading.key[name] for reading in readings} for name in keys}
    for row in facts_of(model).current().filter(among("enterprise_id", enterprises), **wanted):
        key: tuple[object, ...] = tuple(getattr(row, name) for name in keys)
        found[(row.enterprise_id, row.during.lower, *key)] = row
    return found


def values_of(row: F) -> dict[str, Any]:
    """The known columns of a row, and what stands beside them."""
    names = [*indicators_of(type(row)), *BESIDE]
    values = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return {name: value for name, value in values.items() if value not in (None, "")}


def typed(model: type[F], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the columns keep them. Refuses unknown columns and values out of bounds."""
    columns = indicators_of(model)
    clean: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in values.items():
        if name not in columns:
            faults.append(Fault(name, "unknown", f"没有指标“{name}”"))
            continue
        try:
            clean[name] = None if value is None else columns[name].column.clean(value, None)
        except ValidationError as error:
            said = f"{columns[name].label}：{'；'.join(error.messages)}"
            faults.append(Fault(name, "invalid", said))
            continue
        if fault := _beyond(columns[name], clean[name]):
            faults.append(fault)
    if faults:
        raise InputRefused(*faults)
    return clean


def write_set(
    model: type[F], readings: Sequence[Reading], access: Access, at: datetime, kind: str
) -> list[Replaced[F] | None]:
    """Write readings in order; for each what it did, None where it said nothing new."""
    enterprises = held_set(
        (reading.enterprise_id for reading in readings),
        access=access,
        capability=Capability.INDICATOR_EDIT,
    )
    return written(model, readings, enterprises, access, at, kind)


def written(
    model: type[F],
    readings: Sequence[Reading],
    enterprises: Mapping[int, Enterprise],
    access: Access,
    at: datetime,
    kind: str,
) -> list[Replaced[F] | None]:
    """The same for enterprises whose caller has the right to speak of them."""
    state = {thread: values_of(row) for thread, row in known(model, readings).items()}
    changes: list[Change | None] = []
    entries = []
    for reading in readings:
        refuse_future(reading.first, at=at, field_name="year")
        before = state.get(reading.thread, {})
        after = _laid_over(before, typed(model, reading.values), reading.beside)
        if after == before:
            changes.append(None)
            continue
        _refuse_contradictions(model, after)
        state[reading.thread] = after
        enterprise = enterprises[reading.enterprise_id]
        changes.append(
            Change(
                enterprise,
                reading.first,
                after or None,
                reading.source[:200],
                key=reading.key,
                until=reading.until,
            )
        )
        entries.append((enterprise, {**reading.key, **_differences(before, after)}))
    done = iter(replace_set(model, [one for one in changes if one is not None], at=at))
    if model is PeriodIndicators:
        _arrived(readings, at)
    trail.record_set(kind, entries, access=access, at=at)
    return [None if change is None else next(done) for change in changes]


def _arrived(readings: Sequence[Reading], at: datetime) -> None:
    """Whoever was asked for such a period has answered: kept once, with the moment."""
    waiting = PeriodReport.objects.filter(
        among("enterprise_id", {reading.enterprise_id for reading in readings}),
        got_at__isnull=True,
        round__first__in={reading.first for reading in readings},
    )
    said = {(it.enterprise_id, it.first, *it.key.values()) for it in readings}
    ids = [
        row.pk
        for row in waiting.select_related("round")
        if (row.enterprise_id, row.round.first, row.round.kind, row.round.basis) in said
    ]
    if ids:
        PeriodReport.objects.filter(pk__in=ids).update(got_at=at)


def write_one(
    model: type[F],
    reading: Reading,
    access: Access,
    at: datetime,
    seen: Seen,
    verb: str,
) -> Replaced[F]:
    """Write one reading by hand. Refuses what is known so already, and a correction of nothing."""
    held(
        reading.enterprise_id,
        access=access,
        expected_version=seen.version,
        capability=Capability.INDICATOR_EDIT,
    )
    standing = known(model, [reading]).get(reading.thread)
    if seen.row is not None and seen.row != (standing.pk if standing else 0):
        raise StaleVersion("这一期的指标刚被他人修改，请刷新后核对再保存")
    if not reading.values:
        raise InputRefused(Fault("values", "required", "请至少填写一项指标"))
    if verb == "correct" and standing is None:
        raise ActionRefused("该期没有已登记的指标，无可更正")
    if verb == "record" and (gone := [n for n, value in reading.values.items() if value is None]):
        detail = "未知的指标不必填写；撤回已登记的值请用更正"
        raise InputRefused(*(Fault(name, "unknown_value", detail) for name in gone))
    kind = f"enterprise.{verb}_{KINDS[model]}"
    (done,) = write_set(model, [reading], access, at, kind)
    if done is None:
        raise ActionRefused("与已登记的指标一致，无需重复登记")
    return done


def _beyond(indicator: Indicator, value: Any) -> Fault | None:
    """What the column's type does not say: bounds, and words of a vocabulary."""
    name, label = indicator.name, indicator.label
    if value is not None and name in BOUNDS and not 0 <= value <= BOUNDS[name]:
        return Fault(name, "out_of_range", f"{label}应在 0 至 {BOUNDS[name]} 之间")
    if name == "valid_honours" and set(value or ()) - set(Honour.values):
        return Fault(name, "unknown", f"{label}只能是 {'、'.join(Honour.values)}")
    return None


def _laid_over(
    before: Mapping[str, Any], values: Mapping[str, Any], beside: Mapping[str, Any]
) -> dict[str, Any]:
    """`before` with what is said now; a value taken back is gone, empty words change nothing."""
    words = {name: value for name, value in beside.items() if value}
    after = {**before, **values, **words}
    known_now = {name: value for name, value in after.items() if value is not None}
    return known_now if known_now.keys() - set(BESIDE) else {}


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, object]:
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _refuse_contradictions(model: type[F], values: Mapping[str, Any]) -> None:
    if faults := contradictions(model, values):
        raise InputRefused(*faults)


def contradictions(model: type[F], values: Mapping[str, Any]) -> list[Fault]:
    """What the figures of one span cannot say together."""
    columns = indicators_of(model)
    return [
        Fault(part, "beyond_whole", f"{columns[part].label}大于{columns[whole].label}")
        for part, whole in parts_beyond_their_whole(values)
        if part in columns and whole in columns
    ]
