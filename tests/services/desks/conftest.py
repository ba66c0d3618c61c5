"""A district with its station, a department of the city, and people who work at their desks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories.accounts import make_agency, make_station, make_user
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation, User


class Browser(Client):
    """A browser whose every request ends as a transaction does: what is checked at its end is
    checked, and what comes after begins anew.
    """

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return response


@dataclass(frozen=True)
class Desk:
    """One person before a browser."""

    user: User
    client: Client

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **words: Any) -> Any:
        return self.client.post(path, words)

    def read(self, path: str) -> str:
        return text_of(self.client.get(path))


def text_of(response: Any) -> str:
    """What a person reads of a page, without the markup and without white space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def buttons_of(response: Any) -> set[str]:
    """The codes of the moves a page offers; those only asked for begin with “ask-”."""
    return set(re.findall(r'id="move-([a-z_-]+)"', response.content.decode()))


@pytest.fixture
def unit(db: None) -> Jurisdiction:
    return Jurisdiction.objects.get(code="jiangxia")


@pytest.fixture
def station(unit: Jurisdiction) -> ServiceStation:
    return make_station(unit, name="光谷南服务站")


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency(name="市测试局")


@pytest.fixture
def sits(db: None) -> Callable[..., Desk]:
    """Puts a person with a role before a browser."""

    def before(role: str, **where: Any) -> Desk:
        user = make_user(role, **where)
        client = Browser()
        client.force_login(user)
        return Desk(user, client)

    return before


@pytest.fixture
def district(sits: Callable[..., Desk], unit: Jurisdiction) -> Desk:
    return sits("district_staff", unit=unit)


@pytest.fixture
def lead(sits: Callable[..., Desk], unit: Jurisdiction) -> Desk:
    return sits("district_lead", unit=unit)


@pytest.fixture
def handler(sits: Callable[..., Desk], agency: Agency) -> Desk:
    return sits("handler", agency=agency)


@pytest.fixture
def specialist(sits: Callable[..., Desk], station: ServiceStation) -> Desk:
    return sits("specialist", station=station)
