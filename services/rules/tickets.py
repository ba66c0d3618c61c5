"""The state table of tickets: which move leads from where to where, who may, with what.

The actions decide by it, the page of a ticket shows its buttons by it, docs/tickets.md is written
from it, and the database refuses what it does not have (migration of the walls).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from services.choices.tickets import TicketMove, TicketState
from services.rules.ticket_ways import (
    Ball,
    ClockAct,
    Need,
    Permit,
    Side,
    Way,
    listed,
    permits,
    states,
)
from wuhan_smes.access import Capability
from wuhan_smes.errors import TransitionRefused

S, M, N, K = TicketState, TicketMove, Need, ClockAct

COLLECTOR: Final = permits(Capability.TICKET_HANDLE, Side.COLLECTOR)
DESK: Final = permits(Capability.TICKET_TRIAGE, Side.DESK)
CLOSER: Final = permits(Capability.TICKET_CLOSE, Side.DESK)
HANDLER: Final = permits(Capability.TICKET_HANDLE, Side.HANDLER)
HELPER: Final = permits(Capability.TICKET_HANDLE, Side.HELPER)
LEAD: Final = permits(Capability.TICKET_APPROVE, Side.LEAD)
GIVER: Final = permits(Capability.STATION_EDIT, Side.LEAD)
KEEPER: Final = permits(Capability.TICKET_POLICY, Side.LEAD)

OPEN: Final = tuple(s for s in S if s not in {S.DRAFT, S.CLOSED})
WORKED: Final = states(S.SIGNED, S.IN_PROGRESS, S.SELF_HANDLED, S.SPECIAL_STUDY)
FIRST: Final = (S.DRAFT, S.COLLECTED)
# 首接负责: a unit that is handed a ticket for the third time in vain is not asked a fourth time.
RETURNS_TO_ARBITRATE: Final = 3
GRADES: Final = (1, 2, 3)
# Steps that something else takes: a request, its refusal, a changed calendar, a station that
# closes, two enterprises that are found to be one.
BEHIND: Final = frozenset({M.ASK, M.REFUSE, M.RECALCULATE, M.HAND_OVER})

FLOW: Final[tuple[Way, ...]] = (
    Way(M.SUBMIT, states(S.DRAFT), S.COLLECTED, COLLECTOR + DESK, (), (K.OPEN_SIGN, K.OPEN_SOLVE)),
    Way(M.TRIAGE, states(S.COLLECTED), S.TRIAGED, COLLECTOR + DESK, (), (K.END_SIGN,)),
    Way(
        M.TRIAGE,
        states(S.SELF_HANDLED),
        S.TRIAGED,
        COLLECTOR + DESK,
        (),
        (K.END_WORK,),
        remark="包办不了，交回研判",
    ),
    Way(M.TRIAGE, states(S.RETURNED, S.REOPENED), S.TRIAGED, DESK, (), (K.END_SIGN,)),
    Way(M.DECLINE, states(S.TRIAGED), S.CLOSED, DESK, (N.REASON,), (K.END_ALL,)),
    Way(
        M.ANSWER,
        states(S.COLLECTED, S.TRIAGED),
        S.CLOSED,
        COLLECTOR + DESK,
        (N.NOTE,),
        (K.END_ALL,),
        remark="仅限咨询，一次答清，计入办结",
    ),
    Way(M.SELF_HANDLE, states(S.TRIAGED), S.SELF_HANDLED, COLLECTOR + DESK, (), (K.OPEN_WORK,)),
    Way(
        M.ASSIGN,
        states(S.TRIAGED),
        S.ASSIGNED,
        DESK,
        (N.AGENCY,),
        (K.OPEN_SIGN,),
        remark="退回满三次后改为裁定",
    ),
    Way(
        M.ARBITRATE,
        states(S.TRIAGED),
        S.ASSIGNED,
        LEAD,
        (N.AGENCY, N.REASON),
        (K.OPEN_SIGN,),
        remark="首接负责：裁定后不得再退回",
    ),
    Way(
        M.TRANSFER,
        states(S.ASSIGNED),
        S.ASSIGNED,
        DESK,
        (N.AGENCY, N.REASON),
        (K.RENEW_SIGN,),
        remark="办结时限始终自收到之日计算",
    ),
    Way(M.REFER, states(S.TRIAGED), S.TRIAGED, DESK, (N.UNIT, N.REASON), ()),
    Way(M.SIGN, states(S.ASSIGNED), S.SIGNED, HANDLER, (), (K.END_SIGN, K.OPEN_WORK)),
    Way(
        M.RETURN,
        states(S.ASSIGNED),
        S.RETURNED,
        LEAD,
        (N.REASON,),
        (K.OPEN_SIGN,),
        asked_by=HANDLER,
        remark="签收时限内提出，管理单位负责人同意",
    ),
    Way(M.PROGRESS, states(S.SIGNED), S.IN_PROGRESS, HANDLER, (N.NOTE,), (K.END_TOLD,)),
    Way(
        M.PROGRESS,
        states(S.IN_PROGRESS, S.SELF_HANDLED, S.SPECIAL_STUDY, S.LISTED),
        None,
        HANDLER + HELPER,
        (N.NOTE,),
        (K.END_TOLD,),
    ),
    Way(
        M.SUSPEND,
        states(S.IN_PROGRESS),
        S.SUSPENDED,
        LEAD,
        (N.WAITING_FOR, N.REASON),
        (K.PAUSE,),
        asked_by=HANDLER,
    ),
    Way(M.RESUME, states(S.SUSPENDED), S.IN_PROGRESS, HANDLER + DESK + LEAD, (), (K.RESUME,)),
    Way(
        M.RESUME,
        states(S.SPECIAL_STUDY),
        S.IN_PROGRESS,
        LEAD,
        (N.NOTE,),
        (K.END_STUDY,),
        remark="记录议定事项",
    ),
    Way(M.RESUME, states(S.LISTED), S.IN_PROGRESS, HANDLER + DESK, (N.NOTE,), (K.OPEN_SOLVE,)),
    Way(
        M.RESUME,
        states(S.REOPENED),
        S.IN_PROGRESS,
        DESK,
        (),
        (K.END_SIGN,),
        remark="交原承办方重办",
    ),
    Way(
        M.EXTEND,
        WORKED,
        None,
        LEAD,
        (N.DAYS, N.REASON),
        (K.EXTEND,),
        asked_by=HANDLER,
        remark="到期前提出，按办理时限规定的次数与天数",
    ),
    Way(M.REMIND, states(*OPEN), None, DESK + LEAD, (), ()),
    Way(M.SUPERVISE, states(*OPEN), None, LEAD, (N.NOTE,), ()),
    Way(
        M.STUDY,
        states(S.IN_PROGRESS),
        S.SPECIAL_STUDY,
        LEAD,
        (N.MEETING,),
        (K.OPEN_STUDY,),
        remark="办结时限照常计算",
    ),
    Way(
        M.LIST,
        states(S.IN_PROGRESS, S.SPECIAL_STUDY),
        S.LISTED,
        LEAD,
        (N.REVIEW_ON, N.REASON),
        (K.END_ALL,),
        asked_by=HANDLER,
    ),
    Way(
        M.REPLY,
        states(S.IN_PROGRESS, S.SPECIAL_STUDY, S.SELF_HANDLED),
        S.REPLIED,
        HANDLER,
        (N.OUTCOME, N.NOTE),
        (K.END_ALL,),
    ),
    Way(M.AUDIT, states(S.REPLIED), S.AUDITED, CLOSER, (), (), remark="答复人不得审核"),
    Way(
        M.SEND_BACK,
        states(S.REPLIED, S.AUDITED),
        S.IN_PROGRESS,
        CLOSER,
        (N.REASON,),
        (K.GIVE_BACK,),
        remark="审核不通过",
    ),
    Way(M.SURVEY, states(S.AUDITED), S.SURVEYED, CLOSER, (N.SURVEY,), ()),
    Way(M.SURVEY, states(S.SURVEYED), None, CLOSER, (N.SURVEY,), (), remark="再次联系"),
    Way(
        M.CLOSE,
        states(S.SURVEYED),
        S.CLOSED,
        CLOSER,
        (),
        (K.END_ALL,),
        remark="企业未确认解决且满意的，须写明理由",
    ),
    Way(M.CLOSE, states(S.LISTED), S.CLOSED, CLOSER, (N.OUTCOME, N.REASON), (K.END_ALL,)),
    Way(
        M.REOPEN,
        states(S.SURVEYED, S.CLOSED),
        S.REOPENED,
        CLOSER + COLLECTOR,
        (N.REASON,),
        (K.OPEN_SIGN, K.OPEN_SOLVE),
        remark="轮次加一；不满意的提高一级办理",
    ),
    Way(M.MERGE, states(S.COLLECTED, S.TRIAGED), S.CLOSED, DESK, (N.INTO,), (K.END_ALL,)),
    Way(M.UNMERGE, states(S.CLOSED), S.COLLECTED, DESK, (N.REASON,), (K.OPEN_SIGN, K.OPEN_SOLVE)),
    Way(M.ASK, states(S.ASSIGNED, *WORKED), None, HANDLER, (N.REASON,), ()),
    Way(M.REFUSE, states(S.ASSIGNED, *WORKED), None, LEAD, (), ()),
    Way(M.RECALCULATE, states(*OPEN), None, KEEPER, (), ()),
    Way(
        M.HAND_OVER,
        states(S.DRAFT, *OPEN),
        None,
        GIVER,
        (),
        (),
        remark="服务站撤销、企业合并时随同移交",
    ),
)

BALL: Final[dict[TicketState, Ball]] = {
    S.DRAFT: Ball.COLLECTOR,
    S.COLLECTED: Ball.DESK,
    S.TRIAGED: Ball.DESK,
    S.SELF_HANDLED: Ball.HANDLER,
    S.ASSIGNED: Ball.HANDLER,
    S.SIGNED: Ball.HANDLER,
    S.RETURNED: Ball.DESK,
    S.IN_PROGRESS: Ball.HANDLER,
    S.SUSPENDED: Ball.AWAITED,
    S.SPECIAL_STUDY: Ball.DESK,
    S.REPLIED: Ball.DESK,
    S.AUDITED: Ball.DESK,
    S.SURVEYED: Ball.DESK,
    S.LISTED: Ball.HANDLER,
    S.CLOSED: Ball.NOBODY,
    S.REOPENED: Ball.DESK,
}


def way(state: str, move: TicketMove) -> Way:
    """The row by which `move` leads on from `state`; refuses moves the table does not have."""
    current = TicketState(state)
    for row in FLOW:
        if row.move == move and current in row.frm:
            return row
    raise TransitionRefused(f"“{current.label}”状态的工单不能{move.label}", state=state, move=move)


def ways_from(state: str) -> tuple[Way, ...]:
    """Every row that leads on from `state`."""
    return tuple(row for row in FLOW if state in row.frm)


def askable(state: str) -> bool:
    """Whether anything can be asked for in `state`, and so wait for an answer."""
    return any(row.move is TicketMove.ASK for row in ways_from(state))


def steps() -> Iterator[tuple[str, str, str]]:
    """Every (move, state before, state after) there may be; the first step comes from nothing."""
    for first in FIRST:
        yield TicketMove.RAISE.value, "", first.value
    for row in FLOW:
        for state in TicketState:
            if state in row.frm:
                yield row.move.value, state.value, row.after(state).value


def successors(state: TicketState) -> tuple[TicketState, ...]:
    """The states that may follow `state`, itself left out."""
    after = {row.after(state) for row in ways_from(state)}
    return tuple(s for s in TicketState if s in after and s != state)


def told(who: Iterable[Permit]) -> str:
    """Sides in words."""
    return listed(dict.fromkeys(permit.side for permit in who))
