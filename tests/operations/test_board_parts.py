"""The parts of the board: what is counted opens its rows, and shows nobody what he may not see."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.operations.pages.boards.definitions import ENDING, TICKETS, TIERS
from wuhan_smes.operations.pages.boards.parts import PARTS
from wuhan_smes.operations.queries.heat import band, tiles
from wuhan_smes.reporting.sources import find
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
LINKS = re.compile(r'href="(/[^"]*)"[^>]*>(?:<[^>]*>[^<]*</[^>]*>)?\s*[+−]?([\d,]+)</a>')
BARE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def city(db):
    """Two units with titles, tickets late and not, visits."""
    agency, long_ago = make_agency(), timezone.now() - timedelta(30)
    for code in ("jiangxia", "hongshan"):
        unit = make_unit(code)
        firm = make_enterprise(unit=unit, name=f"示例{unit.short}光电")
        award(firm, Tier.SRDI_SME, until=date(2030, 1, 1))
        make_ticket("in_progress", enterprise=firm, agency=agency, due_at=long_ago)
        make_ticket("assigned", enterprise=firm, agency=agency)
        make_visit(firm, rank="department")
    return agency


def rows_at(address: str, access) -> int:
    """How many rows stand behind a number's address."""
    url = urlsplit(address.replace("&amp;", "&"))
    words = QueryDict(url.query)
    names = {"/tickets/": "page:tickets", "/enterprises/": "page:enterprises"}
    source = names.get(url.path) or f"page:figure/{url.path.split('/')[2]}"
    with scoped(access):
        return find(source).listed(words, access).rows.count()


def test_every_part_is_shown_bare_to_the_board_and_whole_to_who_has_no_scripts(client, city):
    client.force_login(make_user("bureau_lead"))
    board = client.get(f"/board/?on={DAY}").content.decode()

    for part in PARTS:
        address = f"/board/parts/{part.code}/?on={DAY}"
        bare, whole = client.get(address, **BARE), client.get(address)
        assert (bare.status_code, whole.status_code) == (200, 200), part.code
        assert f'id="head-{part.code}"' in bare.content.decode()
        assert "<html" not in bare.content.decode()
        assert part.title in whole.content.decode()
        assert escape(part.definition.told) in bare.content.decode()
        assert f"/board/parts/{part.code}/" in board
    assert client.get("/board/parts/no-such-part/").status_code == 404
    assert client.get("/board/wall/").status_code == 200


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("/", (TIERS,)),
        (f"/board/?on={DAY}", (TIERS, ENDING)),
        ("/board/today/", (TIERS, TICKETS)),
    ],
)
def test_every_page_that_begins_with_figures_says_what_they_count(client, city, page, told):
    client.force_login(make_user("bureau_lead"))
    content = client.get(page).content.decode()

    for definition in told:
        assert escape(definition.told) in content
    assert content.count("basis-sheet") >= len(told)
    assert "口径第1版" in client.get("/board/wall/").content.decode()


def test_numbers_of_tickets_and_chains_open_as_many_rows(client, city):
    user, access = make_user("bureau_lead"), make_access("bureau_lead")
    client.force_login(user)
    today = timezone.localdate()

    for part in ("tickets", "chains"):
        page = client.get(f"/board/parts/{part}/?on={today}", **BARE).content.decode()
        found = [(url, int(n.replace(",", ""))) for url, n in LINKS.findall(page)]
        assert found, part
        assert [(url, rows_at(url, access)) for url, _ in found] == found


def test_a_unit_is_looked_at_by_itself_and_nobody_looks_beyond_his_reach(client, city):
    client.force_login(make_user("bureau_lead"))
    one = client.get(f"/board/parts/tickets/?unit=jiangxia&on={DAY}", **BARE).content.decode()
    client.force_login(make_user("district_staff", unit=make_unit("jiangxia")))
    own = client.get(f"/board/parts/tickets/?unit=hongshan&on={DAY}", **BARE).content.decode()
    board = client.get("/board/?unit=hongshan").content.decode()
    client.force_login(make_user("finance"))

    assert '未销号 <strong class="num">2</strong>' in one
    assert '未销号 <strong class="num">2</strong>' in own
    assert make_unit("hongshan").name not in board
    assert client.get("/board/parts/tickets/").status_code == 403
    assert "/board/parts/money/" in client.get("/board/").content.decode()


@pytest.mark.parametrize("part", ["tickets", "visits", "money", "chains", "changes"])
def test_a_part_asks_the_same_number_of_questions_however_large_the_city(client, city, part):
    client.force_login(make_user("bureau_lead"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/board/parts/{part}/?on={DAY}", **BARE)
        return len(queries)

    asked()
    before = asked()
    for _ in range(3):
        firm = make_enterprise(unit=make_unit("jiangxia"))
        award(firm, Tier.SRDI_SME, until=date(2030, 1, 1))
        make_ticket("assigned", enterprise=firm, agency=make_agency())

    assert asked() == before


def test_bands_go_by_the_largest_and_units_without_a_place_follow_below():
    assert [band(value, 100) for value in (0, 1, 25, 26, 75, 76, 100)] == [0, 1, 1, 2, 3, 4, 4]
    assert (band(0, 0), tiles([])) == (0, [])
