"""One PostgreSQL server of several: a primary, or a copy that follows one."""

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.embedded.postgres import address
from wuhan_smes.embedded.refusal import StartRefused

ADMIN: Final = "admin"
SHIPPED: Final = Path(__file__).resolve().parents[1] / "postgresql" / "wuhan-smes.conf"
PATIENCE: Final = 60
HBA: Final = "local all all scram-sha-256\nhost all,replication all 127.0.0.1/32 scram-sha-256\n"
RECEIVED: Final = "SELECT (pg_last_wal_receive_lsn() - '0/0')::bigint"
INITDB: Final = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--data-checksums", "-N")
FOLLOWERS: Final = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"


@dataclass(slots=True)
class Node:
    """A server with its data in `folder`, run by `uid`; `secret` is the administrator's."""

    name: str
    folder: Path
    programs: Path
    secret: str
    uid: int | None
    settings: Mapping[str, str]
    port: int = field(default_factory=any_free, init=False)
    child: Child | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.folder / self.name

    def url(self, user: str = ADMIN, secret: str = "", database: str = "postgres") -> str:
        return address(user, secret or self.secret, "127.0.0.1", self.port, database)

    def asked(self, statement: str, *, database: str = "postgres") -> Any:
        """The first value of what the administrator asks."""
        with psycopg.connect(self.url(database=database), autocommit=True) as admin:
            row = admin.execute(statement.encode()).fetchone()
        return row[0] if row else None

    def found(self) -> None:
        """Make an empty server with the settings that the product ships."""
        secret = self.folder / "admin"
        secret.write_text(self.secret)
        self._own(secret)
        self._run("initdb", "-U", ADMIN, f"--pwfile={secret}", *INITDB)
        (self.data / "pg_hba.conf").write_text(HBA)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(f"\n{SHIPPED.read_text()}\n")  # its own folder may be closed to the server
            conf.writelines(f"{name} = '{value}'\n" for name, value in self.settings.items())
        for path in (self.data / "pg_hba.conf", self.data / "postgresql.conf"):
            self._own(path)

    def copy(self, primary: "Node") -> None:
        """Become a copy of `primary` that will follow it; what was here before is gone."""
        self._forget()
        self._run("pg_basebackup", "--checkpoint=fast", "--no-sync", "-d", self._leads_to(primary))
        (self.data / "standby.signal").touch()
        with (self.data / "postgresql.auto.conf").open("a") as conf:
            conf.write(f"primary_conninfo = '{self._leads_to(primary)}'\n")
        for path in (self.data / "standby.signal", self.data / "postgresql.auto.conf"):
            self._own(path)

    def _forget(self) -> None:
        """Remove the data; who still works in them after a kill is about to notice."""
        limit = time.monotonic() + PATIENCE
        while self.data.exists():
            shutil.rmtree(self.data, ignore_errors=time.monotonic() < limit)

    def start(self) -> None:
        """Start and wait until it answers."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        command = (str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port))
        self.child = self._child(*command)
        self.child.start()
        limit = time.monotonic() + PATIENCE
        while not self.answers:
            if not self.child.is_running or time.monotonic() > limit:
                raise StartRefused(f"{self.name} 未能启动：\n{self.child.last_words(8)}")
            time.sleep(0.05)

    @property
    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running

    def kill(self) -> None:
        """As a machine that loses its power: nothing is written down, nobody is told."""
        if self.child is not None and self.child.process is not None:
            self.child.process.kill()
            self.child.process.wait()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=10)

    def setting(self, name: str, value: str | None) -> None:
        """Set or, with nothing, forget a setting, and have it read."""
        words = sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(name))
        if value is not None:
            words = sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value)
        with psycopg.connect(self.url(), autocommit=True) as admin:
            admin.execute(words)
            admin.execute("SELECT pg_reload_conf()")

    def received(self) -> int:
        """How much of the primary's log has come."""
        return int(self.asked(RECEIVED) or 0)

    def promote(self) -> None:
        if not self.asked("SELECT pg_promote()"):
            raise StartRefused(f"{self.name} 未能提升为主库")

    def follow(self, primary: "Node") -> None:
        """From now on copy this one."""
        self.setting("primary_conninfo", self._leads_to(primary))

    def wait_for_followers(self, count: int) -> None:
        limit = time.monotonic() + PATIENCE
        while self.asked(FOLLOWERS) < count:
            if time.monotonic() > limit:
                raise StartRefused(f"{self.name} 的备库没有全部连上")
            time.sleep(0.05)

    def _leads_to(self, primary: "Node") -> str:
        where = f"host=127.0.0.1 port={primary.port} user={ADMIN} password={self.secret}"
        return f"{where} application_name={self.name}"

    def _run(self, program: str, *arguments: str) -> None:
        made = self._child(str(self.programs / program), "-D", str(self.data), *arguments)
        made.start()
        if made.process is not None and made.process.wait():
            raise StartRefused(f"{program} 失败：\n{made.last_words(8)}")

    def _child(self, *command: str) -> Child:
        log = self.folder / f"{self.name}.log"
        env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return Child(self.name, command, log, uid=self.uid, env=env, folder=self.folder)

    def _own(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, -1)
        path.chmod(0o600)
