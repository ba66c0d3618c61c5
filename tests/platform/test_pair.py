"""A primary dies under writing, everywhere and every time: the short form of `make topology`.

Two servers, one web and no package of Debian's. What PgBouncer, nginx, workers and readings from
replicas do when machines die is shown by the long form (test_topology.py).
"""

import json
import subprocess
from urllib.request import Request, urlopen

import psycopg
import pytest

from deploy.topology.house import TOKEN, House
from deploy.topology.pair import pair
from deploy.topology.pooler import DATABASE
from deploy.topology.proofs import Proof
from tests import databases

WRITES = 20
# Rights of the tests' own login are in the copy, too.
TESTS_LOGIN = "CREATE ROLE app_test NOLOGIN"


@pytest.fixture
def copied(fresh_database):
    """Fills a server with what every test's database begins with: quicker than migrating."""

    def fill(built: House) -> None:
        node = built.leading
        with psycopg.connect(node.url(), autocommit=True) as admin:
            admin.execute(TESTS_LOGIN)
        source = databases.url_for("TEST_ADMIN_DATABASE_URL", fresh_database)
        into = node.url(database=DATABASE)
        with subprocess.Popen(
            [node.programs / "pg_dump", "--no-tablespaces", source], stdout=subprocess.PIPE
        ) as dump:
            subprocess.run(
                [node.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", into],
                stdin=dump.stdout,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        assert dump.returncode == 0
        built.manage("load_demo", "--enterprises", "60")

    return fill


def deep(port):
    """What the web's own login finds behind it."""
    asked = Request(f"http://127.0.0.1:{port}/deepz", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def test_nothing_acknowledged_is_lost_with_the_primary(copied):
    with pair(copied) as built:
        before = deep(built.front.port)
        said = list(Proof(built, "", WRITES).least())
        after = deep(built.front.port)

    assert len(said) == 3
    assert (before["wrong"], after["wrong"]) == (["broker"], ["broker"])
    assert after["parts"]["database_writes"] is True
