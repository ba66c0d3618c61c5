"""How much time is left, in words: counted in working days where there are any."""

from datetime import UTC, date, datetime

import pytest

from services.rules.clock_words import told
from services.rules.clocks import CITY_TIME
from services.rules.ticket_lights import Light
from wuhan_smes.worktime.calendar import WorkCalendar

CALENDAR = WorkCalendar.of(
    holidays=[date(2026, 10, day) for day in range(1, 8)], makeup_workdays=[date(2026, 10, 10)]
)
NOON = datetime(2026, 9, 30, 4, tzinfo=UTC)


def ends(month: int, day: int, hour: int = 23, minute: int = 59, second: int = 59) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (ends(9, 30), "今天到期"),
        (ends(9, 30, 17, 30, 0), "今天 17:30 到期"),
        (ends(10, 8), "还剩 1 个工作日"),
        (ends(10, 10), "还剩 3 个工作日"),
        (ends(10, 2), "还剩 2 天（休息日）"),
        (ends(9, 29), "逾期 1 个工作日"),
        (ends(9, 24), "逾期 4 个工作日"),
        (ends(9, 30, 9, 0, 0), "逾期 3 小时"),
        (ends(9, 30, 11, 59, 0), "刚刚逾期"),
    ],
)
def test_what_is_left_is_said_as_people_count(due_at: datetime, words: str) -> None:
    assert told(due_at, None, NOON, CALENDAR).words == words


def test_nothing_runs_and_nothing_runs_out_while_paused() -> None:
    assert told(None, None, NOON, CALENDAR).light is Light.NONE
    assert told(ends(9, 1), None, NOON, CALENDAR, paused_at=NOON).words == "时限暂停"


def test_the_light_is_the_rules_and_its_tone_the_badge_s() -> None:
    soon = told(ends(10, 8), NOON, NOON, CALENDAR)

    assert (soon.light, soon.tone) == (Light.AMBER, "warn")
