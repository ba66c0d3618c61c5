"""Fixtures every test may use. Servers and template: tests/controller.py."""

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as given_settings

from tests import databases, live

# How fast a machine is says nothing about what runs on it.
given_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
given_settings.load_profile("any machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Clone the template for this process instead of creating and migrating a database."""
    name = databases.own_name()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    # What a transactional test left behind goes with its database: the trail refuses TRUNCATE.
    TransactionTestCase._fixture_teardown = lambda _: databases.clone_own()
    databases.clone(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.remove(name)


@pytest.fixture
def url_of(db: None) -> Callable[[str], str]:
    """Where another login (app_web, app_worker, app_owner) finds this process's database."""

    def url(login: str) -> str:
        return databases.url_for(f"{login.upper()}_DATABASE_URL", databases.own_name())

    return url


@pytest.fixture
def as_app_web(url_of: Callable[[str], str]) -> Iterator[psycopg.Connection]:
    """A connection of the real web login, which sees only what a scope shows it."""
    with psycopg.connect(url_of("app_web")) as connection:
        yield connection


@pytest.fixture
def fresh_database() -> Iterator[str]:
    """The name of a second clone, for tests that start processes of their own."""
    name = f"{databases.own_name()}_fresh"
    databases.clone(name)
    yield name
    databases.remove(name)


@pytest.fixture(scope="session")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo city in its usual size, loaded once for all processes of a run: to be copied."""
    name = "test_whole_city"
    with databases.one_at_a_time(tmp_path_factory, "whole-city") as loaded:
        if not loaded.exists():
            databases.clone(name)
            live.load_demo(name)
            loaded.touch()
    return name


@pytest.fixture(scope="session")
def live_site() -> Iterator[live.LiveSite]:
    """A real server over a small demo city; for browsers and for anything that speaks HTTP."""
    with live.live_site() as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; tests that need one carry the mark `browser`."""
    return os.environ["CHROMIUM"]
