"""What follows when a title is taken away."""

from datetime import date
from typing import Final

from enterprises.choices import WithdrawalCause
from enterprises.rules.spans import last_day, months_later
from wuhan_smes.errors import Fault, InputRefused

BAR_MONTHS: Final = 36
# A decision against the holder, as opposed to an end by time, wish or change of the holder.
REVOKING: Final = frozenset(
    {WithdrawalCause.FALSIFICATION, WithdrawalCause.VIOLATION, WithdrawalCause.UNFIT}
)
BARRING: Final = frozenset({WithdrawalCause.FALSIFICATION, WithdrawalCause.VIOLATION})


def cascades(cause: str) -> bool:
    """数据造假：取消全部称号。"""
    return WithdrawalCause(cause) is WithdrawalCause.FALSIFICATION


def barred_until(cause: str, withdrawn_on: date) -> date | None:
    """The first day on which the holder may apply again; none if not barred."""
    if WithdrawalCause(cause) not in BARRING:
        return None
    return months_later(withdrawn_on, BAR_MONTHS)


def require_document(cause: str, document_no: str) -> None:
    """A decision against the holder has a document that says so."""
    if cause not in WithdrawalCause.values:
        raise InputRefused(Fault("cause", "unknown", "没有这个终止原因"))
    if cause in REVOKING and not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "撤销称号须写明决定文号"))


def require_within(on: date, start: date, until: date | None, *, today: date, cause: str) -> None:
    """A title ends within its term; one that ended by itself can still be revoked, for the bar."""
    if on < start:
        detail = f"终止日期不能早于有效期起（{start}）；认定本身有误的，终止日期填 {start}"
        raise InputRefused(Fault("on", "too_early", detail))
    if until is not None and on > until and cause not in BARRING:
        detail = f"称号已于 {last_day(until)} 到期，终止日期最晚为 {until}"
        raise InputRefused(Fault("on", "too_late", detail))
    if on > today and (cause in REVOKING or until is None):
        raise InputRefused(Fault("on", "in_the_future", "终止日期不能晚于今天"))
