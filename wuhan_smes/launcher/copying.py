"""Which server `backup` copies, with which programs, and how `restore` puts our own back."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import Place, settle
from wuhan_smes.embedded.postgres import ADMIN, RECOVERY_PATIENCE, EmbeddedPostgres, address
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.backups import STAMP, Backups
from wuhan_smes.launcher.ground import enough_space, only_one
from wuhan_smes.launcher.launch import ROOT

NEEDED: Final = "BACKUP_DATABASE_URL"
STATE: Final = "SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()"


@dataclass(frozen=True, slots=True)
class Restored:
    """The last moment that came back, and where the data from before stand."""

    reached: datetime | None
    kept: Path


def programs() -> Path:
    """PostgreSQL's own programs: beside a `pg_basebackup` on PATH, else those of our server."""
    found = shutil.which("pg_basebackup") if os.environ.get(NEEDED) else None
    return Path(found).resolve().parent if found else settle(ROOT / "var").postgres_bin


def server_to_copy() -> str:
    """The address of a login that may replicate: as told, or of our own server's administrator."""
    if told := os.environ.get(NEEDED):
        return told
    if os.environ.get("MODE") != "demo":
        raise StartRefused(f"请在环境变量 {NEEDED} 中给出有 REPLICATION 权限的登录 (not set)")
    parts = urlsplit(os.environ["DATABASE_URL"])
    secret = password(ROOT / "var" / "secrets", ADMIN)
    return address(ADMIN, secret, parts.hostname or "", parts.port or 0, "postgres")


def restore_embedded(backups: Backups, until: datetime | None) -> Restored:
    """Replay into the folder of our own server, which must not be running; its old data stay."""
    var = ROOT / "var"
    with only_one(var):
        place = settle(var)
        enough_space(place.folder)
        return restore_into(place, var, backups, until)


def restore_into(place: Place, var: Path, backups: Backups, until: datetime | None) -> Restored:
    """As above for any place: the old data come back when the replay fails."""
    data = place.folder / "postgres"
    kept = data.with_name(f"postgres.before-{datetime.now(UTC):{STAMP}}")
    with _set_aside(data, kept):
        backups.restore(data, until)
        if place.uid is not None:
            for path in (data, *data.rglob("*")):
                os.chown(path, place.uid, place.uid)
        return Restored(_replayed(EmbeddedPostgres(place, var)), kept)


@contextmanager
def _set_aside(data: Path, kept: Path) -> Iterator[None]:
    if data.exists():
        data.rename(kept)
    try:
        yield
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        if kept.exists():
            kept.rename(data)
        raise


def _replayed(server: EmbeddedPostgres) -> datetime | None:
    """Start, wait until the log is replayed and stop: the moment of the last thing done."""
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            limit = time.monotonic() + RECOVERY_PATIENCE
            reached: datetime | None = None
            while True:
                replaying, last = admin.execute(STATE).fetchone() or (True, None)
                reached = last or reached
                if not replaying:
                    return reached
                if time.monotonic() > limit:
                    raise StartRefused("日志重放超时，旧数据已放回 (replay took too long)")
                time.sleep(0.05)
    finally:
        server.stop()
