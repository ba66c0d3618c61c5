"""The state table of what is owed: which move leads from where to where, who may, with what.

The actions decide by it, docs/money.md is written from it, and the database refuses what it does
not have (migration of the walls). Four of the states are the finder's: what it finds, waits for
evidence, waits for its day or lapses, it finds anew each time; from the district's review on a
line moves by its steps alone, and what it says is settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from measures.choices import EntitlementState, FlowMove
from wuhan_smes.access import Capability
from wuhan_smes.errors import TransitionRefused

S, M, C = EntitlementState, FlowMove, Capability

# Set by the finder, and by nobody else.
FOUND: Final = frozenset({S.MISSING_EVIDENCE, S.DEFERRED, S.PROPOSED, S.LAPSED})


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table; `to` is None where the state stays. `reason`: it must be given."""

    move: FlowMove
    frm: frozenset[EntitlementState]
    to: EntitlementState | None
    capability: Capability
    reason: bool = False
    remark: str = ""

    def after(self, state: EntitlementState) -> EntitlementState:
        return self.to or state


def _way(
    move: FlowMove,
    frm: tuple[EntitlementState, ...],
    to: EntitlementState | None,
    capability: Capability,
    *,
    reason: bool = False,
    remark: str = "",
) -> Way:
    return Way(move, frozenset(frm), to, capability, reason, remark)


# From where money that was paid may be demanded back, and where a withdrawn demand leads again:
# a part of it may have been paid, given back or refused before.
RECLAIMED: Final = (S.SETTLED, S.SURPLUS, S.CITY_CHECKED, S.REJECTED, S.RECOVERED)

FLOW: Final[tuple[Way, ...]] = (
    _way(
        M.REVIEW,
        (S.PROPOSED,),
        S.DISTRICT_REVIEWED,
        C.ENTITLEMENT_REVIEW,
        remark="真实性、合规性、符合性",
    ),
    _way(M.REJECT, (S.PROPOSED,), S.REJECTED, C.ENTITLEMENT_REVIEW, reason=True),
    _way(M.REJECT, (S.DISTRICT_REVIEWED,), S.REJECTED, C.ENTITLEMENT_CHECK, reason=True),
    _way(
        M.REOPEN,
        (S.REJECTED,),
        S.PROPOSED,
        C.ENTITLEMENT_CHECK,
        reason=True,
        remark="首笔拨付以前",
    ),
    _way(
        M.CHECK,
        (S.DISTRICT_REVIEWED,),
        S.CITY_CHECKED,
        C.ENTITLEMENT_CHECK,
        remark="复核人不得是区审核人",
    ),
    _way(
        M.SEND_BACK,
        (S.DISTRICT_REVIEWED, S.CITY_CHECKED),
        S.PROPOSED,
        C.ENTITLEMENT_CHECK,
        reason=True,
        remark="首笔拨付以前",
    ),
    _way(M.ARRANGE, (S.CITY_CHECKED,), S.ARRANGED, C.PAYMENT_ARRANGE, remark="占用预算"),
    _way(
        M.TAKE_OUT,
        (S.ARRANGED, S.NOTICED, S.ORDERED, S.CONFIRMED, S.RETURNED),
        S.CITY_CHECKED,
        C.PAYMENT_ARRANGE,
        reason=True,
        remark="取消占用",
    ),
    _way(M.PUBLISH, (S.ARRANGED,), S.NOTICED, C.PAYMENT_ARRANGE, remark="按工作日，首日计入"),
    _way(
        M.OBJECT,
        (S.NOTICED,),
        S.SUSPENDED,
        C.PAYMENT_ARRANGE,
        reason=True,
        remark="只停这一项，登记诉求核查",
    ),
    _way(M.DISMISS, (S.SUSPENDED,), S.NOTICED, C.ENTITLEMENT_CHECK, reason=True),
    _way(
        M.UPHOLD,
        (S.SUSPENDED,),
        S.REJECTED,
        C.ENTITLEMENT_CHECK,
        reason=True,
        remark="尚未拨付的不予兑付，取消占用",
    ),
    _way(
        M.UPHOLD,
        (S.SUSPENDED,),
        S.SURPLUS,
        C.ENTITLEMENT_CHECK,
        reason=True,
        remark="已拨付前几笔的，余额不再拨付，取消占用；已拨付的可决定追回",
    ),
    _way(M.ORDER, (S.NOTICED,), S.ORDERED, C.PAYMENT_ARRANGE, remark="公示期满；指标文号"),
    _way(
        M.CONFIRM,
        (S.ORDERED, S.RETURNED),
        S.CONFIRMED,
        C.PAYMENT_CONFIRM,
        remark="户名与企业名称一致；提交后收款人、账号、金额不得改动",
    ),
    _way(
        M.DECLINE,
        (S.ORDERED, S.RETURNED),
        S.SURPLUS,
        C.PAYMENT_ARRANGE,
        reason=True,
        remark="取消占用",
    ),
    _way(M.APPROVE, (S.CONFIRMED,), None, C.PAYMENT_APPROVE, remark="审批人不得是安排人"),
    _way(
        M.RELEASE,
        (S.CONFIRMED,),
        S.RELEASED,
        C.PAYMENT_RELEASE,
        remark="拨付人不得是审批人；再次核查否决情形与就高不重复",
    ),
    _way(
        M.SETTLE_PART,
        (S.RELEASED, S.RETURNED, S.CONFIRMED),
        None,
        C.PAYMENT_RELEASE,
        remark="其余各级资金尚未到账",
    ),
    _way(M.SETTLE, (S.RELEASED,), S.SETTLED, C.PAYMENT_RELEASE),
    _way(
        M.BOUNCE,
        (S.RELEASED, S.RETURNED),
        S.RETURNED,
        C.PAYMENT_RELEASE,
        reason=True,
        remark="冲回并重新占用，另编付款号",
    ),
    _way(M.EVALUATE, (S.SETTLED,), None, C.ENTITLEMENT_CHECK, remark="已是最后一笔"),
    _way(M.ADVANCE, (S.SETTLED,), S.CITY_CHECKED, C.ENTITLEMENT_CHECK, remark="还有下一笔"),
    _way(M.FORFEIT, (S.SETTLED,), S.SURPLUS, C.ENTITLEMENT_CHECK, reason=True),
    _way(
        M.CORRECT,
        (S.SURPLUS,),
        S.CITY_CHECKED,
        C.ENTITLEMENT_CHECK,
        reason=True,
        remark="统计数据更正后合格",
    ),
    _way(
        M.CLAW_BACK,
        RECLAIMED,
        S.RECOVERING,
        C.PAYMENT_APPROVE,
        reason=True,
        remark="决定文号、本金、利息、限期、暂停享受",
    ),
    _way(M.RECEIVE, (S.RECOVERING,), None, C.PAYMENT_RELEASE),
    _way(M.RECOVER, (S.RECOVERING,), S.RECOVERED, C.PAYMENT_RELEASE),
    *(
        _way(
            M.WAIVE,
            (S.RECOVERING,),
            state,
            C.PAYMENT_APPROVE,
            reason=True,
            remark="尚未收到款项，回到追回前的状态",
        )
        for state in RECLAIMED
    ),
)


def way(state: str, move: FlowMove, to: str | None = None) -> Way:
    """The row by which `move` leads on from `state` (where it may lead to several, on to `to`);
    refuses moves the table does not have.
    """
    current = EntitlementState(state)
    for row in FLOW:
        if row.move == move and current in row.frm and to in (None, row.to):
            return row
    raise TransitionRefused(f"“{current.label}”的事项不能{move.label}", state=state, move=move)


def capability_of(move: FlowMove) -> frozenset[Capability]:
    """What somebody must hold to make `move` from some state."""
    return frozenset(row.capability for row in FLOW if row.move == move)


def ways_from(state: str) -> tuple[Way, ...]:
    """Every row that leads on from `state`."""
    return tuple(row for row in FLOW if state in row.frm)


def steps() -> Iterator[tuple[str, str, str]]:
    """Every (move, state before, state after) there may be."""
    for row in FLOW:
        for state in EntitlementState:
            if state in row.frm:
                yield row.move.value, state.value, row.after(state).value
