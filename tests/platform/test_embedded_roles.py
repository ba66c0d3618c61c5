"""The roles are made once and mended at will; the web login alone reads nothing."""

import os
from collections.abc import Callable

import psycopg
import pytest

from wuhan_smes.embedded import roles
from wuhan_smes.embedded.passwords import password

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(fresh_database: str) -> psycopg.Connection:
    from tests.databases import url_for

    with psycopg.connect(url_for("TEST_ADMIN_DATABASE_URL", fresh_database)) as connection:
        yield connection


def test_x(as_app_web):
    print(as_app_web.execute("select current_user, current_database()").fetchone())

@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n",[1,2])
def test_t(n):
    from django.db import connection
    with connection.cursor() as c:
        c.execute("select current_user, session_user, current_database()")
        print(c.fetchone())
        c.execute("create temp table x(a int)")
