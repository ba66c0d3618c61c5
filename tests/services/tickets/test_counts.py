"""What reports call collected problems and closed appeals, counted from single tickets."""

from datetime import date, timedelta

from services.models import TicketBasis
from services.queries.ticket_counts import appeals_closed, problems_collected
from tests.factories.tickets import RECEIVED
from tests.services.tickets.world import World
from wuhan_smes.access import Reach

DAY = date(2026, 3, 2)  # that of the factory's tickets, in Wuhan
CITY = Reach(everywhere=True)


def test_problems_count_from_the_day_they_came_and_appeals_from_their_strike_off(
    world: World,
) -> None:
    before = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)
    world.ticket("triaged", nature="problem")
    world.ticket("closed", nature="problem")
    world.ticket("closed", nature="appeal")
    world.ticket("closed", nature="consultation")
    world.ticket("in_progress", nature="appeal")

    found = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)

    assert (found[0] - before[0], found[1] - before[1]) == (2, 2)
    assert problems_collected(CITY, DAY - timedelta(1)) == before[0]
    assert RECEIVED.date() == DAY


def test_whether_problems_are_among_the_appeals_is_said_in_one_row(world: World) -> None:
    world.ticket("closed", nature="problem")
    apart = appeals_closed(CITY, DAY)

    TicketBasis.objects.update(problems_within_appeals=True)

    assert appeals_closed(CITY, DAY) == apart + 1


def test_what_was_no_matter_of_its_own_counts_nowhere(world: World) -> None:
    apart = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)
    world.ticket("draft", nature="problem")
    world.ticket("closed", nature="appeal", outcome="duplicate")
    world.ticket("closed", nature="appeal", outcome="withdrawn", historical=True)

    assert (problems_collected(CITY, DAY), appeals_closed(CITY, DAY)) == apart


def test_a_unit_counts_its_own(world: World) -> None:
    world.ticket("closed", nature="appeal")

    assert appeals_closed(Reach(frozenset({world.unit.pk})), DAY) == 1
    assert appeals_closed(Reach(frozenset({World().unit.pk})), DAY) == 0
