"""Pages by key: every row once, also among ties, forwards and backwards."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.web.pagination import Cursor, keyset_page

pytestmark = pytest.mark.django_db
ORDERINGS = {"name": ("display_name", "id"), "-name": ("-display_name", "-id")}


@pytest.fixture
def unit() -> Jurisdiction:
    """Seven people, most of them of one name."""
    unit = make_unit()
    for name in ("甲", "乙", "乙", "乙", "乙", "丙", "丁"):
        make_user(unit=unit, display_name=name)
    return unit


def walk(unit: Jurisdiction, ordering: str, size: int) -> list[list[int]]:
    """All pages of `ordering`, from the first to the last."""
    rows, pages, cursor = User.objects.filter(jurisdiction=unit), [], ""
    while True:
        page = keyset_page(rows, orderings=ORDERINGS, ordering=ordering, cursor=cursor, size=size)
        pages.append([row.pk for row in page.rows])
        if not page.next:
            return pages
        cursor = page.next


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("ordering", ["name", "-name"])
def test_every_row_comes_once_in_order(unit: Jurisdiction, ordering: str, size: int) -> None:
    expected = list(
        User.objects.filter(jurisdiction=unit)
        .order_by(*ORDERINGS[ordering])
        .values_list("pk", flat=True)
    )

    assert [pk for page in walk(unit, ordering, size) for pk in page] == expected


def test_going_back_shows_the_page_one_came_from(unit: Jurisdiction) -> None:
    rows = User.objects.filter(jurisdiction=unit)

    def page(cursor: str = "") -> Any:
        return keyset_page(rows, orderings=ORDERINGS, cursor=cursor, size=2)

    first = page()
    second = page(first.next)
    third = page(second.next)
    back = page(third.previous)

    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    assert [row.pk for row in page(back.previous).rows] == [row.pk for row in first.rows]
    assert page(back.previous).previous == ""


def test_a_row_added_before_the_cursor_moves_no_page(unit: Jurisdiction) -> None:
    rows = User.objects.filter(jurisdiction=unit)
    first = keyset_page(rows, orderings=ORDERINGS, size=3)
    expected = [r.pk for r in keyset_page(rows, orderings=ORDERINGS, cursor=first.next).rows]

    make_user(unit=unit, display_name="丁")  # sorts first: 丁 stands before 丙 and 乙

    after = keyset_page(rows, orderings=ORDERINGS, cursor=first.next)
    assert [row.pk for row in after.rows] == expected


@pytest.mark.parametrize(
    "query",
    [
        "cursor=nonsense",
        "cursor=W10",
        f"cursor={Cursor('id', ('x',)).encoded()}",
        f"cursor={Cursor('id', (1, 2)).encoded()}",
        f"cursor={Cursor('password', (1,)).encoded()}",
        "ordering=password",
        "page_size=0",
        "page_size=201",
        "page_size=-1",
        "page_size=一",
        "count=all",
    ],
)
def test_a_parameter_at_fault_is_named(query: str) -> None:
    client = APIClient()
    client.force_login(make_user("administrator", unit=make_unit()))

    answer = client.get(f"/api/v1/users/?{query}")

    name = query.partition("=")[0]
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert answer.status_code == 400
    assert pointers <= {f"?{name}", "?ordering"}


@pytest.mark.parametrize("how", ["exact", "estimate"])
def test_the_total_comes_only_when_asked_for(unit: Jurisdiction, how: str) -> None:
    client = APIClient()
    client.force_login(make_user("administrator", unit=unit))

    plain = client.get("/api/v1/users/").json()
    counted = client.get(f"/api/v1/users/?count={how}").json()

    assert "count" not in plain
    assert isinstance(counted["count"], int)
    if how == "exact":
        assert counted["count"] == 8


def test_links_carry_the_filters_on(unit: Jurisdiction) -> None:
    client = APIClient()
    client.force_login(make_user("administrator", unit=unit))

    first = client.get(f"/api/v1/users/?page_size=3&jurisdiction={unit.code}").json()
    second = client.get(first["next"]).json()

    assert f"jurisdiction={unit.code}" in first["next"]
    assert not {r["id"] for r in first["results"]} & {r["id"] for r in second["results"]}
