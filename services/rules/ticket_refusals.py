"""What may not be done with a ticket, beyond what the table says."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from services.choices.tickets import Nature, Outcome, Satisfaction
from services.rules.ticket_ways import Permit
from services.rules.tickets import RETURNS_TO_ARBITRATE, told
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

STALE: Final = "该工单已被他人办理，请刷新后重新提交"


class TicketRefused(ActionRefused):
    """The ticket cannot take this move now."""

    code = "ticket_refused"


class ArbitrationNeeded(ActionRefused):
    """首接负责: returned too often to be handed out by the desk again."""

    code = "arbitration_needed"


def not_his(who: Collection[Permit]) -> NotPermitted:
    """The refusal for somebody who sees the ticket but is not the one to act."""
    return NotPermitted(f"该操作由{told(who).replace('；', '或')}办理")


def require_words(field: str, text: str, sentence: str) -> None:
    if not text.strip():
        raise InputRefused(Fault(field, "required", sentence))


def require_handing_out(returns: int, *, arbitrated: bool) -> None:
    """After three returns only a lead decides who handles it."""
    if returns >= RETURNS_TO_ARBITRATE and not arbitrated:
        sentence = f"已被退回 {returns} 次，按首接负责由负责人裁定承办单位"
        raise ArbitrationNeeded(sentence, returns=returns)


def require_returnable(due_at: datetime | None, *, arbitrated: bool, asked_at: datetime) -> None:
    if arbitrated:
        raise TicketRefused("承办单位已经裁定，不得退回，如有困难请协同办理")
    if due_at is not None and asked_at > due_at:
        raise TicketRefused("已过签收时限，不能退回，请签收办理")


def require_consultation(nature: str) -> None:
    if nature != Nature.CONSULTATION:
        raise TicketRefused("只有咨询可以即答即结，其他诉求请受理后办理")


def require_another_person(before: int | None, now: int | None, sentence: str) -> None:
    """Four eyes; the product itself is nobody's second pair."""
    if before is not None and before == now:
        raise NotPermitted(sentence)


def require_review_ahead(review_on: date, today: date) -> None:
    if review_on <= today:
        raise InputRefused(Fault("review_on", "past", "复查日期须晚于今天"))


def require_closable(*, confirmed: bool, reason: str) -> None:
    """Struck off with the enterprise's word, or with a reason that stays on record."""
    if not confirmed and not reason.strip():
        sentence = "企业未确认已解决且满意，销号须写明理由"
        raise InputRefused(Fault("reason", "required", sentence))


def confirmed(*, reached: bool, solved: bool | None, satisfaction: str) -> bool:
    """Whether a call-back is the enterprise's consent to strike the ticket off."""
    return reached and bool(solved) and satisfaction != Satisfaction.UNSATISFIED


def require_answer(outcome: str, allowed: Collection[Outcome]) -> None:
    if outcome not in allowed:
        words = "、".join(it.label for it in allowed)
        raise InputRefused(Fault("outcome", "unknown", f"办理结果可选：{words}"))


def require_survey(
    *, reached: bool, contacted: bool | None, solved: bool | None, satisfaction: str
) -> None:
    """Everything is answered when somebody was reached, nothing when nobody was."""
    answered = contacted is not None and solved is not None and satisfaction != ""
    empty = contacted is None and solved is None and satisfaction == ""
    if reached and not answered:
        raise InputRefused(
            Fault("satisfaction", "required", "已联系上企业的，请填写是否联系、是否解决和满意度")
        )
    if not reached and not empty:
        raise InputRefused(
            Fault("reached", "contradiction", "未联系上企业的，不能填写解决与满意情况")
        )
