"""Whose desk a ticket lies on, what presses there, and whose every hour was."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.actions.tickets import handing
from services.queries import tickets as queries
from services.rules.ticket_lights import Light, light
from services.rules.ticket_segments import Held, open_time, segments
from tests.factories.tickets import RECEIVED, make_ticket
from tests.services.tickets.world import NOW, World
from wuhan_smes.scope import scoped

SOON = NOW + timedelta(hours=4)
LATER = NOW + timedelta(days=4)
HOLDERS = st.sampled_from(
    [("station", 1), ("unit", 2), ("agency", 3), ("agency", 4), ("enterprise", 5), ("", None)]
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow at drawing, too
@given(st.lists(st.tuples(st.integers(0, 90), HOLDERS), min_size=1), st.integers(0, 90))
def test_segments_are_disjoint_and_add_up_to_the_time_it_was_open(
    walks: list[tuple[int, tuple[str, int | None]]], rest: int
) -> None:
    at, steps = RECEIVED, []
    for minutes, (kind, key) in walks:
        at += timedelta(minutes=minutes)
        steps.append(Held(at, kind, key))
    until = at + timedelta(minutes=rest)

    found = segments(steps, until=until)

    assert sum((it.length for it in found), timedelta()) == open_time(steps, until=until)
    assert all(one.until <= other.since for one, other in pairwise(found))
    if all(step.kind for step in steps):
        assert open_time(steps, until=until) == until - steps[0].at


def test_a_ticket_lies_on_the_desk_of_its_holder_and_on_no_other(world: World) -> None:
    waiting = world.ticket("collected")
    handed = world.ticket("assigned")

    assert [it.pk for it in queries.desk(world.desk)] == [waiting.pk]
    assert [it.pk for it in queries.desk(world.handler)] == [handed.pk]
    assert list(queries.desk(world.helper)) == []
    assert list(queries.desk(World().desk)) == []


def test_my_desk_is_what_i_collected_or_handle(world: World) -> None:
    handed = world.ticket("assigned")
    world.ticket("assigned")

    with scoped(world.handler):
        handing.sign(handed.pk, access=world.handler, at=NOW)

        assert [it.pk for it in queries.mine(world.handler)] == [handed.pk]


def test_the_board_counts_every_state_and_what_presses_in_it(world: World) -> None:
    rows = [
        {"due_at": NOW - timedelta(hours=1), "warn_at": NOW - timedelta(days=1)},
        {"due_at": SOON, "warn_at": NOW},
        {"due_at": LATER, "warn_at": SOON},
    ]
    for row in rows:
        world.ticket("assigned", **row)

    lanes = {lane.state: lane for lane in queries.board(queries.visible(world.desk), at=NOW)}

    assert len(lanes) == 16
    assert (lanes["assigned"].count, lanes["assigned"].red, lanes["assigned"].amber) == (3, 1, 1)


def test_red_and_amber_come_first_and_what_is_paused_does_not_press(world: World) -> None:
    amber = world.ticket("assigned", due_at=SOON, warn_at=NOW)
    red = world.ticket("assigned", due_at=NOW - timedelta(hours=1), warn_at=NOW)
    world.ticket("suspended", due_at=NOW - timedelta(hours=1), warn_at=NOW)

    rows = queries.pressing(queries.visible(world.desk), at=NOW).order_by("due_at", "id")

    assert [it.pk for it in rows] == [red.pk, amber.pk]


def test_the_segments_of_a_ticket_name_each_holder_once_in_a_row(world: World) -> None:
    ticket = world.ticket("in_progress")

    found = queries.segments_of(ticket, until=ticket.held_since + timedelta(hours=2))

    assert [(it.kind, it.key) for it in found] == [
        ("unit", world.unit.pk),
        ("agency", world.agency.pk),
    ]
    assert found[0].since == ticket.received_at


def test_what_may_be_the_same_matter_is_told_to_who_sees_it(world: World) -> None:
    known = world.ticket("triaged", title="周转资金紧张需要贷款")
    make_ticket("triaged", title="周转资金紧张需要贷款")
    world.ticket("triaged", title="厂区门口道路积水")

    found = queries.alike("资金周转紧张需要贷款", access=world.desk, at=NOW)

    assert [it.ticket.pk for it in found] == [known.pk]


@pytest.mark.parametrize(
    ("due", "warn", "paused", "shown"),
    [
        (None, None, None, Light.NONE),
        (NOW - timedelta(1), NOW - timedelta(2), None, Light.RED),
        (SOON, NOW, None, Light.AMBER),
        (LATER, SOON, None, Light.GREEN),
        (NOW - timedelta(1), NOW - timedelta(2), NOW, Light.PAUSED),
    ],
)
def test_a_light_is_that_of_the_earliest_limit(due, warn, paused, shown) -> None:
    assert light(due, warn, paused, NOW) is shown
