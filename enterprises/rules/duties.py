"""动态管理: when an update or a report is due, and when the right to a review is lost.

年度更新期限按梯度为数据；变更后三个月内报告；经提醒仍不更新的，丧失复核资格
（工信部政法〔2023〕138号；各期限目前均只有单一来源）。
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final, Protocol

from enterprises.choices.holding import ChangeCause, DutyState
from enterprises.rules.spans import months_later
from wuhan_smes.errors import Fault, InputRefused, TransitionRefused

REPORT_MONTHS: Final = 3
# How long before the day the holder is reminded, and how long after a reminder he has at least.
REMINDED_AHEAD: Final = timedelta(days=30)
DAY: Final = timedelta(days=1)


class Days(Protocol):
    """The days of a duty."""

    due_on: date
    reminded_on: date | None
    done_on: date | None
    lost_on: date | None
    excused_on: date | None
    ended_on: date | None


def update_due(year: int, month_day: str) -> date:
    """The last day of the yearly update: 05-31 of its year."""
    return date.fromisoformat(f"{year}-{month_day}")


def report_due(changed_on: date) -> date:
    """The last day on which a change is reported in time."""
    return months_later(changed_on, REPORT_MONTHS)


def loses_on(due_on: date, reminded_on: date) -> date:
    """The day on which the right to a review is gone: after the day itself, and never sooner than
    a month after the reminder.
    """
    return max(due_on, reminded_on + REMINDED_AHEAD) + DAY


def state(duty: Days, *, on: date) -> DutyState:
    """How a duty stands. What is lost stays lost, done or not, until it is given back."""
    if duty.done_on is None and duty.ended_on is not None:
        return DutyState.ENDED
    if duty.lost_on is not None and duty.excused_on is None:
        return DutyState.LOST
    if duty.done_on is not None:
        return DutyState.DONE
    if duty.excused_on is not None:
        return DutyState.EXCUSED
    return DutyState.LATE if duty.due_on < on else DutyState.OPEN


def require_waiting(duty: Days) -> None:
    """Refuses doing what was done, or what has no object any more."""
    if duty.done_on is not None:
        raise TransitionRefused("该事项已经办结")
    if duty.ended_on is not None:
        raise TransitionRefused("称号已终止，该事项无需办理")


def require_done_within(done_on: date, counted_from: date, *, today: date) -> None:
    if done_on > today:
        raise InputRefused(Fault("done_on", "in_the_future", "办结日期不能晚于今天"))
    if done_on < counted_from:
        detail = f"办结日期不能早于起算日（{counted_from}）"
        raise InputRefused(Fault("done_on", "too_early", detail))


def require_change(cause: str, changed_on: date, *, today: date) -> None:
    """Refuses what is no change to report, and one that has not happened."""
    if cause not in ChangeCause.values:
        raise InputRefused(Fault("cause", "unknown", "请选择变更事项"))
    if changed_on > today:
        raise InputRefused(Fault("on", "in_the_future", "变更日期不能晚于今天"))


def excluded(tier_label: str, lost: Collection[str]) -> str:
    """Why a title cannot be reviewed, in one line; empty if it can."""
    return f"“{tier_label}”已丧失复核资格：{'、'.join(lost)}未按期办理" if lost else ""


SHOWN_TONES: Final[Mapping[DutyState, str]] = {
    DutyState.OPEN: "",
    DutyState.LATE: "bad",
    DutyState.LOST: "bad",
    DutyState.EXCUSED: "warn",
    DutyState.DONE: "good",
    DutyState.ENDED: "",
}
