"""What may be written down about a visit, and when. Values in, values out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.choices.visits import VisitRank
from wuhan_smes.errors import ActionRefused, Fault

WUHAN: Final = ZoneInfo("Asia/Shanghai")
# A phone's clock may run ahead of ours by this much.
AHEAD: Final = timedelta(minutes=5)
ORDER: Final = (VisitRank.CITY_LEADER, VisitRank.DEPARTMENT, VisitRank.DISTRICT, VisitRank.STATION)


class VisitRefused(ActionRefused):
    """The visit cannot be written down or changed as asked."""

    code = "visit_refused"


class SecondVisit(ActionRefused):
    """The station was there already that day; with a reason it may go again."""

    code = "visit_again_needs_reason"


class SentOtherwise(ActionRefused):
    """The device sent this number before, with other words; those stand."""

    code = "visit_number_taken"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one day, as the unit set them."""

    late_after_days: int
    backdating_days: int
    amend_days: int
    often_a_month: int
    photos: int
    photo_kilobytes: int


def require_same_words(first: str, sent: str, *, visit_id: int) -> None:
    """Refuses what would be lost if it were taken for the visit that stands. `first` is empty
    where nothing is known of what was sent.
    """
    if first and first != sent:
        raise SentOtherwise(
            "同一编号的走访已经登记，内容与这次不同；这次的内容没有保存。"
            "要改已登记的，请打开它更正；确是另一次走访，请另行登记",
            visit_id=visit_id,
        )


def day_of(moment: datetime) -> date:
    """The day in Wuhan."""
    return moment.astimezone(WUHAN).date()


def month_of(moment: datetime) -> tuple[datetime, datetime]:
    """The first moments of the month in Wuhan and of the next one."""
    first = moment.astimezone(WUHAN).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    later = (first + timedelta(days=32)).replace(day=1)
    return first, later


def faults_of_time(
    visited_at: datetime, *, at: datetime, limits: Limits, late_reason: str
) -> Iterator[Fault]:
    """What is wrong with writing the visit down now. A day counts whole: yesterday is one day."""
    if visited_at > at + AHEAD:
        yield Fault("visited_at", "future", "走访时间不能晚于现在")
        return
    days = (day_of(at) - day_of(visited_at)).days
    if days > limits.backdating_days:
        detail = f"只能补登 {limits.backdating_days} 天内的走访，更早的请由区级以历史补录登记"
        yield Fault("visited_at", "too_late", detail)
    elif days > limits.late_after_days and not late_reason.strip():
        detail = f"走访已过去 {days} 天，请说明补登理由"
        yield Fault("late_reason", "required", detail)


def faults_of_the_past(visited_at: datetime, *, at: datetime, reason: str) -> Iterator[Fault]:
    """What is wrong with writing down now what lies back beyond the limits."""
    if day_of(visited_at) > day_of(at):
        yield Fault("visited_at", "future", "走访时间不能晚于今天")
    if not reason.strip():
        yield Fault("late_reason", "required", "请说明补录理由")


def rank_of(station_id: int | None, ranks: Iterable[str]) -> VisitRank:
    """The station's, or that of the highest who came. Raises ValueError when nobody did."""
    if station_id is not None:
        return VisitRank.STATION
    came = {VisitRank(rank) for rank in ranks} - {VisitRank.STATION}
    return min(came, key=ORDER.index)


def require_amendable(*, recorded_at: datetime, voided: bool, at: datetime, limits: Limits) -> None:
    require_standing(voided=voided)
    if not within_amending(recorded_at=recorded_at, at=at, limits=limits):
        raise VisitRefused(
            f"登记已超过 {limits.amend_days} 天，不能更正；确有错误请由区级作废后重新登记"
        )


def within_amending(*, recorded_at: datetime, at: datetime, limits: Limits) -> bool:
    return (day_of(at) - day_of(recorded_at)).days <= limits.amend_days


def require_standing(*, voided: bool) -> None:
    if voided:
        raise VisitRefused("该走访已作废，不能再办理")


def often(times: int, *, limits: Limits) -> str:
    """A word of warning for who is about to come once more; empty while there is no need."""
    if times <= limits.often_a_month:
        return ""
    return f"该企业本月已被走访 {times} 次，请与其他单位统筹安排，为企业减负"
