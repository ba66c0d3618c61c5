"""A day of each role, from the first page to the last thing that waits: at a desk and by phone.

The journeys of the other modules act; here every page a role lives in is read with the eyes of
somebody who cannot see it well, and photographed for his chapter of the guide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
FIRST_ROW: Final = "main tbody tr a[href^='/']"


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of a day, with its picture's name; with `then` also the page its first row leads
    to, and that one's.
    """

    path: str
    picture: str = ""
    then: str = ""


DAYS: Final = {
    "station": (
        Stop("/", "visit-home"),
        Stop("/visits/new/"),
        Stop("/visits/", "", "visit"),
        Stop("/tickets/"),
        Stop("/monitoring/mine/"),
        Stop("/help/specialist/"),
    ),
    "district_east_lake": (
        Stop("/", "district-home"),
        Stop("/tickets/", "desk", "ticket"),
        Stop("/tickets/board/", "tickets-board"),
        Stop("/enterprises/?highest_tier=little_giant", "", "enterprise"),
        Stop("/entitlements/desk/"),
        Stop("/cultivation/", "cultivation"),
        Stop("/stations/", "", "station"),
        Stop("/stations/assignments/", "assignments"),
        Stop("/visits/month/", "visits-month"),
        Stop("/imports/"),
        Stop("/reports/hand-ins/"),
        Stop("/help/?q=封存"),
    ),
    "bureau": (
        Stop("/"),
        Stop("/board/", "board"),
        Stop("/batches/", "", "batch"),
        Stop("/prospects/", "prospects"),
        Stop("/targets/"),
        Stop("/commitments/", "duties", "duty"),
        Stop("/records/", "records"),
        Stop("/money/overview/", "money-overview"),
        Stop("/tickets/supervisions/"),
        Stop("/reports/briefing/?kind=week"),
        Stop("/help/definitions/"),
    ),
    "handler": (
        Stop("/", "handler-home"),
        Stop("/tickets/"),
        Stop("/commitments/desk/", "department-desk"),
        Stop("/commitments/desk/list/"),
        Stop("/records/", "department-records"),
        Stop("/records/challenges/", "", "department-record"),
        Stop("/records/challenges/list/", "department-list"),
        Stop("/measures/"),
        Stop("/help/ticket-states/"),
    ),
    "finance": (
        Stop("/"),
        Stop("/money/", "money-desk"),
        Stop("/money/budgets/"),
        Stop("/money/payments/"),
        Stop("/help/finance/"),
    ),
    "auditor": (
        Stop("/"),
        Stop("/admin/audit/auditevent/", "trail"),
        Stop("/admin/reporting/export/"),
        Stop("/reports/verify/"),
        Stop("/soundness/"),
        Stop("/help/import-formats/"),
    ),
}


@pytest.mark.parametrize("role", DAYS)
def test_the_day_of_a_role_shuts_nobody_out_and_asks_nobody_outside(
    visitor: Callable[..., Visitor], role: str
) -> None:
    person: Visitor = visitor()
    found: dict[str, list[str]] = {}
    person.sign_in(role)

    def read(path: str, picture: str) -> None:
        assert person.look(path) == 200, path
        found[path] = person.faults(name=picture)

    for stop in DAYS[role]:
        read(stop.path, stop.picture)
        if stop.then:
            row = person.page.locator(FIRST_ROW).first.get_attribute("href")
            read(str(row), stop.then)

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert person.complaints == []
    assert person.went_outside() == []
