"""看板: numbers that open their rows, on any day, for one's own units."""

from datetime import date
from itertools import chain
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from enterprises.choices import CountBasis, Tier, TierSubclass
from enterprises.models import Enterprise
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.operations.holders import make_title
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations.pages.enterprises import wanted
from wuhan_smes.operations.pages.sieves import EnterpriseSieve
from wuhan_smes.operations.queries.board import NAMES, Board, board
from wuhan_smes.operations.rows import Cell
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 25)


def a_city() -> None:
    """Two units, every rung, overlapping titles, and one title that ended the day before."""
    here, there = make_unit("jiangxia"), make_unit("hongshan")
    for unit in (here, there, there):
        every = make_enterprise(unit=unit)
        for tier in (Tier.TECH_SME, Tier.INNOVATIVE_SME, Tier.SRDI_SME, Tier.LITTLE_GIANT):
            make_title(every, tier)
        make_title(every, Tier.KEY_LITTLE_GIANT)
        make_title(make_enterprise(unit=unit), Tier.INNOVATIVE_SME)
        make_title(make_enterprise(unit=unit), Tier.SRDI_SME, valid_to=date(2025, 7, 24))
    horn = make_enterprise(unit=here)
    make_title(horn, Tier.UNICORN, subclass=TierSubclass.UNICORN)
    make_title(make_enterprise(unit=here), Tier.UNICORN, subclass=TierSubclass.POTENTIAL_UNICORN)


def shown(picture: Board) -> list[Cell]:
    rows = chain.from_iterable(row.cells for row in picture.units)
    return [*rows, *picture.totals.cells, *(rung.cell for rung in picture.rungs)]


def behind(cell: Cell, access: Access) -> int:
    """How many rows the address of a number opens."""
    reach = access.reach(Capability.REGISTER_VIEW)
    sieve = EnterpriseSieve(QueryDict(urlsplit(cell.url).query), reach=reach)
    return Enterprise.objects.within(reach).filter(wanted(sieve, reach)).count()


@pytest.mark.parametrize("basis", list(CountBasis))
def test_every_number_opens_as_many_rows(basis):
    a_city()
    access = make_access("bureau_staff")

    with scoped(access):
        cells = shown(board(on=DAY, basis=basis, access=access))
        opened = [behind(cell, access) for cell in cells]

    assert sum(cell.value for cell in cells) > 0
    assert opened == [cell.value for cell in cells]


def test_an_enterprise_counts_in_each_title_or_only_in_its_highest():
    a_city()
    access = make_access("bureau_staff")

    with scoped(access):
        held, highest = (board(on=DAY, basis=basis, access=access) for basis in CountBasis)

    counts = dict(zip(held.head, (cell.value for cell in held.totals.cells), strict=True))
    assert (counts["专精特新"], counts["“小巨人”"], counts["独角兽"]) == (3, 3, 1)
    assert (counts["科技和创新型"], counts[NAMES[Tier.INNOVATIVE_SME]]) == (6, 6)
    assert [cell.value for cell in highest.totals.cells] == [3, 0, 3, 0, 1]
    assert (held.totals.total, highest.totals.total) == (None, 7)


def test_a_district_sees_its_own_unit_and_no_target_of_the_city(client):
    a_city()
    unit = make_unit("jiangxia")
    client.force_login(make_user("district_staff", unit=unit))

    page = client.get(f"/board/?on={DAY}").content.decode()

    assert unit.name in page
    assert make_unit("hongshan").name not in page
    assert "年目标" not in page


def test_the_bureau_sees_every_unit_and_the_targets_with_their_doubts(client):
    a_city()
    client.force_login(make_user("bureau_staff"))

    page = client.get(f"/board/?on={DAY}").content.decode()

    assert all(make_unit(code).name in page for code in ("jiangxia", "hongshan"))
    assert '2028 年目标 <strong class="num">4,000</strong>' in page
    assert "/discrepancies/#F3" in page


def test_a_wrong_date_is_said_beside_the_field_and_today_is_shown(client):
    client.force_login(make_user("bureau_staff"))

    page = client.get("/board/?on=2025-02-30").content.decode()

    assert "日期应形如 2025-07-25" in page


def test_whoever_may_not_count_is_refused(client):
    client.force_login(make_user("handler"))

    assert client.get("/board/").status_code == 403


def test_the_board_asks_the_same_number_of_questions_however_large_the_city(client):
    client.force_login(make_user("bureau_staff"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/board/?on={DAY}")
        return len(queries)

    a_city()
    asked()  # what is looked up once per process
    before = asked()
    a_city()

    assert asked() == before
