"""Taking a list of enterprises back: what it registered, corrected, and asked other units for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils import timezone

from enterprises.actions import amending, moves, taking_back, voiding
from enterprises.actions.amending import Amendment
from enterprises.exchange import enterprise_extras
from enterprises.models import DatedFact, Enterprise, IndustryStay, MoveRequest, MoveState, SizeYear
from wuhan_smes.exchange.choices import Operation
from wuhan_smes.exchange.kinds import Context, Trace
from wuhan_smes.many_rows import among

TABLE: Final = "enterprises_enterprise"
REQUESTS: Final = "enterprises_moverequest"
FACTS: Final[Mapping[str, type[DatedFact]]] = {
    "enterprises_industrystay": IndustryStay,
    "enterprises_sizeyear": SizeYear,
}
GONE: Final = "企业已转由其他单位管理"


def undo(traces: Sequence[Trace], context: Context) -> None:
    """New enterprises are voided, columns and facts are as before, open requests are cancelled."""
    access, at, reason = context.access, context.at, f"撤回{context.source}"[:200]
    enterprise_extras.undo(traces, context)
    for table, model in FACTS.items():
        mine = [it for it in traces if it.table == table]
        if mine:
            taking_back.take_back(
                model,
                access=access,
                at=at,
                added={pk for it in mine for pk in it.after["added"]},
                superseded={pk for it in mine for pk in it.before["superseded"]},
            )
    of_rows = [it for it in traces if it.table == TABLE]
    changed = [it for it in of_rows if it.operation is Operation.UPDATED]
    if changed:
        today = timezone.localdate(at)
        former = [Amendment(it.target_id, today, _columns(it.before)) for it in changed]
        amending.amend_set(former, access=access, at=at)
    added = [it.target_id for it in of_rows if it.operation is Operation.ADDED]
    if added:
        voiding.void_set(added, access=access, at=at, reason=reason)
    for it in traces:
        if it.table == REQUESTS:
            moves.cancel(it.target_id, access=access, at=at, note=reason)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    """Rows whose enterprise, fact or request somebody changed since."""
    by_table: defaultdict[str, list[Trace]] = defaultdict(list)
    for it in traces:
        by_table[it.table].append(it)
    found: dict[int, str] = {}
    for table, model in FACTS.items():
        found |= _superseded(model, by_table[table])
    found |= enterprise_extras.touched(by_table)
    found |= _requests(by_table[REQUESTS])
    return found | _enterprises(by_table[TABLE])


def _enterprises(traces: Sequence[Trace]) -> dict[int, str]:
    ids = {it.target_id for it in traces}
    rows = {it.pk: it for it in Enterprise.objects.filter(among("pk", ids))}
    built = voiding.built_on({it.target_id for it in traces if it.operation is Operation.ADDED})
    found: dict[int, str] = {}
    for it in traces:
        row = rows.get(it.target_id)
        if row is None:
            found[it.row_id] = GONE
        elif why := built.get(it.target_id):
            found[it.row_id] = f"“{row.name}”{why}"
        elif any(str(getattr(row, name)) != str(value) for name, value in it.after.items()):
            found[it.row_id] = f"“{row.name}”的登记信息之后又有修改"
    return found


def _superseded(model: type[DatedFact], traces: Sequence[Trace]) -> dict[int, str]:
    if not traces:
        return {}
    ids = {pk for it in traces for pk in it.after["added"]}
    rows = model._default_manager.filter(among("pk", ids), superseded_at__isnull=True)
    standing = set(rows.values_list("pk", flat=True))
    label = model._meta.verbose_name
    return {
        it.row_id: f"{label}之后又有修改" for it in traces if not set(it.after["added"]) <= standing
    }


def _requests(traces: Sequence[Trace]) -> dict[int, str]:
    ids = {it.target_id for it in traces}
    decided = MoveRequest.objects.filter(among("pk", ids)).exclude(state=MoveState.PENDING)
    states = {it.pk: MoveState(it.state).label for it in decided}
    return {it.row_id: f"迁移申请{states[it.target_id]}" for it in traces if it.target_id in states}


def _columns(before: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they were, the founding day read back from how it was kept."""
    day = before.get("established_on")
    if isinstance(day, str):
        return {**before, "established_on": date.fromisoformat(day)}
    return dict(before)
