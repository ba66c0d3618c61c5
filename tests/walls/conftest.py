"""A clone with every unit's rows marked, served by the real web login."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

from tests import databases
from tests.factories.accounts import make_agency, make_station, make_user
from tests.walls import seeding
from tests.walls.routes import Stranger
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.accounts.roles import ROLES, Anchor
from wuhan_smes.env import Environment
from wuhan_smes.scope import bootstrap_scope

WALKING: Final = (
    "district_staff",
    "district_lead",
    "specialist",
    "handler",
    "finance",
    "finance_lead",
    "auditor",
    "administrator",
)


@dataclass(frozen=True)
class City:
    """The marked city: `home` is the walker's unit, `stranger` another."""

    home: int
    walkers: dict[str, User]
    stranger: Stranger
    database: str
    numbers: dict[int, int]

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        address = urlsplit(os.environ["TEST_ADMIN_DATABASE_URL"])
        with psycopg.connect(
            urlunsplit(address._replace(path=f"/{self.database}")), autocommit=True
        ) as admin:
            yield admin


@contextmanager
def serving(url: str) -> Iterator[None]:
    """Django's own connection, logged in elsewhere for a while."""
    settings = connection.settings_dict
    before = dict(settings)
    connection.close()
    settings.update(Environment({"URL": url}).database("URL"))
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@pytest.fixture(scope="session")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """Seeded once for all walks; nothing a walk does may change it."""
    name = f"{databases.own_name()}_walls"
    databases.clone(name)
    with django_db_blocker.unblock():
        with serving(databases.url_for("DATABASE_URL", name)):
            made = _build(name)
        with made.admin() as admin:
            seeding.mark(admin, made.numbers)
        yield made
    databases.remove(name)


@pytest.fixture
def at_the_doors(city: City, django_db_blocker: Any) -> Iterator[City]:
    """The product as it is served: by the web login, with nothing of its own."""
    logging.disable(logging.CRITICAL)
    with (
        django_db_blocker.unblock(),
        serving(databases.url_for("APP_WEB_DATABASE_URL", city.database)),
    ):
        yield city
    logging.disable(logging.NOTSET)


@pytest.fixture
def without_second_wall(at_the_doors: City) -> Iterator[City]:
    """Row-level security switched off in this database; roles stay as they are."""
    with at_the_doors.admin() as admin:
        tables = seeding.scoped_tables(admin)
        _each(admin, tables, "DISABLE ROW LEVEL SECURITY")
        yield at_the_doors
        _each(admin, tables, "ENABLE ROW LEVEL SECURITY")


def _each(admin: psycopg.Connection, tables: list[str], what: str) -> None:
    for table in tables:
        admin.execute(sql.SQL("ALTER TABLE {} " + what).format(sql.Identifier(table)))


def _build(name: str) -> City:
    with bootstrap_scope():
        units = seeding.units()
        numbers = {unit.pk: number for number, unit in enumerate(units, 1)}
        home, abroad = units[0], units[1]
        for index, unit in enumerate(units):
            # Two parties see a move: none of them is the walker's unit.
            following = units[index + 1] if 0 < index < len(units) - 1 else None
            seeding.seed(unit, following)
        walkers = {role: _walker(role, home) for role in WALKING}
        stranger = _stranger(abroad, numbers[abroad.pk])
    return City(numbers[home.pk], walkers, stranger, name, numbers)


def _walker(role: str, home: Jurisdiction) -> User:
    anchor = ROLES[role].anchor
    place: dict[str, Any] = {}
    if anchor is Anchor.STATION:
        place["station"] = make_station(home)
    if anchor is Anchor.AGENCY:
        place["agency"] = make_agency(home)
    return make_user(role, unit=home, **place)


def _stranger(unit: Jurisdiction, number: int) -> Stranger:
    """The first row of each model that belongs to `unit`."""
    rows = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in {"wuhan_smes", "enterprises", "measures", "services"}:
            found = _first(model, unit)
            if found is not None:
                rows[model] = found
    enterprise, user = (
        next(row for model, row in rows.items() if model.__name__ == name)
        for name in ("Enterprise", "User")
    )
    return Stranger(number, unit.pk, unit.code, rows, enterprise, user)


def _first(model: Any, unit: Jurisdiction) -> Any:
    """A row of `unit`; of what belongs to nobody in particular, any row."""
    rows = model._default_manager.order_by("pk")
    names = {field.name for field in model._meta.fields}
    for path in ("from_jurisdiction", "jurisdiction", "user__jurisdiction", "actor__jurisdiction"):
        if path.split("__")[0] in names:
            return rows.filter(**{path: unit}).first() or rows.first()
    if "jurisdiction_id" in names:
        return rows.filter(jurisdiction_id=unit.pk).first()
    return rows.first()
