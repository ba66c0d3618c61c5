"""Each list of the product as a file, whichever door it is taken through."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from measures.models import Programme
from tests.architecture.test_exports import list_viewsets
from tests.factories.accounts import make_unit, make_user
from tests.reporting.conftest import rows
from tests.walls.seeding import seed
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.urls import APIS

pytestmark = pytest.mark.django_db


def doors() -> list[tuple[str, Any]]:
    """(address, export) of every list of the API and of every screen."""
    lists = [
        (f"/api/v1/{name}/export/", viewset.exports)
        for name, viewset in APIS
        if viewset in list_viewsets() and issubclass(viewset, ExportedViewSet)
    ]
    screens = [
        (f"{screen.opts.app_label}_{screen.opts.model_name}", screen.exports)
        for screen in admin.site._registry.values()
        if isinstance(screen, ExportedAdmin)
    ]
    return [*lists, *screens]


def address(door: str) -> str:
    return door if door.startswith("/") else reverse(f"admin:{door}_changelist")


@pytest.fixture
def reader(client):
    """Somebody who may see every list there is, with a row in each."""
    unit, other = make_unit("jiangxia"), make_unit("hongshan")
    seed(unit, other)
    user = make_user("bureau_lead")
    client.force_login(user)
    return client


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
def test_each_file_has_the_declared_columns_and_the_rows_of_the_list(reader, layout):
    lists = doors()
    assert len(lists) >= 80
    for door, export in lists:
        response = reader.get(f"{address(door)}?layout={layout}")

        assert response.status_code == 200, (door, response.content.decode()[:500])
        heading, *found = rows(response)
        assert heading == [column.label for column in export.columns], door
        assert {len(row) for row in found} <= {len(heading)}, door
        assert Export.objects.latest("id").row_count == len(found), door


def test_every_page_of_a_list_gives_what_it_shows_by_its_own_words(reader):
    pages = {page.url_name: page for page in exported(ExportedPage) if hasattr(page, "url_name")}
    assert len(pages) >= 20
    # The one list that is about something: who a programme leaves out.
    about = {"left-out": {"programme": Programme.objects.exclude(eligibility=None).first().pk}}
    for name, page in pages.items():
        heading = [column.label for column in page.exports.columns]
        for layout in ("xlsx", "csv"):
            response = reader.get(reverse(name), {"layout": layout, **about.get(name, {})})

            assert response.status_code == 200, (name, layout)
            assert rows(response)[0] == heading, (name, layout)


def exported(base: type[Any]) -> Iterator[type[Any]]:
    """Every class below, however deep."""
    for one in base.__subclasses__():
        yield one
        yield from exported(one)


def test_a_menu_above_each_list_carries_the_present_filter(reader):
    page = reader.get("/enterprises/?q=示例&status=active&cursor=").content.decode()
    screen = reader.get("/admin/enterprises/enterprise/?status__exact=active&p=1").content.decode()

    assert "q=%E7%A4%BA%E4%BE%8B&amp;status=active&amp;layout=xlsx" in page
    assert "?status__exact=active&amp;layout=csv" in screen
