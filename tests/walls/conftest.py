"""A clone with every unit's rows marked, served by the real web login."""

import logging
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

from measures.models import kinds
from tests import databases
from tests.factories.accounts import make_agency, make_station, make_user
from tests.factories.records import make_answering
from tests.walls import seeding
from tests.walls.routes import Stranger
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.accounts.roles import ROLES, Anchor
from wuhan_smes.env import Environment
from wuhan_smes.scope import bootstrap_scope

SEEDED: Final = "test_walls_seeded"
# What the handler's unit answers for: records of every kind.
CLAUSES: Final = {code for model in kinds().values() for code in model.told.clauses}
# Who reads most comes first: what opens to one of them is pried into by the first alone.
WALKING: Final = (
    "district_lead",
    "auditor",
    "district_staff",
    "specialist",
    "handler",
    "finance",
    "finance_lead",
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

    @property
    def unit_ids(self) -> list[int]:
        return list(self.numbers)

    @property
    def home_id(self) -> int:
        return next(unit for unit, number in self.numbers.items() if number == self.home)

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
def seeded(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> City:
    """Seeded once for all processes of a run; what walks is a copy of it."""
    with (
        databases.one_at_a_time(tmp_path_factory, "walls") as kept,
        django_db_blocker.unblock(),
    ):
        if not kept.exists():
            databases.clone(SEEDED)
            with serving(databases.url_for("DATABASE_URL", SEEDED)):
                made = _build(SEEDED)
            with made.admin() as admin:
                seeding.mark(admin, made.numbers)
            kept.write_bytes(pickle.dumps(made))
        return cast("City", pickle.loads(kept.read_bytes()))


@pytest.fixture
def city(seeded: City) -> Iterator[City]:
    """A copy of its own for each test: what one walk changes no other meets."""
    name = f"{databases.own_name()}_walls"
    databases.clone(name, of=SEEDED)
    yield replace(seeded, database=name)
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


@contextmanager
def second_wall_off(city: City) -> Iterator[None]:
    """Row-level security switched off in this database; roles stay as they are."""
    with city.admin() as admin:
        tables = seeding.scoped_tables(admin)
        _all(admin, tables, "DISABLE ROW LEVEL SECURITY")
        yield
        _all(admin, tables, "ENABLE ROW LEVEL SECURITY")


def _all(admin: psycopg.Connection, tables: list[str], what: str) -> None:
    """In one transaction: each alone would make every connection read the catalogue anew."""
    words = sql.SQL("ALTER TABLE {} " + what)
    statements = sql.SQL("; ").join(words.format(sql.Identifier(table)) for table in tables)
    admin.execute(statements)


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
        stranger = _stranger(abroad, home, numbers[abroad.pk])
    return City(numbers[home.pk], walkers, stranger, name, numbers)


def _walker(role: str, home: Jurisdiction) -> User:
    anchor = ROLES[role].anchor
    place: dict[str, Any] = {}
    if anchor is Anchor.STATION:
        place["station"] = make_station(home)
    if anchor is Anchor.AGENCY:
        place["agency"] = make_agency(home)
        make_answering(place["agency"], *CLAUSES)
    return make_user(role, unit=home, **place)


def _stranger(unit: Jurisdiction, home: Jurisdiction, number: int) -> Stranger:
    """The first row of each model that belongs to `unit`."""
    rows = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in {"wuhan_smes", "enterprises", "measures", "services"}:
            found = _first(model, unit, home)
            if found is not None:
                rows[model] = found
    enterprise, user = (
        next(row for model, row in rows.items() if model.__name__ == name)
        for name in ("Enterprise", "User")
    )
    return Stranger(number, unit.pk, unit.code, rows, enterprise, user)


def _first(model: Any, unit: Jurisdiction, home: Jurisdiction) -> Any:
    """A row of `unit`, marked as its own; failing that any row that is not `home`'s."""
    meta = model._meta
    columns = {field.column for field in meta.concrete_fields}
    of_unit = next((seeding.UNIT_OF[name] for name in seeding.UNIT_OF if name in columns), "NULL")
    found = model._default_manager.raw(
        f"SELECT * FROM {meta.db_table} t WHERE ({of_unit}) IS DISTINCT FROM {home.pk}"
        f" ORDER BY (({of_unit}) = {unit.pk}) IS TRUE DESC, {meta.pk.column} LIMIT 1"
    )
    return next(iter(found), None)
