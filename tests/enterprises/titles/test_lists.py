"""Lists of titles as acts: all or none, within reach, by who may, once."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import batches, title_lists, title_undoing
from enterprises.actions.awarding import Sources
from enterprises.actions.title_lists import Listed
from enterprises.actions.title_undoing import Step
from enterprises.choices import ListOutcome
from enterprises.models import Enterprise, Recognition, RecognitionBatch
from tests.enterprises.titles.conftest import NOON, Town, award, build_town, current, entries
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped

BATCH: dict[str, Any] = {
    "tier": "innovative_sme",
    "kind": "new",
    "recogniser": "示例省经信厅",
    "recogniser_level": "provincial",
    "ordinal": 77,
    "year": 2026,
    "name": "示例第七十七批",
    "announced_on": date(2026, 2, 1),
    "valid_from": date(2026, 2, 1),
}


def listed(enterprise: Enterprise, where: str = "第1表第2行", **values: Any) -> Listed:
    said = award(**values)
    complete = Sources.of([said]).completed(said, NOON)
    return Listed(enterprise.pk, ListOutcome.GIVEN, said, complete, where)


def take(access: Access, *given: Listed) -> list[title_lists.Done]:
    return title_lists.take_list(given, access=access, at=NOON)


def take_back(access: Access, title: Recognition, before: Any = None) -> object:
    steps = [Step(title.pk, before)]
    return title_undoing.take_back(steps, access=access, at=NOON, reason="撤回名单")


def record(access: Access, **values: Any) -> RecognitionBatch:
    return batches.record_published(access=access, at=NOON, **{**BATCH, **values})


@pytest.mark.covers("enterprises.title_lists.take_list", "works")
def test_a_list_is_taken_over_and_leaves_an_entry_for_each(town: Town) -> None:
    given = [listed(town.enterprise()), listed(town.enterprise())]

    with scoped(town.keeper):
        done = take(town.keeper, *given)

    assert [it.row for it in done] == [0, 1]
    assert len(entries("title.recognise")) == 2


@pytest.mark.covers("enterprises.title_lists.take_list", "refused")
def test_a_row_that_the_rules_forbid_stops_the_list(town: Town) -> None:
    with pytest.raises(TransitionRefused, match="企业已注销"):
        take(town.keeper, listed(town.enterprise()), listed(town.enterprise(status="deregistered")))

    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


@pytest.mark.covers("enterprises.title_lists.take_list", "reach")
def test_a_list_gives_nothing_to_another_unit(town: Town) -> None:
    it = listed(town.enterprise())

    with scoped(town.neighbour), pytest.raises(InputRefused, match="不在您的管理范围内"):
        take(town.neighbour, it)


@pytest.mark.covers("enterprises.title_lists.take_list", "capability")
def test_who_keeps_enterprises_takes_over_no_titles(town: Town) -> None:
    it = listed(town.enterprise())

    with pytest.raises(NotPermitted):
        take(town.reader, it)


@pytest.mark.covers("enterprises.title_lists.take_list", "race")
@pytest.mark.covers("enterprises.title_undoing.take_back", "race")
@pytest.mark.covers("enterprises.batches.record_published", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_sees_what_the_first_did() -> None:
    town = build_town()
    enterprise = town.enterprise()
    first = listed(enterprise)
    other = listed(enterprise, valid_from=date(2026, 2, 1))

    outcome = race(
        lambda: take(town.keeper, first),
        lambda: take(town.keeper, other),
        as_first=town.keeper,
        as_second=town.keeper,
    )
    assert outcome == ("done", "refused")

    title = town.title()
    outcome = race(
        lambda: take_back(town.keeper, title),
        lambda: take_back(town.keeper, title),
        as_first=town.keeper,
        as_second=town.keeper,
    )
    assert outcome == ("done", "refused")

    outcome = race(
        lambda: record(town.city),
        lambda: record(town.city),
        as_first=town.city,
        as_second=town.city,
    )
    assert outcome == ("done", "refused")


@pytest.mark.covers("enterprises.title_undoing.take_back", "works")
def test_what_was_given_is_struck_from_its_first_day(town: Town) -> None:
    title = town.title()

    with scoped(town.keeper):
        take_back(town.keeper, title)

    assert current(title.series).in_force.isempty
    assert entries("title.take_back")[0]["series"] == title.series


@pytest.mark.covers("enterprises.title_undoing.take_back", "refused")
def test_what_has_another_last_word_stays(town: Town) -> None:
    title = town.title()
    take_back(town.keeper, title)

    with pytest.raises(ActionRefused, match="有 1 个称号之后又有变动"):
        take_back(town.keeper, title)


@pytest.mark.covers("enterprises.title_undoing.take_back", "reach")
def test_titles_of_another_unit_are_not_taken_back(town: Town) -> None:
    title = town.title()

    with scoped(town.neighbour), pytest.raises(ActionRefused):
        take_back(town.neighbour, title)
    assert current(title.series).version == 1


@pytest.mark.covers("enterprises.title_undoing.take_back", "capability")
def test_who_keeps_enterprises_takes_no_title_back(town: Town) -> None:
    title = town.title()

    with pytest.raises(NotPermitted):
        take_back(town.reader, title)


@pytest.mark.covers("enterprises.batches.record_published", "works")
def test_a_batch_of_the_past_is_recorded_as_announced(town: Town) -> None:
    with scoped(town.city):
        batch = record(town.city)

    assert (batch.stage, batch.announced_on) == ("announced", date(2026, 2, 1))
    assert entries("batch.record_published")[0]["stage"] == ["recommending", "announced"]


@pytest.mark.covers("enterprises.batches.record_published", "refused")
def test_a_batch_is_not_recorded_before_it_is_announced(town: Town) -> None:
    with pytest.raises(InputRefused, match="公布日期不能晚于今天"):
        record(town.city, announced_on=date(2026, 3, 4))


@pytest.mark.covers("enterprises.batches.record_published", "reach")
@pytest.mark.covers("enterprises.batches.record_published", "capability")
def test_batches_of_the_past_are_the_citys_too(town: Town) -> None:
    for access in (town.keeper, town.reader):
        with pytest.raises(NotPermitted):
            record(access)
