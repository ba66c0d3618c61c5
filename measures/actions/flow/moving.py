"""How every step of the flow begins and ends: reach, lock, decide; then step, line and trail."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from measures.choices import EntitlementState, FlowMove
from measures.models import Entitlement, EntitlementStep
from measures.rules.flow import Way, capability_of, way
from wuhan_smes.access import Access, Reach
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.many_rows import among

ROWS_AT_ONCE = 2_000


def held(ids: Iterable[int], move: FlowMove, access: Access) -> list[Entitlement]:
    """The lines, locked in order. Raises DoesNotExist if one is out of reach of who may make
    `move` there, TransitionRefused if it leads nowhere from where one stands: all or none.
    """
    wanted = set(ids)
    if not wanted:
        raise InputRefused(Fault("ids", "required", "请选择兑现事项"))
    needed = sorted(capability_of(move))
    held_ones = [it for it in needed if access.holds(it)] or needed
    reach = Reach()
    for capability in held_ones:
        reach |= access.reach(capability)
    rows = list(
        Entitlement.objects.within(reach)
        .filter(among("pk", wanted))
        .select_related("payee__enterprise", "programme__matter", "jurisdiction")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    if len(rows) != len(wanted):
        raise Entitlement.DoesNotExist(f"{len(wanted) - len(rows)} lines are not within reach")
    for row in rows:
        allowed = access.reach(way(row.state, move).capability)
        if not allowed.covers(row.jurisdiction_id):
            raise Entitlement.DoesNotExist(f"line {row.pk} is not within reach")
    return rows


def said(field: str, words: str, detail: str) -> str:
    """The words, trimmed; refuses none."""
    if not words.strip():
        raise InputRefused(Fault(field, "required", detail))
    return words.strip()[:300]


def take(
    lines: Sequence[Entitlement],
    move: FlowMove,
    access: Access,
    at: datetime,
    note: str = "",
    facts: Callable[[Entitlement], dict[str, Any]] | None = None,
    next_instalment: bool = False,
    to: str | None = None,
) -> None:
    """Make the move for each: its step, its row and its entry in the trail, in a few statements.

    `to` says where, of a move that may lead to several states.
    """
    if not lines:
        return
    rows = [(line, way(line.state, move, to)) for line in lines]
    plus = 1 if next_instalment else 0
    steps = [_step(line, row, access, at, note, facts, plus) for line, row in rows]
    EntitlementStep.objects.bulk_create(steps, batch_size=ROWS_AT_ONCE)
    by_state: dict[str, list[Entitlement]] = defaultdict(list)
    for step, (line, _) in zip(steps, rows, strict=True):
        by_state[step.state_after].append(line)
    for state, group in by_state.items():
        Entitlement.objects.filter(among("pk", [line.pk for line in group])).update(
            state=state,
            step_no=F("step_no") + 1,
            instalment=F("instalment") + plus,
            version=F("version") + 1,
        )
        for line in group:
            line.state, line.step_no = state, line.step_no + 1
            line.instalment, line.version = line.instalment + plus, line.version + 1
    entries = [
        (line, {"state": [step.state_before, step.state_after], "note": note, **step.facts})
        for step, (line, _) in zip(steps, rows, strict=True)
    ]
    trail.record_set(f"entitlement.{move.value}", entries, access=access, at=at)


def _step(
    line: Entitlement,
    row: Way,
    access: Access,
    at: datetime,
    note: str,
    facts: Callable[[Entitlement], dict[str, Any]] | None,
    plus: int,
) -> EntitlementStep:
    return EntitlementStep(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        ordinal=line.step_no + 1,
        move=row.move,
        state_before=line.state,
        state_after=row.after(EntitlementState(line.state)),
        instalment=line.instalment + plus,
        note=note,
        facts=facts(line) if facts else {},
        actor_id=access.actor_id,
        actor_name=access.actor_name,
        at=at,
    )
