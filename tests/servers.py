"""The servers of one test run and the template its databases are cloned from."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import psycopg
from psycopg import sql

from tests.memory import Tablespace
from wuhan_smes.embedded import roles
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.postgres import FOR_TESTS, EmbeddedPostgres
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.embedded.valkey import EmbeddedValkey
from wuhan_smes.scope import BOOTSTRAP, SETTINGS

# What decides the contents of a freshly loaded database, besides its migrations.
SOURCES: Final = (
    "fixtures/reference/**/*",
    "**/models/*.py",
    "**/models.py",
    "**/choices.py",
    "**/roles.py",
    "**/*reference*.py",
    "**/reference/**/*.py",
    "wuhan_smes/operations/actions/**/*.py",
    "wuhan_smes/operations/management/**/*.py",
)
PACKAGES: Final = ("wuhan_smes", "enterprises", "measures", "services", "fixtures")
MADE_WITH: Final = (
    "requirements.txt",
    "wuhan_smes/scope.py",
    "wuhan_smes/embedded/roles.py",
    "tests/servers.py",
)
OURS: Final = re.compile(
    r"^(?:from|import) (?P<module>(?:wuhan_smes|enterprises|measures|services)[\w.]*)"
    r"(?: import (?P<names>[\w, ]+))?",
    re.MULTILINE,
)
UNFINISHED: Final = "unfinished_template"


@dataclass
class TestServers:
    """PostgreSQL without fsync and Valkey without memory, on free ports, for one run."""

    __test__ = False

    root: Path
    held: IO[str] | None = field(default=None, init=False)
    postgres: EmbeddedPostgres | None = field(default=None, init=False)
    valkey: EmbeddedValkey | None = field(default=None, init=False)
    tablespace: Tablespace | None = field(default=None, init=False)

    def start(self) -> dict[str, str]:
        """Start both and return the environment of the run."""
        var = self._free_folder()
        place = settle(var)
        self.postgres = EmbeddedPostgres(place, var, FOR_TESTS)
        self.tablespace = Tablespace(place)
        self.tablespace.forget_lost(self.postgres.data)
        self.postgres.start()
        self.valkey = EmbeddedValkey(place, var, remember=False)
        self.valkey.start()
        template = self._template(var)
        with psycopg.connect(self.postgres.url(), autocommit=True) as admin:
            tablespace = self.tablespace.make(admin)
        redis = self.valkey.url().rpartition("/")[0]
        return {
            "MODE": "test",
            # Playwright keeps a loop running in the thread in which later tests ask the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "DATABASE_URL": self.postgres.url("test_main", "app_test"),
            "OWNER_DATABASE_URL": self.postgres.url("test_main", "app_owner"),
            "APP_OWNER_DATABASE_URL": self.postgres.url("test_main", "app_owner"),
            "APP_WEB_DATABASE_URL": self.postgres.url("test_main", "app_web"),
            "APP_WORKER_DATABASE_URL": self.postgres.url("test_main", "app_worker"),
            "TEST_ADMIN_DATABASE_URL": self.postgres.url(),
            "TEST_TEMPLATE": template,
            "TEST_TABLESPACE": tablespace,
            "TEST_REDIS": redis,
            "REDIS_URL": f"{redis}/0",
        }

    def stop(self) -> None:
        self._drop_clones()
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.stop()
        if self.held is not None:
            self.held.close()

    def _drop_clones(self) -> None:
        """What lives in memory does not outlive the run."""
        if self.postgres is None or self.tablespace is None or not self.postgres.is_running:
            return
        with psycopg.connect(self.postgres.url(), autocommit=True) as admin:
            for (name,) in admin.execute(
                "SELECT datname FROM pg_database WHERE datname ~ '^test_'"
            ).fetchall():
                drop(admin, name)
            self.tablespace.remove(admin)

    def _free_folder(self) -> Path:
        """A folder of data no other run in this clone is using; the first is the usual one."""
        for number in range(1, 9):
            folder = self.root / "var" / "test" / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            held = (folder / "lock").open("w")
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held.close()
                continue
            self.held = held
            return folder
        raise StartRefused("同时运行的测试太多 (too many test runs at once)")

    def _template(self, var: Path) -> str:
        """The template database for the present sources, built when it is not there yet: upon what
        was migrated before, where no migration has changed since.
        """
        assert self.postgres is not None
        migrated = f"migrated_{digest(self.root, migrating(self.root))}"
        name = f"template_{digest(self.root, sources(self.root))}"
        with psycopg.connect(self.postgres.url(), autocommit=True) as admin:
            rows = admin.execute(
                "SELECT datname FROM pg_database"
                " WHERE datname ~ '^(test|migrated|template|unfinished)_'"
            ).fetchall()
            for (other,) in rows:
                if other not in {migrated, name}:
                    drop(admin, other)
            if (name,) in rows:
                return name
            if (migrated,) not in rows:
                self._make(admin, migrated, var, of="template1")
            self._make(admin, name, var, of=migrated)
        return name

    def _make(self, admin: psycopg.Connection, name: str, var: Path, *, of: str) -> None:
        """A database of that name, whole or not at all: migrated, and with what is loaded when it
        is made of one that was migrated.
        """
        assert self.postgres is not None
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(UNFINISHED), sql.Identifier(of)
            )
        )
        with psycopg.connect(self.postgres.url(UNFINISHED)) as connection:
            roles.bootstrap(
                connection, {role: password(var / "secrets", role) for role in roles.LOGINS}
            )
            make_test_login(connection, password(var / "secrets", "app_test"))
        self._manage("migrate", "--verbosity", "0", "--skip-checks")
        if of != "template1":
            self._manage("load_reference", "--skip-checks")
            self._empty_the_trail(UNFINISHED)
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(UNFINISHED), sql.Identifier(name)
            )
        )

    def _empty_the_trail(self, database: str) -> None:
        """A test's trail begins with the test. Only a superuser gets past the append-only rule."""
        assert self.postgres is not None
        with psycopg.connect(self.postgres.url(database)) as admin:
            admin.execute("SET session_replication_role = replica")
            admin.execute("DELETE FROM audit_auditevent")

    def _manage(self, *arguments: str) -> None:
        """A command as the owner of the unfinished database, in a process of its own as in `up`."""
        assert self.postgres is not None
        assert self.valkey is not None
        env = {
            **os.environ,
            "MODE": "test",
            "DATABASE_URL": self.postgres.url(UNFINISHED, "app_owner"),
            "REDIS_URL": self.valkey.url(),
        }
        done = subprocess.run(
            [sys.executable, str(self.root / "manage.py"), *arguments],
            env=env,
            cwd=self.root,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise StartRefused(f"manage.py {arguments[0]} 失败 (failed):\n{done.stderr[-6000:]}")


def make_test_login(connection: psycopg.Connection, secret: str) -> None:
    """The tests' login: what the web login may become, and past the policies unless it says so."""
    roles.make_login(connection, "app_test", secret)
    for group in (*roles.REACHES, "app_bootstrap"):
        connection.execute(sql.SQL("GRANT {} TO app_test").format(sql.Identifier(group)))
    # As inside a bootstrap scope: a builder of rows then finds nothing to tell the database.
    for name, value in zip(SETTINGS, BOOTSTRAP.values(), strict=True):
        words = sql.SQL("ALTER ROLE app_test SET {} = {}")
        connection.execute(words.format(sql.Identifier(*name.split(".")), value))
    connection.execute("GRANT USAGE ON SCHEMA public TO app_test")
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO app_test").format(database))


def drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def digest(root: Path, paths: Iterable[Path]) -> str:
    """Changes whenever one of the files changes, comes or goes."""
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        total.update(str(path.relative_to(root)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def sources(root: Path) -> Iterator[Path]:
    """What decides the contents of a freshly migrated and loaded database."""
    yield from migrating(root)
    for pattern in SOURCES:
        starts = [""] if "**/" not in pattern[:3] else PACKAGES
        for start in starts:
            yield from (path for path in (root / start).glob(pattern) if path.is_file())


def migrating(root: Path) -> Iterator[Path]:
    """The migrations, what they take from our own modules, and what the database is made with."""
    migrations = [path for name in PACKAGES for path in (root / name).glob("**/migrations/*.py")]
    yield from migrations
    yield from (root / name for name in MADE_WITH)
    for path in migrations:
        for found in OURS.finditer(path.read_text(encoding="utf-8")):
            module, names = found["module"].replace(".", "/"), found["names"] or ""
            for word in ("", *(f"/{name.strip()}" for name in names.split(","))):
                yield from (
                    file
                    for end in (".py", "/__init__.py")
                    if (file := root / f"{module}{word}{end}").is_file()
                )
