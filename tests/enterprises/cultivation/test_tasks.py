"""What is to be done for those on their way: set for many, ended one by one."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import cultivation_tasks
from enterprises.choices import CultivationStage
from enterprises.models import Cultivation, CultivationTask
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.enterprises.titles.conftest import entries
from tests.factories.accounts import make_access, make_station
from tests.factories.cultivation import make_task, make_way
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.scope import scoped

S = CultivationStage
DUE = date(2026, 4, 1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.mark.covers("enterprises.cultivation_tasks.set_tasks", "works")
def test_a_task_is_set_for_many_at_once(town: Town) -> None:
    ways = [make_way(town.enterprise()) for _ in range(3)]

    with scoped(town.clerk):
        made = cultivation_tasks.set_tasks(
            [way.pk for way in ways],
            access=town.clerk,
            at=NOON,
            title="上门核对",
            due_on=DUE,
            for_station=True,
        )

    assert {task.cultivation_id for task in made} == {way.pk for way in ways}
    assert len(entries("cultivation.set_task")) == 3


@pytest.mark.covers("enterprises.cultivation_tasks.set_tasks", "refused")
def test_a_task_without_words_in_the_past_twice_or_for_one_gone_is_refused(town: Town) -> None:
    way, gone = make_way(town.enterprise()), make_way(town.enterprise(), S.DROPPED)
    make_task(way, title="辅导")

    def task(row: Cultivation, **words: Any) -> None:
        with scoped(town.clerk):
            cultivation_tasks.set_tasks(
                [row.pk], access=town.clerk, at=NOON, **{"title": "甲", "due_on": DUE, **words}
            )

    for row, words, sentence in (
        (way, {"title": " "}, "请填写任务内容"),
        (way, {"due_on": date(2026, 3, 2)}, "不能早于今天"),
        (way, {"title": "辅导"}, "已有同样的任务"),
        (gone, {}, "不能再安排培育"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            task(row, **words)


def end(town: Town, task: CultivationTask, who: Access | None = None, **words: Any) -> None:
    access = who or town.clerk
    with scoped(access):
        cultivation_tasks.end_task(task.pk, access=access, at=NOON, **{"outcome": "done", **words})


@pytest.mark.covers("enterprises.cultivation_tasks.end_task", "works")
def test_a_task_is_done_and_says_how(town: Town) -> None:
    task = make_task(make_way(town.enterprise()))

    end(town, task, note="已补齐")

    task.refresh_from_db()
    assert (task.outcome, task.note, task.ended_at) == ("done", "已补齐", NOON)
    assert entries("cultivation.end_task") == [{"outcome": ["", "done"], "note": "已补齐"}]


@pytest.mark.covers("enterprises.cultivation_tasks.end_task", "refused")
def test_a_task_ends_once_and_is_cancelled_with_a_reason(town: Town) -> None:
    task = make_task(make_way(town.enterprise()))

    with pytest.raises(InputRefused, match="取消原因"):
        end(town, task, outcome="cancelled")
    with pytest.raises(InputRefused, match="办理结果"):
        end(town, task, outcome="whim")
    with pytest.raises(StaleVersion):
        end(town, task, expected_version=7)
    end(town, task)
    with pytest.raises(TransitionRefused, match="已经办结"):
        end(town, task)


def test_the_station_that_was_given_a_task_ends_it_and_no_other(town: Town) -> None:
    station = make_profile(make_station(town.here)).station
    person, stranger = (
        make_access("specialist", station=it) for it in (station, make_station(town.here))
    )
    enterprise = town.enterprise()
    make_assignment(enterprise, make_specialist(station))
    way = make_way(enterprise)
    words: dict[str, Any] = {"title": "上门核对", "due_on": DUE, "for_station": True}
    with scoped(town.clerk):
        (task,) = cultivation_tasks.set_tasks([way.pk], access=town.clerk, at=NOON, **words)

    assert task.station_id == station.pk
    with pytest.raises(CultivationTask.DoesNotExist):
        end(town, task, stranger)
    with pytest.raises(NotPermitted, match="由管理单位取消"):
        end(town, task, person, outcome="cancelled", note="不去了")
    end(town, task, person, note="已上门")

    task.refresh_from_db()
    assert (task.outcome, task.note) == ("done", "已上门")


@pytest.mark.covers("enterprises.cultivation_tasks.end_task", "reach", "capability")
def test_another_units_task_is_not_there_and_a_reader_ends_none(town: Town) -> None:
    task = make_task(make_way(make_enterprise(unit=town.there)))
    mine = make_task(make_way(town.enterprise()))

    with pytest.raises(CultivationTask.DoesNotExist):
        end(town, task)
    with pytest.raises(NotPermitted):
        end(town, mine, town.reader)


@pytest.mark.covers("enterprises.cultivation_tasks.end_task", "race")
@pytest.mark.django_db(transaction=True)
def test_two_clerks_end_a_task_once() -> None:
    town = build_town()
    task = make_task(make_way(town.enterprise()))

    def done() -> object:
        return cultivation_tasks.end_task(task.pk, access=town.clerk, at=NOON, outcome="done")

    assert race(done, done, as_first=town.clerk, as_second=town.clerk)[1] != "done"
