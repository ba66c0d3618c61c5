"""The embedded PostgreSQL: one data folder, one server, reached over the loopback address."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg

from wuhan_smes.embedded import ports
from wuhan_smes.embedded.children import Child, see_off
from wuhan_smes.embedded.memory import for_pages
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import Place
from wuhan_smes.embedded.refusal import StartRefused, out_of_space

ADMIN: Final = "postgres"
RECOVERY_PATIENCE: Final = 300  # seconds; after a crash the server replays its log first
FULL_DISK: Final = "No space left on device"

# No socket folder: a socket path may not exceed 107 bytes and the loopback address serves as well.
ALWAYS: Final[Mapping[str, str]] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "Asia/Shanghai",
    "log_line_prefix": "%m [%p] %u@%d ",
}
FOR_WORK: Final[Mapping[str, str]] = {
    **for_pages(),
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "max_slot_wal_keep_size": "8GB",  # a follower that never comes back must not fill the disk
}
FOR_TESTS: Final[Mapping[str, str]] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "autovacuum": "off",  # a clone lives for seconds, and what is planned is analysed by hand
    "jit": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


def address(user: str, secret: str, host: str, port: int | str, database: str) -> str:
    """A DATABASE_URL."""
    return f"postgres://{quote(user)}:{quote(secret, safe='')}@{host}:{port}/{quote(database)}"


@dataclass(slots=True)
class EmbeddedPostgres:
    """A PostgreSQL server whose life is bound to this process; its data stay."""

    place: Place
    var: Path
    settings: Mapping[str, str] = field(default_factory=lambda: FOR_WORK)
    name: str = field(default="PostgreSQL", init=False)
    port: int = field(default=0, init=False)
    child: Child | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.place.folder / "postgres"

    def url(self, database: str = "postgres", user: str = ADMIN) -> str:
        """Where `user` finds `database`; the password is made on first mention."""
        secret = password(self.var / "secrets", user)
        return address(user, secret, "127.0.0.1", self.port, database)

    def start(self) -> None:
        """Make the data folder when there is none, start the server, wait until it answers."""
        self._initialise()
        self._check_version()
        if not see_off(self.data, signal.SIGINT, patience=60):
            raise StartRefused(f"{self.data} 正被另一进程使用 (data folder in use)")
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # nobody works here: it is stale
        self.port = ports.kept(self.var / "run" / "postgres.port")
        self.child = Child(
            name=self.name,
            command=self._command(),
            log=self.var / "log" / "postgres.log",
            stop_signal=signal.SIGINT,  # fast shutdown: disconnects clients, loses nothing
            death_signal=signal.SIGINT,
            uid=self.place.uid,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        )
        self.child.start()
        self._wait()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=30)

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running

    def last_words(self, lines: int = 5) -> str:
        return self.child.last_words(lines) if self.child else ""

    def _command(self) -> tuple[str, ...]:
        chosen = {**ALWAYS, **self.settings, "port": str(self.port)}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        return (str(self.place.postgres_bin / "postgres"), "-D", str(self.data), *options)

    def _wait(self) -> None:
        limit = time.monotonic() + RECOVERY_PATIENCE
        while time.monotonic() < limit:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if not self.is_running:
                    raise self._failure() from None
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise self._failure()

    def _failure(self) -> StartRefused:
        said = self.last_words()
        if FULL_DISK in said:
            return out_of_space(self.data)
        log = self.var / "log" / "postgres.log"
        return StartRefused(f"PostgreSQL 未能启动，原因见 {log} 末尾 (did not start):\n{said}")

    def _check_version(self) -> None:
        ours = subprocess.run(  # noqa: S603 - our own program
            [self.place.postgres_bin / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[2]
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if ours.split(".")[0] != theirs:
            raise StartRefused(
                f"数据目录属于 PostgreSQL {theirs}，程序为 {ours}：请先用旧版本备份再恢复"
                " (data of another major version)"
            )

    def _initialise(self) -> None:
        """Run initdb beside the final folder and rename, so that half a cluster is never used."""
        if (self.data / "PG_VERSION").exists():
            self.place.own(self.data)
            return
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        secret = unfinished / "password"
        secret.touch(mode=0o600)
        secret.write_text(password(self.var / "secrets", ADMIN))
        if self.place.uid is not None:
            # initdb, unlike the server, insists on a user id that has an account
            nobody = pwd.getpwnam("nobody").pw_uid
            os.chown(unfinished, nobody, -1)
            os.chown(secret, nobody, -1)
            self._initdb(unfinished, nobody)
            for path in (unfinished, *unfinished.rglob("*")):
                os.chown(path, self.place.uid, self.place.uid)
        else:
            self._initdb(unfinished, None)
        secret.unlink()
        (unfinished / "data").rename(self.data)
        unfinished.rmdir()

    def _initdb(self, folder: Path, uid: int | None) -> None:
        sync = ("--no-sync",) if self.settings.get("fsync") == "off" else ()
        child = Child(
            name="initdb",
            command=(
                str(self.place.postgres_bin / "initdb"),
                *("-D", str(folder / "data"), "-U", ADMIN, f"--pwfile={folder / 'password'}"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("--locale=C", "--auth=scram-sha-256", "--data-checksums", *sync),
            ),
            log=self.var / "log" / "initdb.log",
            uid=uid,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        )
        child.start()
        if child.process is not None and child.process.wait() != 0:
            said = child.last_words(12)
            if FULL_DISK in said:
                raise out_of_space(folder)
            raise StartRefused(f"无法建立数据目录，原因 (initdb failed):\n{said}")
