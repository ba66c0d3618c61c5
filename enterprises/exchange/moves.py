"""Moves between units by list: own enterprises leave, others' are asked for by their code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from enterprises.actions import move_lists, moves
from enterprises.actions.move_lists import Leaving
from enterprises.choices import EnterpriseStatus
from enterprises.exchange.dated import day_of, enterprise_of, facts_touched
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.words import units
from enterprises.models import Enterprise, JurisdictionStay, MoveRequest, MoveState
from enterprises.rules.moves import require_after
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds

STAYS: Final = JurisdictionStay._meta.db_table
REQUESTS: Final = MoveRequest._meta.db_table


class Moves:
    """Where each row wants an enterprise to go, and what stands against it."""

    def __init__(self, rows: Sequence[Row], context: Context) -> None:
        ids = {row.subject_id for row in rows if row.subject_id is not None}
        self.context = context
        self.units = {it.code: it for it in Jurisdiction.objects.managing()}
        self.enterprises = Enterprise.objects.select_related("jurisdiction").in_bulk(ids)
        self.pending = move_lists.pending(ids)
        self.stays = move_lists.stays(ids)

    def leaving(self, row: Row) -> Leaving:
        """What the row says. Raises InputRefused for a day that cannot be."""
        reason = row.values.get("move_reason") or self.context.source_of(row)
        on = day_of(row, "moved_on", self.context)
        to = self.units[row.values["to_district"]].pk
        return Leaving(enterprise_of(row), to, on, reason[:200])

    def decision(self, row: Row) -> Decision:
        leaving = self.leaving(row)
        it = self.enterprises[leaving.enterprise_id]
        asked = self.pending.get(it.pk)
        if it.jurisdiction_id == leaving.to_jurisdiction_id or (
            asked is not None and asked.to_jurisdiction_id == leaving.to_jurisdiction_id
        ):
            return Decision(Verdict.UNCHANGED)
        if asked is not None:
            return Decision.refused(Fault("", "pending", "已有迁往其他单位的待办申请，请先办结"))
        if it.status != EnterpriseStatus.ACTIVE:
            label = EnterpriseStatus(it.status).label
            return Decision.refused(Fault("", "not_active", f"企业{label}，须先恢复在营"))
        stay = self.stays.get(it.pk)
        require_after(leaving.on, stay.during.lower if stay else None)
        to = self.units[row.values["to_district"]]
        changes = {
            "to_district": [it.jurisdiction.name, to.name],
            "moved_on": ["", str(leaving.on)],
        }
        return Decision(Verdict.CHANGED, changes)


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    known = Moves(rows, context)
    for row in rows:
        try:
            yield known.decision(row)
        except InputRefused as refusal:
            yield Decision.refused(
                *(Fault("moved_on", it.code, it.detail) for it in refusal.faults)
            )


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    known, access = Moves(rows, context), context.access
    reach = access.reach(Capability.REGISTER_EDIT)
    told = [(row, known.leaving(row)) for row in rows]
    at_once = [(row, it) for row, it in told if reach.covers(it.to_jurisdiction_id)]
    to_ask = [(row, it) for row, it in told if not reach.covers(it.to_jurisdiction_id)]
    done = move_lists.move_set([it for _, it in at_once], access=access, at=context.at)
    for (row, it), moved in zip(at_once, done, strict=True):
        about = (row.id, STAYS)
        for gone in moved.gone:
            yield Trace(*about, gone.pk, Operation.SUPERSEDED, it.enterprise_id)
        for new in moved.added:
            fields = ["to_district", "moved_on"] if it.on in new.during else []
            yield Trace(*about, new.pk, Operation.ADDED, it.enterprise_id, fields=fields)
    asked = move_lists.ask_set([it for _, it in to_ask], access=access, at=context.at)
    for (row, it), request in zip(to_ask, asked, strict=True):
        yield Trace(row.id, REQUESTS, request.pk, Operation.ADDED, it.enterprise_id)


def transfer(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    """Ask for enterprises of other units, each by its code; those asked for already wait."""
    known, asked = Moves(rows, context), asked_for()
    for row in rows:
        to = known.units[row.values["to_district"]].pk
        code = code_of(row, known.enterprises)
        if (code, to) in asked:
            continue
        asked.add((code, to))
        request = moves.ask_for(
            access=context.access,
            at=context.at,
            uscc=code,
            to_jurisdiction_id=to,
            on=day_of(row, "moved_on", context),
            reason=(row.values.get("move_reason") or context.source_of(row))[:200],
        )
        yield Trace(row.id, REQUESTS, request.pk, Operation.ADDED, None)


def code_of(row: Row, known: Mapping[int, Enterprise]) -> str:
    """The code by which an enterprise of another unit is asked for, that of the row or of whom it
    names. Raises InputRefused where neither is known.
    """
    if code := row.values.get("uscc"):
        return str(code)
    it = known.get(row.subject_id or 0)
    if it is None or not it.uscc:
        detail = "由其他单位管理，请填写统一社会信用代码后申请迁移"
        raise InputRefused(Fault("uscc", "required", detail))
    return it.uscc


def asked_for() -> set[tuple[str, int]]:
    """Codes of other units' enterprises that wait for an answer, with who asked."""
    waiting = MoveRequest.objects.filter(state=MoveState.PENDING, asked_by_receiver=True)
    return set(waiting.values_list("uscc", "to_jurisdiction_id"))


def undo(traces: Sequence[Trace], context: Context) -> None:
    """Requests are cancelled; enterprises that moved at once return."""
    of_stays = [it for it in traces if it.table == STAYS]
    if of_stays:
        move_lists.move_back_set(
            access=context.access,
            at=context.at,
            added={it.target_id for it in of_stays if it.operation == Operation.ADDED},
            superseded={it.target_id for it in of_stays if it.operation == Operation.SUPERSEDED},
        )
    for it in traces:
        if it.table == REQUESTS:
            note = f"撤回{context.source}"[:200]
            moves.cancel(it.target_id, access=context.access, at=context.at, note=note)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    found = {}
    asked = {it.target_id: it.row_id for it in traces if it.table == REQUESTS}
    for request in MoveRequest.objects.filter(pk__in=asked).exclude(state=MoveState.PENDING):
        found[asked[request.pk]] = f"迁移申请{MoveState(request.state).label}"
    return found | facts_touched(JurisdictionStay, [it for it in traces if it.table == STAYS])


kinds.add(
    Kind(
        name="moves",
        title="企业迁移",
        purpose="本单位企业迁往其他单位：市级当即办理，各区提出迁移申请；外单位企业按代码申请接收",
        capability=Capability.REGISTER_EDIT,
        fields=(
            Field("to_district", "迁入单位", "choice", True, True, units, example="江夏区"),
            Field("moved_on", "迁移日期", "date", True, True, example="2026-02-01"),
            Field("move_reason", "迁移理由", example="厂区搬迁"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        transfer=transfer,
        parsers=PARSERS,
    )
)
