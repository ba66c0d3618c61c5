"""Base backups, the log that follows them, and the way back to any moment between.

A backup folder holds `base-<UTC moment>/`, each a whole copy of the server verified against its
manifest, and `wal/`, to which the server's log is streamed while `backup --follow` runs. What was
acknowledged is in `wal/` within a second, so that is how much a lost disk may cost.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from wuhan_smes.embedded.refusal import StartRefused

SLOT: Final = "wuhan_smes_backup"  # the server keeps what the follower has not had yet
LOG: Final = "log_to_replay"  # within the data folder; of no use once the server serves
STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups in `folder`, made and read by PostgreSQL's own programs in `programs`."""

    folder: Path
    programs: Path

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    def bases(self) -> list[Path]:
        """Whole ones only, oldest first."""
        return sorted(path for path in self.folder.glob("base-*Z") if path.is_dir())

    def take(self, server: str, at: datetime) -> Path:
        """Copy the running server; the copy counts only once it has been verified.

        `server` is the address of a login that may replicate. Raises StartRefused with
        PostgreSQL's own words when the copy or its verification fails; nothing is left then.
        """
        base = self.folder / f"base-{at.astimezone(UTC):{STAMP}}"
        unfinished = base.with_suffix(".unfinished")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            self._run(
                "pg_basebackup",
                *("--pgdata", str(unfinished), "--checkpoint=fast", "--wal-method=stream"),
                server=server,
            )
            self._run("pg_verifybackup", str(unfinished))
        except StartRefused:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        unfinished.rename(base)
        return base

    def keep(self, count: int) -> list[Path]:
        """Remove all but the newest `count` bases and the log only they needed."""
        bases = self.bases()
        gone = bases[:-count]
        for base in gone:
            shutil.rmtree(base)
        if gone and self.wal.is_dir():
            self._run("pg_archivecleanup", str(self.wal), first_segment(bases[-count:][0]))
        return gone

    @contextmanager
    def following(self, server: str) -> Iterator[subprocess.Popen[bytes]]:
        """Stream the server's log into `wal/`, reconnecting by itself, until the block ends."""
        self.wal.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot = f"--slot={SLOT}"
        self._run("pg_receivewal", slot, "--create-slot", "--if-not-exists", server=server)
        program = str(self.programs / "pg_receivewal")
        command = (program, "-D", str(self.wal), slot, "--synchronous", "--no-password")
        process = subprocess.Popen(command, env=environment(server))  # noqa: S603 - our own command
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def restore(self, into: Path, until: datetime | None = None) -> Path:
        """Make the data folder `into`, which replays the log up to `until` when it is started.

        Returns the base it rests on. Raises StartRefused when `into` holds something, when no base
        is older than `until`, or when the base no longer matches its manifest.
        """
        if into.exists() and any(into.iterdir()):
            raise StartRefused(f"{into} 不是空文件夹，为免覆盖数据已停止 (folder not empty)")
        base = self._base_before(until)
        self._run("pg_verifybackup", str(base))
        unfinished = into.with_name(f"{into.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(base, unfinished)
        self._lay_out_log(base, unfinished / LOG)
        with (unfinished / "postgresql.auto.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in replay(until))
        (unfinished / "recovery.signal").touch()
        unfinished.chmod(0o700)
        into.parent.mkdir(parents=True, exist_ok=True)
        if into.exists():
            into.rmdir()
        unfinished.rename(into)
        return base

    def _lay_out_log(self, base: Path, into: Path) -> None:
        """What the server is to replay, beside its data: it need not reach the backup folder."""
        first = first_segment(base)
        into.mkdir(mode=0o700)
        for path in sorted(self.wal.glob("*")) if self.wal.is_dir() else ():
            # the segment being written when the disk was lost has a name of its own
            name = path.name.removesuffix(".partial")
            if name >= first or name.endswith(".history"):
                shutil.copyfile(path, into / name)

    def _base_before(self, until: datetime | None) -> Path:
        bases = self.bases()
        fitting = [base for base in bases if until is None or moment_of(base) <= until]
        if fitting:
            return fitting[-1]
        oldest = f"，最早的一份是 {bases[0].name}" if bases else ""
        raise StartRefused(f"{self.folder} 中没有可用的备份{oldest} (no base backup to start from)")

    def _run(self, program: str, *arguments: str, server: str = "") -> None:
        command = [str(self.programs / program), *arguments]
        if server:
            command.append("--no-password")
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=environment(server), capture_output=True, text=True
        )
        if done.returncode:
            raise StartRefused(f"{program} 失败 (failed):\n{done.stderr.strip()[-2000:]}")


def replay(until: datetime | None) -> Iterator[tuple[str, str]]:
    """Settings under which a server replays the log beside its data, and then serves."""
    yield "restore_command", f'cp "{LOG}/%f" "%p"'
    yield "recovery_target_action", "promote"
    if until is not None:
        yield "recovery_target_time", until.astimezone(UTC).isoformat()


def environment(server: str) -> dict[str, str]:
    """Where PostgreSQL's programs find the server; a password in their arguments would be seen."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    if not server:
        return env
    parts = urlsplit(server)
    return {
        **env,
        "PGHOST": parts.hostname or "127.0.0.1",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGAPPNAME": "wuhan-smes backup",
    }


def moment_of(base: Path) -> datetime:
    """When copying `base` began, by its name."""
    return datetime.strptime(base.name, f"base-{STAMP}").replace(tzinfo=UTC)


def first_segment(base: Path) -> str:
    """The first file of the log that `base` needs, as its label says."""
    for line in (base / "backup_label").read_text().splitlines():
        if line.startswith("START WAL LOCATION"):
            return line.rpartition("file ")[2].rstrip(")")
    raise StartRefused(f"{base} 缺少 backup_label 中的起点 (no start in its label)")
