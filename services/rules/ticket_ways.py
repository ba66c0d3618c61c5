"""The words the state table of tickets is written in."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from services.choices.tickets import TicketMove, TicketState
from wuhan_smes.access import Capability


class Side(Enum):
    """As what somebody acts on a ticket."""

    COLLECTOR = "收集方（服务站，无服务站的为登记单位）"
    DESK = "管理单位经办"
    HANDLER = "承办方（主办单位、包办的服务站或管理单位）"
    HELPER = "协办单位"
    LEAD = "管理单位负责人"


class Need(StrEnum):
    """What a move must be given."""

    NOTE = "note"
    REASON = "reason"
    AGENCY = "agency"
    UNIT = "unit"
    OUTCOME = "outcome"
    WAITING_FOR = "waiting_for"
    REVIEW_ON = "review_on"
    DAYS = "days"
    MEETING = "meeting"
    SURVEY = "survey"
    INTO = "into"

    @property
    def label(self) -> str:
        return NEED_LABELS[self]


NEED_LABELS = {
    Need.NOTE: "办理说明",
    Need.REASON: "理由",
    Need.AGENCY: "主办单位（可加协办单位）",
    Need.UNIT: "上级或下级单位",
    Need.OUTCOME: "办理结果",
    Need.WAITING_FOR: "等待事由",
    Need.REVIEW_ON: "复查日期",
    Need.DAYS: "延长时限",
    Need.MEETING: "会议日期与主持人",
    Need.SURVEY: "联系、解决、满意情况",
    Need.INTO: "并入的工单",
}


class ClockAct(Enum):
    """What a move does to the time limits."""

    OPEN_SIGN = "签收时限起算"
    RENEW_SIGN = "签收时限重新起算（规定沿用原时限的除外）"
    OPEN_WORK = "联系、方案时限起算"
    OPEN_STUDY = "专题研究时限起算"
    OPEN_SOLVE = "办结时限起算"
    END_SIGN = "签收时限停止"
    END_WORK = "联系、方案时限停止"
    END_STUDY = "专题研究时限停止"
    END_TOLD = "联系、方案时限按所报停止"
    PAUSE = "各时限暂停"
    RESUME = "各时限继续"
    EXTEND = "办结时限延长"
    GIVE_BACK = "办结时限继续（答复至退回之间不计）"
    END_ALL = "各时限停止"


class Ball(Enum):
    """Who holds the ticket from a state on."""

    COLLECTOR = "收集方"
    DESK = "管理单位"
    HANDLER = "承办方"
    AWAITED = "企业（等待企业时）或承办方"
    NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Permit:
    """One side that may make a move, and the capability it must hold there."""

    side: Side
    capability: Capability


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table: from which states a move leads where, who may, with what.

    `to` is None where the state stays. `asked_by` may ask somebody of `who` to make the move.
    """

    move: TicketMove
    frm: frozenset[TicketState]
    to: TicketState | None
    who: tuple[Permit, ...]
    needs: tuple[Need, ...] = ()
    clocks: tuple[ClockAct, ...] = ()
    asked_by: tuple[Permit, ...] = ()
    remark: str = ""

    def after(self, state: TicketState) -> TicketState:
        return self.to or state


def states(*of: TicketState) -> frozenset[TicketState]:
    return frozenset(of)


def permits(capability: Capability, *sides: Side) -> tuple[Permit, ...]:
    return tuple(Permit(side, capability) for side in sides)


def listed(words: Iterable[Enum]) -> str:
    """Values of several words in one line; a dash for none."""
    return "；".join(str(word.value) for word in words) or "—"
