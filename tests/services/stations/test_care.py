"""Enterprises are given into care, passed on and taken out of it."""

from datetime import date

import pytest

from enterprises.actions import enterprises, voiding
from enterprises.choices import EnterpriseStatus
from services.actions import assignments
from services.actions.assignments import Wanted
from services.models import Assignment
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_specialist
from tests.services.stations.conftest import NOON, TODAY, Quarter, entries
from wuhan_smes.errors import ActionRefused, InputRefused
from wuhan_smes.scope import bootstrap_scope, scoped

YESTERDAY = date(2026, 3, 2)


@pytest.mark.covers("services.assignments.assign_set", "works")
def test_many_enterprises_are_given_into_care_at_once(quarter: Quarter) -> None:
    specialist = quarter.specialist()
    wanted = [Wanted(quarter.enterprise().pk, specialist.pk, TODAY) for _ in range(3)]

    with scoped(quarter.clerk):
        made = assignments.assign_set(wanted, access=quarter.clerk, at=NOON)

    assert [row.station_id for row in made] == [quarter.station.pk] * 3
    assert entries("assignment.assign").count() == 3


@pytest.mark.covers("services.assignments.assign_set", "refused")
def test_an_enterprise_with_a_lead_is_named_in_the_refusal(quarter: Quarter) -> None:
    care = make_assignment(quarter.enterprise(name="示例甲公司"), quarter.specialist())
    wanted = [Wanted(care.enterprise_id, quarter.specialist().pk, TODAY)]

    with scoped(quarter.clerk), pytest.raises(ActionRefused, match="示例甲公司"):
        assignments.assign_set(wanted, access=quarter.clerk, at=NOON)


def test_care_stays_within_one_unit_and_one_filing(quarter: Quarter) -> None:
    here, there = quarter.enterprise(), make_enterprise(unit=quarter.there)
    gone = quarter.specialist(until=TODAY)
    wanted = [
        Wanted(there.pk, quarter.specialist().pk, TODAY),
        Wanted(here.pk, make_specialist().pk, TODAY),
        Wanted(here.pk, gone.pk, TODAY),
        Wanted(here.pk, quarter.specialist().pk, TODAY, TODAY),
        Wanted(here.pk, quarter.specialist().pk, TODAY, cadence_days=0),
    ]

    for one in wanted:
        with scoped(quarter.city), pytest.raises((ActionRefused, InputRefused)):
            assignments.assign_set([one], access=quarter.city, at=NOON)


@pytest.mark.covers("services.assignments.hand_over", "works")
def test_a_hand_over_of_today_leaves_no_trace_of_a_care_begun_today(quarter: Quarter) -> None:
    old = make_assignment(quarter.enterprise(), quarter.specialist())
    wrong = make_assignment(quarter.enterprise(), quarter.specialist(), since=TODAY)
    successor = quarter.specialist()

    with scoped(quarter.clerk):
        made = assignments.hand_over(
            [old.pk, wrong.pk],
            access=quarter.clerk,
            at=NOON,
            to_specialist_id=successor.pk,
            on=TODAY,
            reason="轮岗",
        )

    old.refresh_from_db()
    wrong.refresh_from_db()
    assert (old.during.upper, old.voided_at, wrong.voided_at) == (TODAY, None, NOON)
    assert {row.specialist_id for row in made} == {successor.pk}
    assert {row.during.lower for row in made} == {TODAY}


@pytest.mark.covers("services.assignments.hand_over", "refused")
def test_nobody_takes_over_from_himself_or_without_a_reason(quarter: Quarter) -> None:
    care = make_assignment(quarter.enterprise(), quarter.specialist())

    for to, reason in ((care.specialist_id, "轮岗"), (quarter.specialist().pk, " ")):
        with scoped(quarter.clerk), pytest.raises(ActionRefused):
            assignments.hand_over(
                [care.pk],
                access=quarter.clerk,
                at=NOON,
                to_specialist_id=to,
                on=TODAY,
                reason=reason,
            )


@pytest.mark.covers("services.assignments.end", "works", "refused")
def test_care_ends_from_a_day_on_once(quarter: Quarter) -> None:
    care = make_assignment(quarter.enterprise(), quarter.specialist())

    with scoped(quarter.clerk):
        assignments.end([care.pk], access=quarter.clerk, at=NOON, on=TODAY, reason="企业停业")
        with pytest.raises(ActionRefused, match="已经结束"):
            assignments.end([care.pk], access=quarter.clerk, at=NOON, on=TODAY, reason="企业停业")

    with bootstrap_scope():
        assert Assignment.objects.holding(on=YESTERDAY).filter(pk=care.pk).exists()
        assert not Assignment.objects.holding(on=TODAY).filter(pk=care.pk).exists()


@pytest.mark.covers("services.assignments.set_cadence", "works", "refused")
def test_the_rhythm_of_one_enterprise_differs_from_its_tier(quarter: Quarter) -> None:
    care = make_assignment(quarter.enterprise(), quarter.specialist())

    with scoped(quarter.clerk):
        for days in (0, 731):
            with pytest.raises(InputRefused):
                assignments.set_cadence(care.pk, access=quarter.clerk, at=NOON, cadence_days=days)
        done = assignments.set_cadence(care.pk, access=quarter.clerk, at=NOON, cadence_days=15)

    assert done.cadence_days == 15
    assert entries("assignment.set_cadence").get().changes == {"cadence_days": [None, 15]}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (EnterpriseStatus.DEREGISTERED, "企业已注销"),
        (EnterpriseStatus.MOVED_OUT, "企业迁出本市"),
    ],
)
def test_an_enterprise_struck_off_leaves_care_on_its_last_day_and_does_not_come_back_into_it(
    quarter: Quarter, status: str, why: str
) -> None:
    enterprise, gone_on = quarter.enterprise(), date(2026, 2, 1)
    past = make_assignment(enterprise, quarter.specialist(), until=date(2025, 6, 1))
    open_one = make_assignment(enterprise, quarter.specialist(), since=date(2025, 6, 1))
    agreed = make_assignment(
        enterprise, quarter.specialist(), until=date(2026, 12, 31), is_lead=False
    )
    planned = make_assignment(
        enterprise, quarter.specialist(), since=date(2026, 2, 15), is_lead=False
    )
    other = make_assignment(quarter.enterprise(), quarter.specialist())

    with scoped(quarter.lead):
        enterprises.deregister(
            enterprise.pk, access=quarter.lead, at=NOON, on=gone_on, reason="停业", status=status
        )
        enterprises.reactivate(enterprise.pk, access=quarter.lead, at=NOON, on=TODAY, reason="复业")

    for row in (past, open_one, agreed, planned, other):
        row.refresh_from_db()
    assert [row.during.upper for row in (past, open_one, agreed, other)] == [
        date(2025, 6, 1),
        gone_on,
        gone_on,
        None,
    ]
    assert [row.end_reason for row in (past, open_one, planned, other)] == ["", why, why, ""]
    assert (open_one.voided_at, planned.voided_at) == (None, NOON)


def test_a_registration_somebody_cares_for_is_not_taken_back(quarter: Quarter) -> None:
    care = make_assignment(quarter.enterprise(), quarter.specialist())

    with scoped(quarter.lead), pytest.raises(ActionRefused, match="之后安排了包联"):
        voiding.void_set([care.enterprise_id], access=quarter.lead, at=NOON, reason="误录")
