"""One applies, another approves; people are renewed, leave and move, and hand over."""

from datetime import date

import pytest

from services.actions import leaving, specialists
from services.choices.stations import FilingState
from services.models import Assignment, Specialist
from tests.factories.accounts import make_access, make_station, make_user
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.services.stations.conftest import NOON, TODAY, Quarter, entries
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped


def apply(quarter: Quarter, access: Access | None = None, **words: object) -> Specialist:
    access = access or quarter.clerk
    given = {"station_id": quarter.station.pk, "name": "王示例", "phone": "199 0000 1234"}
    with scoped(access):
        return specialists.apply(
            access=access,
            at=NOON,
            **{**given, "since": TODAY, **words},  # type: ignore[arg-type] # as the action's
        )


@pytest.mark.covers("services.specialists.apply", "works")
@pytest.mark.covers("services.specialists.approve", "works")
def test_a_person_counts_once_another_has_approved(quarter: Quarter) -> None:
    account = make_user(station=quarter.station)
    filing = apply(quarter, user_id=account.pk, until=date(2028, 3, 3))

    with scoped(quarter.lead):
        waiting = Specialist.objects.in_force(on=TODAY).filter(pk=filing.pk).count()
        done = specialists.approve(filing.pk, access=quarter.lead, at=NOON, note="属实")
        counted = Specialist.objects.in_force(on=TODAY).get(pk=filing.pk)

    assert (waiting, counted.number, done.state) == (
        0,
        f"ZY2026-{filing.pk:06d}",
        FilingState.APPROVED,
    )
    assert "19900001234" not in str([e.changes for e in entries("specialist.apply")])


@pytest.mark.covers("services.specialists.apply", "refused")
@pytest.mark.parametrize(
    "words",
    [
        {"name": ""},
        {"phone": "12ab"},
        {"until": TODAY},
        {"since": date(2028, 1, 1)},
        {"user_id": "elsewhere"},
    ],
)
def test_an_application_is_complete_and_of_this_station(
    quarter: Quarter, words: dict[str, object]
) -> None:
    if "user_id" in words:
        words = {"user_id": make_user(unit=quarter.here).pk}

    with pytest.raises(InputRefused):
        apply(quarter, **words)


@pytest.mark.covers("services.specialists.approve", "refused")
def test_who_applied_does_not_approve(quarter: Quarter) -> None:
    filing = apply(quarter, quarter.lead)

    with scoped(quarter.lead), pytest.raises(ActionRefused, match="由他人核准"):
        specialists.approve(filing.pk, access=quarter.lead, at=NOON)


def test_a_person_filed_elsewhere_is_not_filed_twice(quarter: Quarter) -> None:
    make_specialist(phone="19900001234")
    filing = apply(quarter)

    with scoped(quarter.lead), pytest.raises(ActionRefused, match="已备案为服务专员"):
        specialists.approve(filing.pk, access=quarter.lead, at=NOON)


def test_a_person_who_comes_back_bears_his_old_number(quarter: Quarter) -> None:
    before = quarter.specialist(
        phone="19900001234", state=FilingState.ENDED, until=date(2025, 1, 1)
    )
    filing = apply(quarter)

    with scoped(quarter.lead):
        again = specialists.approve(filing.pk, access=quarter.lead, at=NOON)

    assert again.number == before.number


@pytest.mark.covers("services.specialists.decline", "works", "refused")
def test_an_application_goes_back_with_its_reason_once(quarter: Quarter) -> None:
    filing = apply(quarter)

    with scoped(quarter.lead):
        with pytest.raises(InputRefused):
            specialists.decline(filing.pk, access=quarter.lead, at=NOON, note=" ")
        done = specialists.decline(filing.pk, access=quarter.lead, at=NOON, note="非本站人员")
        with pytest.raises(TransitionRefused):
            specialists.approve(filing.pk, access=quarter.lead, at=NOON)

    assert (done.state, done.decision_note) == (FilingState.DECLINED, "非本站人员")


@pytest.mark.covers("services.specialists.withdraw", "works", "refused")
def test_an_application_is_taken_back_before_anybody_decides(quarter: Quarter) -> None:
    filing, decided = apply(quarter), quarter.specialist()

    with scoped(quarter.clerk):
        done = specialists.withdraw(filing.pk, access=quarter.clerk, at=NOON, note="重复")
        with pytest.raises(TransitionRefused):
            specialists.withdraw(decided.pk, access=quarter.clerk, at=NOON, note="重复")

    assert (done.state, done.decision_note) == (FilingState.DECLINED, "撤回：重复")


@pytest.mark.covers("services.specialists.renew", "works", "refused")
def test_a_term_is_renewed_to_a_later_day(quarter: Quarter) -> None:
    filing = quarter.specialist(until=date(2026, 6, 1))

    with scoped(quarter.lead):
        for until in (date(2026, 6, 1), date(2026, 5, 1)):
            with pytest.raises(InputRefused):
                specialists.renew(filing.pk, access=quarter.lead, at=NOON, until=until)
        done = specialists.renew(filing.pk, access=quarter.lead, at=NOON, until=None)
        with pytest.raises(ActionRefused, match="没有期限"):
            specialists.renew(filing.pk, access=quarter.lead, at=NOON, until=None)

    assert done.during.upper is None


@pytest.mark.covers("services.specialists.amend", "works", "refused")
def test_a_corrected_number_stays_out_of_the_trail(quarter: Quarter) -> None:
    filing = quarter.specialist(phone="19900001111")

    with scoped(quarter.clerk):
        with pytest.raises(InputRefused):
            specialists.amend(filing.pk, access=quarter.clerk, at=NOON, values={"number": "mine"})
        specialists.amend(filing.pk, access=quarter.clerk, at=NOON, values={"phone": "19900002222"})

    changes = entries("specialist.amend").get().changes
    assert changes == {"phone": ["*******1111", "*******2222"]}


@pytest.mark.covers("services.specialists.reveal", "works", "refused")
def test_each_look_at_a_number_leaves_an_entry_without_it(quarter: Quarter) -> None:
    filing = quarter.specialist(phone="19900001111")
    nobody = make_access("specialist", station=quarter.station)

    with scoped(quarter.clerk):
        assert (
            specialists.reveal(filing.pk, access=quarter.clerk, at=NOON, reason="核实").phone
            == "19900001111"
        )
    with scoped(nobody), pytest.raises(ActionRefused):
        specialists.reveal(filing.pk, access=nobody, at=NOON, reason="核实")

    (look,) = entries("specialist.reveal")
    assert "19900001111" not in str(look.changes)


@pytest.mark.covers("services.leaving.leave", "refused")
def test_nobody_leaves_while_enterprises_are_his(quarter: Quarter) -> None:
    filing = quarter.specialist()
    make_assignment(quarter.enterprise(), filing)

    with scoped(quarter.lead), pytest.raises(ActionRefused, match="包联企业 1 家"):
        leaving.leave(filing.pk, access=quarter.lead, at=NOON, on=TODAY, reason="离职")


@pytest.mark.covers("services.leaving.leave", "works")
def test_who_leaves_hands_over_and_the_past_stays_his(quarter: Quarter) -> None:
    filing, successor = quarter.specialist(), quarter.specialist()
    care = make_assignment(quarter.enterprise(), filing, cadence_days=15)

    with scoped(quarter.lead):
        leaving.leave(
            filing.pk,
            access=quarter.lead,
            at=NOON,
            on=TODAY,
            reason="离职",
            successor_id=successor.pk,
        )

    with bootstrap_scope():
        before = Assignment.objects.holding(on=date(2026, 3, 2)).get(enterprise=care.enterprise)
        now = Assignment.objects.holding(on=TODAY).get(enterprise=care.enterprise)
        gone = Specialist.objects.in_force(on=TODAY).filter(pk=filing.pk)
        assert not gone.exists()
    assert (before.specialist_id, now.specialist_id) == (filing.pk, successor.pk)
    assert now.cadence_days == 15


@pytest.mark.covers("services.leaving.move", "works")
def test_within_the_unit_the_enterprises_go_along(quarter: Quarter) -> None:
    filing = quarter.specialist()
    care = make_assignment(quarter.enterprise(), filing)
    target = make_profile(make_station(quarter.here)).station

    with scoped(quarter.lead):
        moved = leaving.move(
            filing.pk,
            access=quarter.lead,
            at=NOON,
            to_station_id=target.pk,
            on=TODAY,
            reason="轮岗",
        )

    filing.refresh_from_db()
    with bootstrap_scope():
        now = Assignment.objects.holding(on=TODAY).get(enterprise=care.enterprise)
    assert (moved.number, filing.state, filing.during.upper) == (
        filing.number,
        FilingState.ENDED,
        TODAY,
    )
    assert (now.specialist_id, now.station_id) == (moved.pk, target.pk)


@pytest.mark.covers("services.leaving.move", "refused")
def test_to_another_unit_nothing_goes_along(quarter: Quarter) -> None:
    filing = quarter.specialist()
    make_assignment(quarter.enterprise(), filing)
    target = make_profile(make_station(quarter.there)).station

    with scoped(quarter.city), pytest.raises(ActionRefused, match="请指定接手人"):
        leaving.move(
            filing.pk,
            access=quarter.city,
            at=NOON,
            to_station_id=target.pk,
            on=TODAY,
            reason="跨区交流",
        )
