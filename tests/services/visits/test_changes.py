"""A visit is put right in time, declared void with a reason, confirmed once."""

from datetime import timedelta
from typing import Any

import pytest

from services.actions import visit_changes
from services.actions.visit_words import Member
from services.choices.visits import ConfirmedBy, VisitRank
from services.models import Visit
from services.rules.visits import VisitRefused
from tests.races import race
from tests.services.visits.conftest import NOON, Neighbourhood, build, entries, log
from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped

LATER = NOON + timedelta(days=9)
VOID = {"reason": "登记错误"}
CONFIRM = {"how": ConfirmedBy.CALL, "by_name": "张三"}
AMEND = {"values": {"summary": "订单下降三成"}, "reason": "听错了"}
ACTS: dict[str, dict[str, Any]] = {"amend": AMEND, "void": VOID, "confirm": CONFIRM}


def act(name: str, visit: Visit, access: Access, **words: Any) -> Visit:
    given = {"at": NOON, **ACTS[name], **words}
    with scoped(access):
        return getattr(visit_changes, name)(visit.pk, access=access, **given)  # type: ignore[no-any-return]


def each(kind: str) -> pytest.MarkDecorator:
    """One run for each act, claiming `kind` for it."""
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"services.visit_changes.{name}", kind))
            for name in ACTS
        ],
    )


@pytest.fixture
def visit(town: Neighbourhood) -> Visit:
    return log(town.walker, town.enterprise(), words={"received_phone": "13800001234"}).visit


@pytest.mark.covers("services.visit_changes.amend", "works")
def test_an_amendment_replaces_words_and_team_and_says_what_was_there(
    town: Neighbourhood, visit: Visit
) -> None:
    team = [Member("丁", "区科经局", VisitRank.DISTRICT)]
    values = {"summary": "订单下降三成", "facts": {"staff": 30}, "received_phone": "13900005678"}

    act("amend", visit, town.walker, values=values, members=team)

    visit.refresh_from_db()
    assert (visit.summary, visit.staff, visit.version) == ("订单下降三成", 30, 2)
    assert [member.name for member in visit.members.all()] == ["丁"]
    event = entries().last()
    assert event is not None
    assert event.kind == "visit.amend"
    assert event.changes == {
        "summary": ["生产正常，订单稳定", "订单下降三成"],
        "staff": [None, 30],
        "received_phone": ["…", "*******5678"],
        "members": [[], ["丁"]],
        "reason": "听错了",
    }


def test_a_visit_of_leaders_ranks_by_the_highest_of_the_new_team(town: Neighbourhood) -> None:
    team = [Member("丁", "区科经局", VisitRank.DISTRICT)]
    visit = log(town.clerk, town.enterprise(), members=team).visit

    act("amend", visit, town.clerk, values={}, members=[Member("甲", "市府", "city_leader"), *team])

    visit.refresh_from_db()
    assert visit.rank == VisitRank.CITY_LEADER
    event = entries().last()
    assert event is not None
    assert event.changes["rank"] == ["district", "city_leader"]


@pytest.mark.covers("services.visit_changes.amend", "works")
def test_an_amended_visit_waits_for_its_confirmation_again(
    town: Neighbourhood, visit: Visit
) -> None:
    act("confirm", visit, town.walker)

    act("amend", visit, town.walker)

    visit.refresh_from_db()
    assert (visit.confirmation, visit.confirmed_by) == ("pending", "")


def test_saying_the_same_again_changes_nothing(town: Neighbourhood, visit: Visit) -> None:
    act("amend", visit, town.walker, values={"summary": visit.summary})

    visit.refresh_from_db()
    assert (visit.version, entries().count()) == (1, 1)


@pytest.mark.covers("services.visit_changes.void", "works")
def test_a_void_visit_stays_and_counts_no_more(town: Neighbourhood, visit: Visit) -> None:
    act("void", visit, town.walker)

    visit.refresh_from_db()
    assert (visit.void_reason, Visit.objects.standing().count()) == ("登记错误", 0)
    assert entries().filter(kind="visit.void").get().changes == {"reason": "登记错误"}


@pytest.mark.covers("services.visit_changes.void", "works")
def test_the_days_over_a_lead_declares_it_void(town: Neighbourhood, visit: Visit) -> None:
    with pytest.raises(VisitRefused, match="请由区级或市级负责人作废"):
        act("void", visit, town.walker, at=LATER)

    assert act("void", visit, town.lead, at=LATER).voided_at == LATER


@pytest.mark.covers("services.visit_changes.confirm", "works")
def test_the_enterprise_confirms_in_one_of_the_known_ways(
    town: Neighbourhood, visit: Visit
) -> None:
    act("confirm", visit, town.walker)

    visit.refresh_from_db()
    assert (visit.confirmation, visit.confirmed_how, visit.confirmed_by) == (
        "confirmed",
        "call",
        "张三",
    )
    assert entries().filter(kind="visit.confirm").count() == 1


@each("refused")
def test_a_void_visit_is_left_alone(town: Neighbourhood, visit: Visit, name: str) -> None:
    act("void", visit, town.walker)

    with pytest.raises(VisitRefused, match="已作废"):
        act(name, visit, town.walker)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("void", {"reason": " "}),
        ("confirm", {"by_name": ""}),
        ("confirm", {"how": "dream"}),
        ("amend", {"values": {"summary": ""}}),
        ("amend", {"reason": " "}),
        ("amend", {"values": {"visited_at": NOON}}),
        ("amend", {"values": {"station_id": 1}}),
    ],
)
def test_words_that_cannot_stand_change_nothing(
    town: Neighbourhood, visit: Visit, name: str, words: dict[str, Any]
) -> None:
    with pytest.raises(InputRefused):
        act(name, visit, town.walker, **words)

    visit.refresh_from_db()
    assert visit.version == 1


def test_nobody_amends_when_the_days_are_over(town: Neighbourhood, visit: Visit) -> None:
    with pytest.raises(VisitRefused, match="不能更正"):
        act("amend", visit, town.lead, at=LATER)


def test_a_visit_is_confirmed_once(town: Neighbourhood, visit: Visit) -> None:
    act("confirm", visit, town.walker)

    with pytest.raises(VisitRefused, match="无需重复确认"):
        act("confirm", visit, town.walker)


@each("reach")
def test_visits_of_others_do_not_exist(town: Neighbourhood, visit: Visit, name: str) -> None:
    for access in (town.stranger, town.colleague()):
        with pytest.raises(Visit.DoesNotExist):
            act(name, visit, access)


@each("capability")
def test_a_reader_changes_nothing(town: Neighbourhood, visit: Visit, name: str) -> None:
    with pytest.raises(NotPermitted):
        act(name, visit, town.reader)


@pytest.mark.django_db(transaction=True)
@each("race")
def test_of_two_at_once_with_the_same_version_one_is_told_to_look_again(name: str) -> None:
    town = build()
    visit = log(town.walker, town.enterprise()).visit
    words = {"at": NOON, **ACTS[name], "expected_version": 1}

    outcome = race(
        lambda: getattr(visit_changes, name)(visit.pk, access=town.walker, **words),
        lambda: getattr(visit_changes, name)(visit.pk, access=town.clerk, **words),
        as_first=town.walker,
        as_second=town.clerk,
    )

    assert outcome == ("done", StaleVersion.code)
