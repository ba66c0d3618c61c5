"""Every move on a ticket of every state, at each door: whatever the table does not have is refused.

Raw SQL has its own: test_raw_sql.py.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client

from services.actions.tickets import asking
from services.actions.tickets.moves import MOVES
from services.api.ticket_bulk import BULK as BULK_DOORS
from services.choices.tickets import TicketMove, TicketState
from services.models import Ticket, TicketStep
from services.models.ticket_events import ASKED
from services.rules import tickets as rules
from tests.factories.accounts import make_user
from tests.services.tickets.world import NOW, World
from wuhan_smes.errors import ActionRefused, TransitionRefused
from wuhan_smes.scope import scoped

Pair = tuple[str, str]
M = TicketMove
REASON: Final = {"reason": "核实后决定"}
NOTE: Final = {"note": "已与企业联系"}
# What each move is given besides the ticket; the ids of a unit, an agency or a twin are filled in.
WORDS: Final[Mapping[TicketMove, Mapping[str, Any]]] = {
    M.DECLINE: REASON,
    M.ANSWER: NOTE,
    M.ASSIGN: {"agency_id": "agency"},
    M.ARBITRATE: {"agency_id": "agency", **REASON},
    M.TRANSFER: {"agency_id": "agency", **REASON},
    M.REFER: {"unit_id": "city", **REASON},
    M.RETURN: REASON,
    M.PROGRESS: NOTE,
    M.SUSPEND: {"waiting_for": "enterprise", **REASON},
    M.RESUME: NOTE,
    M.EXTEND: {"days": 5, **REASON},
    M.SUPERVISE: NOTE,
    M.STUDY: {"held_on": date(2026, 3, 9), "chair": "分管副市长"},
    M.LIST: {"review_on": date(2099, 1, 1), **REASON},
    M.REPLY: {"outcome": "solved", **NOTE},
    M.SEND_BACK: REASON,
    M.SURVEY: {"contacted": True, "solved": True, "satisfaction": "satisfied"},
    M.CLOSE: {"outcome": "solved", **REASON},
    M.REOPEN: REASON,
    M.MERGE: {"into_id": "twin"},
    M.UNMERGE: REASON,
}
TABLE: Final = {(state, move) for move, state, _ in rules.steps()}
BULK: Final = {str(move) for move, _ in BULK_DOORS.values()}
ILLEGAL: Final = set(product(TicketState.values, map(str, MOVES))) - TABLE


@pytest.fixture
def tickets(world: World) -> dict[str, Ticket]:
    """One of every state; who tries is a lead, who finds every one of them for every move."""
    return {state: world.ticket(state) for state in TicketState.values}


@pytest.fixture
def keys(world: World) -> dict[str, Any]:
    return {
        "agency": world.other_agency,
        "city": world.unit.parent,
        "twin": world.ticket("triaged"),
    }


def standing(tickets: Mapping[str, Ticket]) -> list[tuple[Any, ...]]:
    """All that a move would change, and how many steps and tickets there are."""
    rows = Ticket.objects.filter(pk__in=[it.pk for it in tickets.values()]).order_by("pk")
    counts = Ticket.objects.count(), TicketStep.objects.count()
    return [*rows.values_list("pk", "state", "step_no", "version", "holder_id"), counts]


def refuses(act: Any, *args: Any, **words: Any) -> bool:
    """Whether the table refuses it; what it lets through is taken back."""
    try:
        with transaction.atomic():
            act(*args, at=NOW, **words)
            transaction.set_rollback(True)
    except TransitionRefused:
        return True
    except ActionRefused:
        return False
    return False


def test_the_actions_refuse_whatever_the_table_does_not_have(
    world: World, tickets: dict[str, Ticket], keys: dict[str, Any]
) -> None:
    lead, before = world.lead, standing(tickets)
    given = {
        move: {k: keys[v].pk if v in keys else v for k, v in WORDS.get(move, {}).items()}
        for move in MOVES
    }

    with scoped(lead):
        refused = {
            (state, str(move))
            for (state, ticket), (move, act) in product(tickets.items(), MOVES.items())
            if refuses(act, ticket.pk, access=lead, **given[move])
        }
        unasked = {
            (state, str(move))
            for (state, ticket), move in product(tickets.items(), ASKED)
            if refuses(asking.ask, ticket.pk, access=lead, move=move, **given[move])
        }

    assert refused == ILLEGAL
    assert unasked == {(state, move) for state, move in ILLEGAL if move in ASKED}
    assert standing(tickets) == before


def test_the_api_refuses_whatever_the_table_does_not_have(
    world: World, tickets: dict[str, Ticket], keys: dict[str, Any]
) -> None:
    """One by one at the address of the move; those with a bulk door over all states at once."""
    door, before = Client(), standing(tickets)
    door.force_login(make_user("district_lead", unit=world.unit))

    refused = {
        (state, str(move))
        for move, states in tried_one_by_one()
        for state in states
        if refused_over_http(door, tickets[state], move, body(move, keys))
    }
    refused_together = {
        (state, move) for move in BULK for state in refused_in_bulk(door, tickets, move, keys)
    }

    assert refused | refused_together == ILLEGAL
    assert refused & {(state, str(move)) for state, move in TABLE} == set()
    assert standing(tickets) == before


def tried_one_by_one() -> Iterator[tuple[TicketMove, list[str]]]:
    """All states a move leads nowhere from, or one of them where a bulk door tries the others;
    and one it does lead on from.
    """
    for move in MOVES:
        illegal = [state for state in TicketState.values if (state, move) in ILLEGAL]
        legal = [state for state in TicketState.values if (state, move) in TABLE]
        yield move, [*(illegal[-1:] if move in BULK else illegal), legal[0]]


def refused_in_bulk(
    door: Client, tickets: Mapping[str, Ticket], move: str, keys: Mapping[str, Any]
) -> list[str]:
    """The states whose ticket the table refuses; what goes through is taken back."""
    asked = {
        "ids": [ticket.pk for ticket in tickets.values()],
        "words": json.loads(body(TicketMove(move), keys)),
        "all_or_nothing": False,
    }
    with transaction.atomic():
        answer = door.post(f"/api/v1/tickets/bulk/{move}/", asked, "application/json")
        transaction.set_rollback(True)
    codes = {row["id"]: row["code"] for row in answer.json()["results"]}
    return [s for s, ticket in tickets.items() if codes[ticket.pk] == "transition_refused"]


def body(move: TicketMove, keys: Mapping[str, Any]) -> str:
    """The words of a move as a request says them: codes of units and agencies, ids of tickets."""
    said = {}
    for name, value in WORDS.get(move, {}).items():
        row = keys.get(value) if isinstance(value, str) else None
        shown = value if row is None else row.pk if isinstance(row, Ticket) else row.code
        said[name.removesuffix("_id")] = shown
    return json.dumps(said, default=str)


def refused_over_http(door: Client, ticket: Ticket, move: TicketMove, said: str) -> bool:
    """Whether the table refuses it, in so many words; what it lets through is taken back."""
    path = f"/api/v1/tickets/{ticket.pk}/{move.value.replace('_', '-')}/"
    with transaction.atomic():
        answer = door.post(path, said, "application/json")
        transaction.set_rollback(answer.status_code < 300)
    assert answer.status_code not in {400, 404, 405}, (move, answer.content.decode())
    return answer.status_code == 409 and answer.json()["code"] == "transition_refused"


def test_admin_screens_move_nothing(world: World, tickets: dict[str, Ticket]) -> None:
    """Not by the form of a ticket, nor by an action over chosen ones, nor by making or removing."""
    door, before = Client(), standing(tickets)
    door.force_login(make_user("district_lead", unit=world.unit))
    screen, ids = "/admin/services/ticket/", [ticket.pk for ticket in tickets.values()]

    offered = door.get(screen).context["action_form"]
    forms = {
        door.post(f"{screen}{tickets[state].pk}/change/", {"state": to, "title": "改"}).status_code
        for state in TicketState.values
        for to in [next(it for it in TicketState.values if it != state)]
    }
    made = door.post(f"{screen}add/", {"state": "closed", "title": "新"}).status_code
    removed = door.post(f"{screen}{ids[0]}/delete/", {"post": "yes"}).status_code
    for name in ("delete_selected", "close"):
        door.post(screen, {"action": name, "_selected_action": ids, "post": "yes"})

    assert offered is None or not {*MOVES} & {it for it, _ in offered.fields["action"].choices}
    assert (forms, made, removed) == ({403}, 403, 403)
    assert standing(tickets) == before
