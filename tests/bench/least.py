"""The least the database needs for the same answer: the same SQL by psycopg, and json.dumps."""

import json
import re
from dataclasses import dataclass
from typing import Any

import psycopg

SCOPE = re.compile(r"set_config\('role'")


@dataclass(frozen=True, slots=True)
class Least:
    """The statements of one request that read rows, under the scope it opened."""

    scope: str
    statements: tuple[str, ...]

    def run(self, connection: psycopg.Connection) -> str:
        with connection.transaction():
            connection.execute(self.scope)
            return json.dumps(
                [connection.execute(each).fetchall() for each in self.statements],
                default=str,
                ensure_ascii=False,
            )


def least_of(path: str, secret: str) -> Least:
    """What the product asks the database for `path`, seen from inside."""
    from django.db import connection  # noqa: PLC0415 - only after set-up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"Authorization": f"Token {secret}"})
    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    said = [entry["sql"] for entry in asked.captured_queries]
    reading = tuple(
        each for each in said if each.startswith(("SELECT", "WITH")) and _reads_rows(each)
    )
    assert reading, said
    return Least(next(each for each in said if SCOPE.search(each)), reading)


def _reads_rows(statement: str) -> bool:
    return (
        '"enterprises_' in statement
        or '"services_' in statement
        or "enterprise_search(" in statement
    )


def plan_of(connection: psycopg.Connection, least: Least, statement: str) -> Any:
    """The plan of one statement under the same scope."""
    with connection.transaction():
        connection.execute(least.scope)
        return connection.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}").fetchall()
