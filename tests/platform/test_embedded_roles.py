"""The roles are made once and mended at will; a login alone reads nothing."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import errors

from tests.databases import url_for
from wuhan_smes.embedded import roles


@pytest.fixture
def admin(fresh_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url_for("TEST_ADMIN_DATABASE_URL", fresh_database)) as connection:
        yield connection


def passwords() -> dict[str, str]:
    """The present ones: roles belong to the server, which other tests are using."""
    found = {}
    for role in roles.LOGINS:
        secret = urlsplit(os.environ[f"{role.upper()}_DATABASE_URL"]).password
        assert secret is not None
        found[role] = secret
    return found


def test_making_the_roles_again_changes_nothing(admin):
    def everything() -> list[object]:
        return admin.execute(
            "SELECT rolname, rolsuper, rolinherit, rolcanlogin, rolbypassrls, rolconfig,"
            " (SELECT array_agg(roleid::regrole::text ORDER BY 1) FROM pg_auth_members"
            "  WHERE member = r.oid) FROM pg_roles r WHERE rolname ~ '^(app|r)_' ORDER BY 1"
        ).fetchall()

    before = everything()

    roles.bootstrap(admin, passwords())

    assert everything() == before


def test_only_the_named_roles_bypass_row_security(admin):
    rows = admin.execute("SELECT rolname FROM pg_roles WHERE rolbypassrls ORDER BY 1").fetchall()

    assert [name for (name,) in rows] == ["app_bootstrap", "app_definer", "postgres"]


@pytest.mark.parametrize("login", ["app_web", "app_worker"])
def test_a_login_of_the_product_never_becomes_the_bootstrap_role(url_of, login):
    with psycopg.connect(url_of(login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SET ROLE app_bootstrap")


@pytest.mark.parametrize("login", ["app_web", "app_worker"])
def test_a_login_without_a_scope_reads_no_business_table(url_of, login):
    with psycopg.connect(url_of(login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT count(*) FROM enterprises_enterprise")


@pytest.mark.parametrize(
    ("login", "setting", "value"),
    [
        ("app_web", "statement_timeout", "5s"),
        ("app_web", "lock_timeout", "3s"),
        ("app_web", "idle_in_transaction_session_timeout", "30s"),
        ("app_web", "jit", "off"),
        ("app_worker", "statement_timeout", "15min"),
    ],
)
def test_each_login_carries_its_own_limits(url_of, login, setting, value):
    with psycopg.connect(url_of(login)) as connection:
        shown = connection.execute(f"SHOW {setting}").fetchone()

    assert shown == (value,)


@pytest.mark.parametrize("role", ["app_web", "r_scoped", "r_city", "r_city_read"])
def test_nobody_but_the_owner_builds_tables(admin, role):
    admin.execute(f"SET LOCAL ROLE {role}")

    with pytest.raises(errors.InsufficientPrivilege):
        admin.execute("CREATE TABLE anything (id int)")


def test_a_wrong_password_is_refused(url_of: Callable[[str], str]):
    right = url_of("app_web")
    wrong = right.replace(str(urlsplit(right).password), "guessed")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
