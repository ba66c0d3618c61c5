"""Debian's PostgreSQL 15 and Redis serve as well as the embedded ones."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from tests.browsers import POSTGRES_15
from wuhan_smes.embedded import roles
from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.embedded.postgres import address
from wuhan_smes.launcher import external

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.external


@dataclass
class Server:
    port: int

    def url(self, user: str, secret: str, database: str) -> str:
        return address(user, secret, "127.0.0.1", self.port, database)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One that the servers' user may enter, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="external-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def postgres_15(folder: Path) -> Iterator[Server]:
    data, secret = folder / "data", folder / "password"
    data.mkdir()
    secret.write_text("admin-password")
    uid = None
    if os.geteuid() == 0:
        uid = pwd.getpwnam("nobody").pw_uid
        for path in (data, secret):
            os.chown(path, uid, -1)
    server = Server(any_free())
    initdb = (str(POSTGRES_15.with_name("initdb")), "-D", str(data), "-U", "admin", "-N")
    options = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", f"--pwfile={secret}")
    made = Child("initdb", (*initdb, *options), folder / "initdb.log", uid=uid)
    made.start()
    assert made.process is not None
    assert made.process.wait() == 0, made.last_words()
    quick = ("-c", "fsync=off", "-c", f"unix_socket_directories={folder / 'data'}")
    listening = ("-p", str(server.port), "-h", "127.0.0.1")
    command = (str(POSTGRES_15), "-D", str(data), *listening, *quick)
    child = Child("PostgreSQL 15", command, folder / "postgres.log", uid=uid)
    child.start()
    while not answers(server.url("admin", "admin-password", "postgres")):
        assert child.is_running, child.last_words()
    yield server
    child.stop()


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def database(postgres_15: Server) -> Iterator[str]:
    with psycopg.connect(
        postgres_15.url("admin", "admin-password", "postgres"), autocommit=True
    ) as admin:
        admin.execute("CREATE DATABASE smes")
        yield "smes"
        admin.execute("DROP DATABASE smes WITH (FORCE)")


def test_a_superuser_hands_over_to_roles_of_the_product(postgres_15, database, tmp_path):
    given = postgres_15.url("admin", "admin-password", database)

    web, worker, owner = external.databases(given, {}, tmp_path)

    for url, name in ((web, "app_web"), (worker, "app_worker"), (owner, "app_owner")):
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (name,)


def test_a_manager_without_superuser_rights_is_enough(postgres_15, tmp_path):
    with psycopg.connect(
        postgres_15.url("admin", "admin-password", "postgres"), autocommit=True
    ) as admin:
        admin.execute("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'manager-password'")
        admin.execute("CREATE DATABASE managed OWNER manager")
    given = postgres_15.url("manager", "manager-password", "managed")

    first = external.databases(given, {}, tmp_path)
    again = external.databases(given, {}, tmp_path)

    assert first == again


def test_every_migration_and_the_reference_data_run_on_it(postgres_15, database, tmp_path):
    given = postgres_15.url("admin", "admin-password", database)
    _, _, owner = external.databases(given, {}, tmp_path)

    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        env={**os.environ, "DATABASE_URL": owner},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(given) as admin:
        bypassing = admin.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s) AND rolbypassrls",
            [list(roles.PAST_POLICIES)],
        ).fetchone()
    assert bypassing == (len(roles.PAST_POLICIES),)


def test_debians_redis_serves_as_the_broker(folder):
    port = any_free()
    program = shutil.which("redis-server")
    assert program is not None
    child = Child(
        "Redis", (program, "--port", str(port), "--save", "", "--dir", "/tmp"), folder / "redis.log"
    )
    child.start()
    url = f"redis://127.0.0.1:{port}/0"
    with redis.Redis.from_url(url) as client:
        while child.is_running:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                continue

    assert external.check_redis(url) is None
    child.stop()
