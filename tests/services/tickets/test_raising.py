"""Taking in a matter: once, for one's own unit, with its limits running."""

from uuid import uuid4

import pytest

from enterprises.models import Enterprise
from services.actions.raising import raise_ticket, submit
from services.choices.tickets import Nature, TicketState
from services.models import Ticket
from services.rules.ticket_raising import AlreadyRaised
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

RAISE = "services.raising.raise_ticket"
SUBMIT = "services.raising.submit"


def words(world: World, **values: object) -> dict[str, object]:
    return {
        "at": NOW,
        "title": "流动资金紧张",
        "text": "订单增长，周转资金不足。",
        "category": "financing",
        "urgency": "normal",
        "channel": "hanqitong",
        "jurisdiction_id": world.unit.pk,
        **values,
    }


@pytest.mark.covers(RAISE, "works")
def test_a_desk_raises_a_ticket_whose_limits_run(world: World) -> None:
    enterprise = make_enterprise(unit=world.unit)

    with scoped(world.desk):
        ticket = raise_ticket(access=world.desk, **words(world, enterprise_id=enterprise.pk))

    assert (ticket.state, ticket.nature) == (TicketState.COLLECTED, Nature.APPEAL)
    assert ticket.number == f"WT20260302-{ticket.pk:06d}"
    assert (ticket.holder_kind, ticket.holder_id) == ("unit", world.unit.pk)
    assert ticket.enterprise_name == enterprise.name
    assert ticket.sign_due_at is not None
    assert ticket.solve_due_at is not None
    assert ticket.due_at == ticket.sign_due_at
    assert ticket.warn_at is not None
    assert AuditEvent.objects.filter(kind="ticket.raise", target_id=ticket.pk).count() == 1


def test_a_station_raises_for_the_unit_it_stands_in(world: World) -> None:
    enterprise = make_enterprise(unit=world.unit)
    given = words(world, station_id=world.station.pk, enterprise_id=enterprise.pk, channel="visit")

    with scoped(world.specialist):
        ticket = raise_ticket(access=world.specialist, **given)

    assert (ticket.station_id, ticket.nature) == (world.station.pk, Nature.PROBLEM)


@pytest.mark.covers(RAISE, "capability")
def test_an_agency_raises_nothing(world: World) -> None:
    with pytest.raises(NotPermitted):
        raise_ticket(access=world.handler, **words(world))


@pytest.mark.covers(RAISE, "reach")
def test_nobody_raises_for_another_unit_or_another_units_enterprise(world: World) -> None:
    other = World()
    foreign = make_enterprise(unit=other.unit)

    with pytest.raises(NotPermitted):
        raise_ticket(access=world.desk, **words(other))
    with pytest.raises(NotPermitted):
        raise_ticket(access=world.specialist, **words(other, station_id=world.station.pk))
    with pytest.raises(Enterprise.DoesNotExist):
        raise_ticket(access=world.desk, **words(world, enterprise_id=foreign.pk))


@pytest.mark.covers(RAISE, "refused")
def test_an_empty_matter_and_unknown_words_are_told_field_by_field(world: World) -> None:
    with pytest.raises(InputRefused) as refused:
        raise_ticket(access=world.desk, **words(world, title=" ", category="weather"))

    assert [fault.field for fault in refused.value.faults] == ["category", "title"]


def test_a_number_of_a_channel_is_raised_once(world: World) -> None:
    with scoped(world.desk):
        first = raise_ticket(access=world.desk, **words(world, external_no="HQ-1"))

        with pytest.raises(AlreadyRaised, match=first.number):
            raise_ticket(access=world.desk, **words(world, external_no="HQ-1"))
        raise_ticket(access=world.desk, **words(world, external_no="HQ-1", channel="letter"))


def test_what_a_device_sends_twice_is_one_ticket(world: World) -> None:
    given = words(world, client_uuid=uuid4())

    with scoped(world.desk):
        first = raise_ticket(access=world.desk, **given)
        again = raise_ticket(access=world.desk, **given)

    assert first.pk == again.pk


def test_a_devices_number_with_other_words_is_refused(world: World) -> None:
    given = words(world, client_uuid=uuid4())

    with scoped(world.desk):
        first = raise_ticket(access=world.desk, **given)

        with pytest.raises(AlreadyRaised, match=first.number):
            raise_ticket(access=world.desk, **{**given, "title": "另一件事"})


def test_a_devices_number_belongs_to_the_person_who_sent_it(world: World) -> None:
    given = words(world, client_uuid=uuid4())

    with scoped(world.desk):
        first = raise_ticket(access=world.desk, **given)
    with scoped(world.second_desk):
        other = raise_ticket(access=world.second_desk, **given)

    assert other.pk != first.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(RAISE, "race")
def test_of_two_who_bring_one_number_at_once_one_raises_it(world: World) -> None:
    given = words(world, external_no="HQ-2")
    with bootstrap_scope():
        desk, second = world.desk, world.second_desk

    outcomes = race(
        lambda: raise_ticket(access=desk, **given),
        lambda: raise_ticket(access=second, **given),
        as_first=desk,
        as_second=second,
    )

    assert outcomes == ("done", "already_raised")


def test_a_common_problem_of_a_chain_names_its_enterprises(world: World) -> None:
    shared = [make_enterprise(unit=world.unit) for _ in range(3)]

    with scoped(world.desk):
        ticket = raise_ticket(
            access=world.desk, **words(world, enterprise_ids=[it.pk for it in shared])
        )

    assert sorted(ticket.shared_by.values_list("enterprise_id", flat=True)) == [
        it.pk for it in shared
    ]


def test_a_common_problem_names_no_enterprise_of_others(world: World) -> None:
    foreign = make_enterprise()

    with pytest.raises(InputRefused):
        raise_ticket(access=world.desk, **words(world, enterprise_ids=[foreign.pk]))


@pytest.mark.covers(SUBMIT, "works")
def test_a_draft_is_handed_in_and_its_limits_run_from_then(world: World) -> None:
    draft = world.own_ticket("draft")

    with scoped(world.specialist):
        ticket = submit(draft.pk, access=world.specialist, at=NOW)

    assert (draft.solve_due_at, ticket.state) == (None, TicketState.COLLECTED)
    assert ticket.solve_due_at is not None


@pytest.mark.covers(SUBMIT, "refused")
def test_what_was_handed_in_is_not_handed_in_again(world: World) -> None:
    ticket = world.own_ticket("collected")

    with pytest.raises(TransitionRefused):
        submit(ticket.pk, access=world.specialist, at=NOW)


@pytest.mark.covers(SUBMIT, "reach")
def test_another_station_hands_in_nothing(world: World) -> None:
    draft = world.own_ticket("draft")

    with pytest.raises(Ticket.DoesNotExist):
        submit(draft.pk, access=World().specialist, at=NOW)


@pytest.mark.covers(SUBMIT, "capability")
def test_an_auditor_hands_in_nothing(world: World) -> None:
    draft = world.own_ticket("draft")

    with pytest.raises(NotPermitted):
        submit(draft.pk, access=make_access("auditor"), at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(SUBMIT, "race")
def test_a_draft_is_handed_in_once(world: World) -> None:
    with bootstrap_scope():
        draft, who = world.own_ticket("draft"), world.specialist

    outcomes = race(
        lambda: submit(draft.pk, access=who, at=NOW),
        lambda: submit(draft.pk, access=who, at=NOW),
        as_first=who,
        as_second=who,
    )

    assert outcomes == ("done", "transition_refused")
