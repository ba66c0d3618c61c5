"""The page of the state table says what the table says.

`UPDATE_GOLDEN=1 pytest tests/services/tickets/test_documented.py` writes it anew.
"""

import os
from pathlib import Path
from typing import Final

from services.choices.tickets import TicketState
from services.rules.ticket_table import rendered
from services.rules.tickets import BALL, successors

PAGE: Final = Path(__file__).parents[3] / "docs" / "tickets.md"
# The guide of the domain, written out once more by hand.
GUIDE: Final = {
    "draft": {"collected"},
    "collected": {"triaged", "closed"},
    "triaged": {"self_handled", "assigned", "closed"},
    "self_handled": {"replied", "triaged"},
    "assigned": {"signed", "returned"},
    "signed": {"in_progress"},
    "returned": {"triaged"},
    "in_progress": {"suspended", "special_study", "listed", "replied"},
    "suspended": {"in_progress"},
    "special_study": {"in_progress", "listed", "replied"},
    "replied": {"audited", "in_progress"},  # the audit and its sending back in one act
    "audited": {"surveyed", "in_progress"},
    "surveyed": {"closed", "reopened"},
    "listed": {"in_progress", "closed"},
    "closed": {"reopened", "collected"},  # a duplicate taken apart starts again
    "reopened": {"triaged", "in_progress"},
}


def test_the_page_is_written_from_the_table() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(rendered(), "utf-8")

    assert PAGE.read_text("utf-8") == rendered()


def test_the_table_leads_where_the_guide_leads() -> None:
    assert {state.value: {it.value for it in successors(state)} for state in TicketState} == GUIDE


def test_every_state_says_who_has_the_ball() -> None:
    assert set(BALL) == set(TicketState)
