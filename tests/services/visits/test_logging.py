"""A visit is written down once, in its time, by who may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from enterprises.models import Enterprise
from services.actions import visit_changes, visits
from services.actions.visit_words import Member, Need
from services.choices.clocks import Urgency
from services.choices.tickets import Category
from services.choices.visits import VisitRank
from services.models import Visit
from services.rules.visits import SecondVisit, SentOtherwise, VisitRefused
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_campaign
from tests.factories.visits import make_visit
from tests.races import race
from tests.services.visits.conftest import (
    EARLIER,
    NOON,
    Neighbourhood,
    build,
    entries,
    log,
    said,
)
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

LEADERS = (
    Member("甲", "市人民政府", VisitRank.CITY_LEADER, "副市长"),
    Member("乙", "市经信局", VisitRank.DEPARTMENT, "处长"),
)


@pytest.mark.covers("services.visits.log", "works")
def test_a_specialist_writes_for_his_own_station(town: Neighbourhood) -> None:
    enterprise = town.enterprise()

    visit = log(town.walker, enterprise, words={"facts": {"staff": 32}}).visit

    visit.refresh_from_db()
    assert (visit.station, visit.specialist, visit.rank) == (
        town.station,
        town.specialist,
        VisitRank.STATION,
    )
    assert (visit.jurisdiction, visit.enterprise_name) == (town.here, enterprise.name)
    assert (visit.visited_on.isoformat(), visit.staff, visit.revenue) == ("2026-03-03", 32, None)
    event = entries().get()
    assert (event.kind, event.changes["enterprise"]) == ("visit.log", enterprise.pk)


@pytest.mark.covers("services.visits.log", "works")
def test_a_joint_visit_of_leaders_is_one_and_ranks_by_the_highest(town: Neighbourhood) -> None:
    visit = log(town.clerk, town.enterprise(), members=LEADERS).visit

    assert (visit.station, visit.specialist, visit.rank) == (None, None, VisitRank.CITY_LEADER)
    assert list(visit.members.order_by("ordinal").values_list("name", "unit", "rank")) == [
        ("甲", "市人民政府", "city_leader"),
        ("乙", "市经信局", "department"),
    ]


@pytest.mark.covers("services.visits.log", "works")
def test_the_same_number_from_the_device_again_is_the_same_visit(town: Neighbourhood) -> None:
    enterprise, uuid = town.enterprise(), uuid4()
    first = log(town.walker, enterprise, uuid=uuid)

    again = log(town.walker, enterprise, uuid=uuid)

    assert (first.again, again.again, again.visit) == (False, True, first.visit)
    assert entries().count() == 1


def test_a_visit_put_right_meanwhile_is_still_the_one_that_was_sent(town: Neighbourhood) -> None:
    enterprise, uuid = town.enterprise(), uuid4()
    first = log(town.walker, enterprise, uuid=uuid).visit
    with scoped(town.walker):
        visit_changes.amend(
            first.pk, access=town.walker, at=NOON, values={"summary": "订单下降"}, reason="听错"
        )

    again = log(town.walker, enterprise, uuid=uuid)

    assert (again.again, again.visit.summary) == (True, "订单下降")


@pytest.mark.covers("services.visits.log", "refused")
@pytest.mark.parametrize(
    "other",
    [
        {"words": {"summary": "另写的话"}},
        {"words": {"facts": {"staff": 9}}},
        {"members": LEADERS},
        {"needs": [Need("缺少焊工", "", Category.LABOUR, Urgency.NORMAL)]},
    ],
)
def test_the_same_number_with_other_words_is_a_conflict_and_what_stands_stays(
    town: Neighbourhood, other: dict[str, Any]
) -> None:
    enterprise, uuid = town.enterprise(), uuid4()
    first = log(town.walker, enterprise, uuid=uuid).visit

    with pytest.raises(SentOtherwise) as refusal:
        log(town.walker, enterprise, uuid=uuid, **other)

    assert refusal.value.params == {"visit_id": first.pk}
    first.refresh_from_db()
    assert (first.summary, first.version) == ("生产正常，订单稳定", 1)


def test_a_number_another_person_used_is_no_number_of_mine(town: Neighbourhood) -> None:
    enterprise, uuid = town.enterprise(), uuid4()
    first = log(town.walker, enterprise, uuid=uuid)
    people = (town.colleague(), make_access("specialist", station=town.station))

    mine = [
        log(person, enterprise, uuid=uuid, words={"again_reason": "送材料"}) for person in people
    ]

    assert [one.again for one in mine] == [False, False]
    assert len({one.visit.pk for one in (first, *mine)}) == 3


@pytest.mark.covers("services.visits.log", "refused")
@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"visited_at": NOON + timedelta(hours=1)}, "visited_at"),
        ({"visited_at": NOON - timedelta(days=8), "late_reason": "忘记"}, "visited_at"),
        ({"visited_at": NOON - timedelta(days=2)}, "late_reason"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["fishing"]}, "purposes"),
        ({"summary": " "}, "summary"),
        ({"mode": "dream"}, "mode"),
        ({"latitude": 30, "longitude": 114}, "location"),
        ({"facts": {"revenue": -1}}, "facts.revenue"),
        ({"facts": {"profit": 1}}, "facts.profit"),
        ({"explained": [10**9]}, "explained"),
        ({"campaign_id": 10**9}, "campaign"),
    ],
)
def test_what_cannot_stand_is_named_by_its_field(
    town: Neighbourhood, words: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRefused) as refusal:
        log(town.walker, town.enterprise(), words=words)

    assert [fault.field for fault in refusal.value.faults] == [field]


@pytest.mark.covers("services.visits.log", "refused")
def test_the_limits_are_those_of_the_data(town: Neighbourhood) -> None:
    late = {"visited_at": NOON - timedelta(days=7), "late_reason": "出差，昨天才有信号"}

    visit = log(town.walker, town.enterprise(), words=late).visit

    assert visit.late_reason == "出差，昨天才有信号"


@pytest.mark.covers("services.visits.log", "refused")
def test_a_second_visit_of_the_station_that_day_needs_a_reason(town: Neighbourhood) -> None:
    enterprise = town.enterprise()
    log(town.walker, enterprise)

    with pytest.raises(SecondVisit, match="再次走访请填写理由"):
        log(town.walker, enterprise)
    again = log(town.walker, enterprise, words={"again_reason": "送达政策材料"})
    elsewhere = log(town.clerk, enterprise, members=LEADERS)

    assert [again.again, elsewhere.again] == [False, False]
    assert Visit.objects.count() == 3


def test_the_database_itself_refuses_a_second_visit_without_reason(town: Neighbourhood) -> None:
    enterprise = town.enterprise()
    make_visit(enterprise, town.station)

    with pytest.raises(DatabaseError, match="visit_again_on_a_day_has_a_reason"):
        make_visit(enterprise, town.station)


@pytest.mark.covers("services.visits.log", "refused")
def test_without_a_station_somebody_must_have_gone(town: Neighbourhood) -> None:
    with pytest.raises(InputRefused, match="请写明市领导、市直部门或区级的走访人员"):
        log(town.clerk, town.enterprise())


def test_who_is_called_upon_too_often_is_said_and_not_refused(town: Neighbourhood) -> None:
    enterprise = town.enterprise()
    for day in range(4):
        make_visit(enterprise, visited_at=EARLIER.replace(day=1) + timedelta(hours=day))

    logged = log(town.walker, enterprise)

    assert logged.warning == "该企业本月已被走访 5 次，请与其他单位统筹安排，为企业减负"


@pytest.mark.covers("services.visits.log", "reach")
def test_foreign_enterprises_and_stations_do_not_exist(town: Neighbourhood) -> None:
    enterprise = town.enterprise()

    with pytest.raises(Enterprise.DoesNotExist):
        log(town.stranger, enterprise)
    with pytest.raises(ServiceStation.DoesNotExist):
        log(town.colleague(), enterprise, station_id=town.station.pk)


@pytest.mark.covers("services.visits.log", "reach")
def test_the_database_lets_nobody_hang_a_visit_on_a_foreign_enterprise(
    town: Neighbourhood,
) -> None:
    foreign = make_enterprise(unit=town.there)
    row = {
        "client_uuid": uuid4(),
        "enterprise_id": foreign.pk,
        "enterprise_name": "厂",
        "jurisdiction_id": town.here.pk,
        "rank": VisitRank.DISTRICT,
        "mode": "place",
        "visited_at": EARLIER,
        "purposes": ["routine"],
        "summary": "话",
        "recorded_at": NOON,
        "recorded_by_name": "甲",
    }

    with scoped(town.clerk), pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Visit.objects.create(**row)

    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.covers("services.visits.log", "capability")
def test_a_reader_writes_nothing_down(town: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        log(town.reader, town.enterprise())


@pytest.mark.covers("services.visits.log", "capability")
def test_a_specialist_writes_for_no_leader(town: Neighbourhood) -> None:
    """He reaches his station, not the unit: what he writes is the station's visit."""
    visit = log(town.walker, town.enterprise(), members=LEADERS).visit

    assert (visit.station, visit.rank) == (town.station, VisitRank.STATION)


def test_what_lies_long_back_is_written_down_by_who_also_checks(town: Neighbourhood) -> None:
    enterprise = town.enterprise()
    old = {"visited_at": NOON - timedelta(days=200), "late_reason": "旧台账"}
    bare, ahead = {**old, "late_reason": ""}, {**old, "visited_at": NOON + timedelta(days=1)}

    with pytest.raises(NotPermitted, match="历史补录"):
        log(town.clerk, enterprise, words=old, members=LEADERS, historical=True)
    for words, field in ((bare, "late_reason"), (ahead, "visited_at")):
        with pytest.raises(InputRefused) as refusal:
            log(town.lead, enterprise, words=words, members=LEADERS, historical=True)
        assert [fault.field for fault in refusal.value.faults] == [field]
    visit = log(town.lead, enterprise, words=old, members=LEADERS, historical=True).visit

    assert visit.historical


def test_a_visit_counts_under_its_drive_and_its_outside_number_once(town: Neighbourhood) -> None:
    drive = make_campaign(town.here)
    words = {"campaign_id": drive.pk, "external_no": "ZF-2026-001"}
    log(town.walker, town.enterprise(), words=words)

    with pytest.raises(InputRefused, match="该外部编号的走访已经登记"):
        log(town.walker, town.enterprise(), words=words)


def test_the_visit_stays_with_its_unit_when_the_enterprise_moves_on(town: Neighbourhood) -> None:
    visit = log(town.walker, town.enterprise()).visit
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        Enterprise.objects.filter(pk=visit.enterprise_id).update(jurisdiction=town.there)

    with scoped(town.clerk):
        mine = Visit.objects.for_list().get(pk=visit.pk)

    assert (mine.jurisdiction, mine.enterprise_name) == (town.here, visit.enterprise_name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.visits.log", "race")
def test_two_telephones_of_one_station_are_not_both_first() -> None:
    town = build()
    enterprise = town.enterprise()
    other = make_access("specialist", station=town.station)

    outcome = race(
        lambda: log_inside(town.walker, enterprise),
        lambda: log_inside(other, enterprise),
        as_first=town.walker,
        as_second=other,
    )

    assert outcome == ("done", "visit_again_needs_reason")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.visits.log", "race")
def test_the_same_visit_sent_twice_at_once_is_there_once() -> None:
    town, uuid = build(), uuid4()
    enterprise = town.enterprise()

    outcome = race(
        lambda: log_inside(town.walker, enterprise, uuid),
        lambda: log_inside(town.walker, enterprise, uuid),
        as_first=town.walker,
        as_second=town.walker,
    )

    assert outcome == ("done", "done")
    with bootstrap_scope():
        assert Visit.objects.count() == 1


def log_inside(access: Any, enterprise: Enterprise, uuid: Any = None) -> Visit:
    """As `log`, in the scope the race opened."""
    return visits.log(
        enterprise.pk, access=access, at=NOON, client_uuid=uuid or uuid4(), said=said()
    ).visit


def test_a_merged_enterprise_is_visited_under_the_other_row(town: Neighbourhood) -> None:
    into, gone = town.enterprise(), town.enterprise()
    with bootstrap_scope():
        Enterprise.objects.filter(pk=gone.pk).update(status="merged", merged_into=into)

    with pytest.raises(Exception, match="已并入"):
        log(town.walker, gone)


def test_a_station_goes_nowhere_beyond_its_unit(town: Neighbourhood) -> None:
    foreign = make_enterprise(unit=town.there)

    with pytest.raises(VisitRefused, match="不归服务站所在的管理单位"):
        log(town.city, foreign, station_id=town.station.pk)
