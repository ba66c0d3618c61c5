"""年度更新办结: who has updated, by tier and year, as the platform's own list says it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from enterprises.actions import duties
from enterprises.choices.holding import DutyKind
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.titles import tiers
from enterprises.models import TitleDuty
from enterprises.rules.duties import require_done_within, require_waiting
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = TitleDuty._meta.db_table
NONE: Final = Decision.refused(Fault("", "no_duty", "没有这一年度的更新事项"))
Key = tuple[int, str, int]


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    found = _duties(rows)
    for row in rows:
        duty = found.get(_key(row))
        yield NONE if duty is None else _decided(duty, row, context)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    found = _duties(rows)
    days = {found[_key(row)].pk: _day(row) for row in rows}
    duties.fulfil(days, access=context.access, at=context.at, note=context.source)
    for row in rows:
        duty = found[_key(row)]
        yield Trace(
            row.id,
            TABLE,
            duty.pk,
            Operation.UPDATED,
            duty.enterprise_id,
            f"{duty.tier}{duty.due_on.year}",
            ["closed_on"],
            {"done_on": None},
            {"done_on": _day(row).isoformat()},
        )


def undo(traces: Sequence[Trace], context: Context) -> None:
    reason = f"撤回{context.source}"[:200]
    ids = [it.target_id for it in traces]
    duties.take_back(ids, access=context.access, at=context.at, reason=reason)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    rows = TitleDuty.objects.filter(among("pk", [it.target_id for it in traces]))
    days = dict(rows.values_list("pk", "done_on"))
    told = {}
    for it in traces:
        if it.target_id not in days:
            told[it.row_id] = "企业已转由其他单位管理"
        elif str(days[it.target_id]) != it.after["done_on"]:
            told[it.row_id] = "办结情况之后又有变动"
    return told


def _decided(duty: TitleDuty, row: Row, context: Context) -> Decision:
    thread, day = f"{duty.tier}{duty.due_on.year}", _day(row)
    if duty.done_on == day:
        return Decision(Verdict.UNCHANGED, thread=thread)
    try:
        require_waiting(duty)
        require_done_within(day, duty.counted_from, today=timezone.localdate(context.at))
    except ActionRefused as refusal:
        return Decision.refused(Fault("", refusal.code, refusal.message))
    return Decision(Verdict.CHANGED, {"closed_on": ["", day.isoformat()]}, thread=thread)


def _duties(rows: Sequence[Row]) -> Mapping[Key, TitleDuty]:
    """The yearly updates these rows speak of, whatever became of them."""
    years = {_key(row)[2] for row in rows}
    found = TitleDuty.objects.filter(
        among("enterprise_id", {row.subject_id or 0 for row in rows}),
        kind=DutyKind.YEARLY_UPDATE,
        due_on__year__in=years,
    )
    return {(it.enterprise_id, it.tier, it.due_on.year): it for it in found.order_by("pk")}


def _key(row: Row) -> Key:
    return row.subject_id or 0, row.values["tier"], int(row.values["year"])


def _day(row: Row) -> date:
    return date.fromisoformat(row.values["closed_on"])


kinds.add(
    Kind(
        name="duties",
        title="年度更新办结",
        purpose="登记已完成年度更新的称号；已办结的不改",
        capability=Capability.CULTIVATION_EDIT,
        fields=(
            Field("tier", "梯度", "choice", True, True, tiers, example="专精特新中小企业"),
            Field("year", "年度", "year", True, True, example="2026"),
            Field("closed_on", "办结日期", "date", True, True, example="2026-05-20"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
