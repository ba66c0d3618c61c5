"""What may be done with stations, filings and care. Values in, values out."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from services.choices.stations import FilingState
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

FARTHEST: Final = timedelta(days=366)
NAMED: Final = 3


def require_words(field: str, text: str, detail: str) -> str:
    """The words without their margins; refuses none."""
    if not text.strip():
        raise InputRefused(Fault(field, "required", detail))
    return text.strip()


def checked_phone(text: str) -> str:
    """A telephone as digits. Refuses what cannot be one."""
    digits = "".join(char for char in text if char.isdecimal() and char.isascii())
    if digits.startswith("86") and len(digits) == 13:
        digits = digits[2:]
    strange = any(not (char.isascii() and char.isdecimal()) and char not in "+- " for char in text)
    if strange or not 7 <= len(digits) <= 12:
        raise InputRefused(Fault("phone", "invalid", "手机号应为 11 位数字"))
    return digits


def require_open(opened_on: date | None, closed_on: date | None, *, on: date) -> None:
    """A station takes on people and care while it is open."""
    if opened_on is not None and on < opened_on:
        raise ActionRefused(f"服务站于 {opened_on} 设立，日期不能更早")
    if closed_on is not None and on >= closed_on:
        raise ActionRefused(f"服务站已于 {closed_on} 撤销")


def require_near(field: str, on: date, *, today: date) -> None:
    """Days are told as they come; a year ahead at most."""
    if on > today + FARTHEST:
        raise InputRefused(Fault(field, "far", "日期不能晚于一年以后"))


def require_happened(field: str, on: date, *, today: date) -> None:
    if on > today:
        raise InputRefused(Fault(field, "future", "日期不能晚于今天"))


def require_waiting(state: str) -> None:
    if state != FilingState.APPLIED:
        label = FilingState(state).label
        raise TransitionRefused(f"该备案{label}，不能再核准或退回")


def require_filed(state: str) -> None:
    """Only a filing that was approved and has not ended goes on, moves or ends."""
    if state != FilingState.APPROVED:
        label = FilingState(state).label
        raise TransitionRefused(f"该备案{label}，不能办理")


def require_other_eyes(actor_id: int | None, applied_by_id: int | None) -> None:
    """Who applied may not approve."""
    if actor_id is not None and actor_id == applied_by_id:
        raise ActionRefused("本人提出的备案申请须由他人核准")


def require_later(on: date, began: date | None, sentence: str) -> None:
    """Something ends after it began."""
    if began is not None and on <= began:
        raise ActionRefused(sentence)


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many there are."""
    few = "、".join(names[:NAMED])
    return f"{few}等 {len(names)} 项" if len(names) > NAMED else few
