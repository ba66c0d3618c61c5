"""The database roles of the product: who may log in, and what each may become.

Roles belong to the whole server, so they are made here, by `up` and by the tests, never by a
migration. Everything can be run again at any time. Works on PostgreSQL 15 and newer: 15 knows no
`WITH INHERIT FALSE`, so the logins themselves are NOINHERIT and the grants are plain.

    app_owner      login   owns the tables; migrations only
    app_web        login   no right of its own; becomes one r_ role per transaction
    app_worker     login   the same, with more time
    r_scoped       one or more units, agencies or stations
    r_city         the whole city
    r_city_read    the whole city, reading only
    app_definer    owns the few SECURITY DEFINER functions; reads past the policies
    app_bootstrap  loads data past the policies; no member but the owner (and the tests' login)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, LiteralString

import psycopg
from psycopg import sql

REACHES: Final = ("r_scoped", "r_city", "r_city_read")
LOGINS: Final = ("app_owner", "app_web", "app_worker")
PAST_POLICIES: Final = ("app_definer", "app_bootstrap")

# What each login starts every session with. Search paths stay the server's own.
SESSION: Final[Mapping[str, Mapping[LiteralString, str]]] = {
    "app_owner": {},
    "app_web": {
        "statement_timeout": "5s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
        "jit": "off",
    },
    "app_worker": {"statement_timeout": "15min", "lock_timeout": "3s"},
}
MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_owner": (*REACHES, *PAST_POLICIES),
    "app_web": REACHES,
    "app_worker": REACHES,
}
# Rights on every table the owner makes; policies and column grants narrow them further.
TABLE_RIGHTS: Final[Mapping[str, LiteralString]] = {
    "r_scoped": "SELECT, INSERT, UPDATE",
    "r_city": "SELECT, INSERT, UPDATE",
    "r_city_read": "SELECT",
    "app_definer": "SELECT",
    "app_bootstrap": "SELECT, INSERT, UPDATE, DELETE",
}
EXTENSIONS: Final = ("btree_gist",)


@dataclass(frozen=True, slots=True)
class Admin:
    """What the role we are connected as may do."""

    name: str
    is_superuser: bool
    may_create_roles: bool
    may_bypass_policies: bool


def admin_of(connection: psycopg.Connection) -> Admin:
    row = connection.execute(
        "SELECT rolname, rolsuper, rolsuper OR rolcreaterole, rolsuper OR"
        " (rolbypassrls AND current_setting('server_version_num')::int >= 160000)"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row is None:
        raise LookupError("the current role is not in pg_roles")
    return Admin(*row)


def bootstrap(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make or mend the roles and the rights on the connected database, in one transaction.

    `passwords` names the password of each login. Without a superuser app_definer and app_bootstrap
    cannot bypass row security; the policies made for them serve instead.
    """
    admin = admin_of(connection)
    with connection.transaction():
        # two starters at once would both find a role missing and both create it
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('wuhan_smes.roles'))")
        for role in REACHES:
            _make(connection, role, "NOLOGIN")
        for role in PAST_POLICIES:
            bypass: LiteralString = " BYPASSRLS" if admin.may_bypass_policies else ""
            _make(connection, role, f"NOLOGIN{bypass}")
        for role in LOGINS:
            inherit: LiteralString = "INHERIT" if role == "app_owner" else "NOINHERIT"
            make_login(connection, role, passwords[role], inherit)
            for setting, value in SESSION[role].items():
                _run(connection, "ALTER ROLE {} SET {} = {}", role, setting, sql.Literal(value))
            for group in MEMBERS[role]:
                _run(connection, "GRANT {} TO {}", group, role)
        if not admin.is_superuser:
            _run(connection, "GRANT {} TO {}", "app_owner", admin.name)
        _prepare_database(connection)


def make_login(
    connection: psycopg.Connection,
    role: str,
    secret: str,
    inherit: LiteralString = "NOINHERIT",
) -> None:
    """A role that may log in. The password leaves this process only as a scram verifier."""
    _make(connection, role, f"LOGIN {inherit}")
    verifier = connection.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256")
    _run(connection, "ALTER ROLE {} PASSWORD {}", role, sql.Literal(verifier.decode()))


def _prepare_database(connection: psycopg.Connection) -> None:
    """Rights on the connected database: the owner builds, the others only use."""
    database = connection.info.dbname
    for extension in EXTENSIONS:
        _run(connection, "CREATE EXTENSION IF NOT EXISTS {}", extension)
    _run(connection, "ALTER DATABASE {} OWNER TO {}", database, "app_owner")
    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    for login in LOGINS:
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, login)
    # Imports stage their rows in temporary tables, under the scope of whoever imports.
    for role in ("app_owner", "app_bootstrap", "r_scoped", "r_city"):
        _run(connection, "GRANT TEMPORARY ON DATABASE {} TO {}", database, role)
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in (*LOGINS, *TABLE_RIGHTS):
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)
    for role in ("app_owner", "app_definer"):
        _run(connection, "GRANT CREATE ON SCHEMA public TO {}", role)
    for role, rights in TABLE_RIGHTS.items():
        _default(connection, f"{rights} ON TABLES", role)
        if role not in {"r_city_read", "app_definer"}:
            _default(connection, "USAGE, SELECT ON SEQUENCES", role)


def _make(connection: psycopg.Connection, role: str, attributes: LiteralString) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb: LiteralString = "ALTER" if known else "CREATE"
    connection.execute(sql.SQL(verb + " ROLE {} " + attributes).format(sql.Identifier(role)))


def _default(connection: psycopg.Connection, rights: LiteralString, role: str) -> None:
    _run(
        connection,
        "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT " + rights + " TO {}",
        "app_owner",
        role,
    )


def _run(
    connection: psycopg.Connection, statement: LiteralString, *parts: str | sql.Composable
) -> None:
    """Run a statement whose names are quoted; plain strings are identifiers."""
    names = [part if isinstance(part, sql.Composable) else sql.Identifier(part) for part in parts]
    connection.execute(sql.SQL(statement).format(*names))
