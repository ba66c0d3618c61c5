"""Random walks of people over one ticket agree with the model, step by step.

`make long` walks two thousand times.
"""

import os
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any, Final

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.actions.tickets.moves import MOVES
from services.choices.tickets import TicketMove
from services.models import Ticket, TicketStep
from services.queries.tickets import segments_of, visible
from tests.services.tickets.model import TABLE, Told
from tests.services.tickets.world import NOW, World
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

WALKS = settings(
    max_examples=int(os.environ.get("TICKET_WALKS", "15")),
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a walk is told whole: looking for a shorter one takes minutes
    suppress_health_check=[*HealthCheck],
)
# A walk is over before the first limit of anybody is.
MINUTE = timedelta(minutes=1)
PEOPLE = {"desk": "desk", "second": "second_desk", "lead": "lead", "handler": "handler"}
LENGTH: Final = 25
TRIED: Final = list(product(sorted(TABLE), PEOPLE))


def words(move: str, who: str, world: World) -> dict[str, Any]:
    """What each move is given; the second desk hears that the enterprise is unsatisfied."""
    heard = "unsatisfied" if who == "second" else "satisfied"
    agency = {"agency_id": world.agency.pk}
    given: dict[str, dict[str, Any]] = {
        "decline": {"reason": "不属职责"},
        "assign": agency,
        "arbitrate": {**agency, "reason": "裁定"},
        "transfer": {"agency_id": world.agency.pk, "reason": "转办"},
        "return": {"reason": "不属职责"},
        "progress": {"note": "进展"},
        "suspend": {"waiting_for": "enterprise", "reason": "等待"},
        "resume": {"note": "恢复"},
        "supervise": {"note": "限期"},
        "study": {"held_on": date(2026, 3, 9), "chair": "甲"},
        "list": {"review_on": date(2027, 1, 1), "reason": "规划"},
        "reply": {"outcome": "solved", "note": "已办"},
        "send_back": {"reason": "未答所问"},
        "survey": {"contacted": True, "solved": True, "satisfaction": heard},
        "close": {"reason": "核实", "outcome": "planned"},
        "reopen": {"reason": "再次反映"},
    }
    return given.get(move, {})


def attempt(ticket: Ticket, move: str, who: str, at: datetime, world: World) -> str:
    """What came of it: made, refused, or unseen because the ticket is out of reach."""
    access = getattr(world, PEOPLE[who])
    try:
        with scoped(access), transaction.atomic():
            said = words(move, who, world)
            if move == "transfer":
                # To another unit and back at once, so that the handler stays the one of the walk.
                MOVES[TicketMove.TRANSFER](
                    ticket.pk,
                    access=access,
                    at=at,
                    agency_id=world.other_agency.pk,
                    reason="转办",
                )
            MOVES[TicketMove(move)](ticket.pk, access=access, at=at, **said)
    except ActionRefused:
        return "refused"
    except Ticket.DoesNotExist:
        return "unseen"
    return "made"


@WALKS
@given(walk=st.randoms(use_true_random=True))
def test_every_walk_agrees_with_the_model(world: World, walk: Random) -> None:
    """Every other step is one the model allows, so that walks get somewhere; the rest are any."""
    for name in ("agency", "other_agency", *PEOPLE.values()):
        getattr(world, name)  # made before anybody's scope
    with transaction.atomic():
        ticket, told, at = world.ticket("collected"), Told(), NOW
        for _ in range(LENGTH):
            move, who = walk.choice(walk.choice([open_to(told), TRIED]))
            at += MINUTE
            answer = told.answer(move, who)

            assert attempt(ticket, move, who, at, world) == answer, (told, move, who)

            if answer == "made":
                told.make(move, who)
                told.steps += move == "transfer"
                told.states += [told.state] if move == "transfer" else []
            agree(ticket, told)
            assert seen_by_the_agency(ticket, world) == told.handed, (told, move, who)
        with bootstrap_scope():
            elapsed = sum((it.length for it in segments_of(ticket, until=at)), timedelta())
            states = list(TicketStep.objects.filter(ticket=ticket).order_by("ordinal"))
            closed = [
                after.at - before.at
                for before, after in zip(states, [*states[1:], None], strict=True)
                if before.state_after == "closed" and after is not None
            ]
            last = [at - states[-1].at] if states[-1].state_after == "closed" else []
        assert elapsed == at - ticket.received_at - sum([*closed, *last], timedelta())
        assert [it.state_after for it in states] == told.states
        transaction.set_rollback(True)


def seen_by_the_agency(ticket: Ticket, world: World) -> bool:
    with scoped(world.handler):
        return visible(world.handler).filter(pk=ticket.pk).exists()


def open_to(told: Told) -> list[tuple[str, str]]:
    """Whatever somebody may do now."""
    return [it for it in TRIED if told.answer(*it) == "made"]


def agree(ticket: Ticket, told: Told) -> None:
    now = Ticket.objects.get(pk=ticket.pk)
    assert (
        now.state,
        now.round,
        now.returns,
        now.arbitrated,
        now.grade,
        now.step_no,
        now.holder_kind,
        now.clocks_paused_at is not None,
    ) == (
        told.state,
        told.round,
        told.returns,
        told.arbitrated,
        told.grade,
        told.steps,
        told.holder,
        told.state == "suspended",
    )
