"""What must be done before the web may start: tables, reference data, demo city, static files."""

import hashlib
import shutil
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.postgres import FULL_DISK
from wuhan_smes.embedded.refusal import StartRefused, out_of_space
from wuhan_smes.launcher.programs import Programs

APPS: Final = ("wuhan_smes", "enterprises", "measures", "services")
STATIC: Final = tuple(f"{app}/**/static/**/*" for app in APPS)
TABLES: Final = (*(f"{app}/**/*.py" for app in APPS), "fixtures/**/*")
FULL_BELOW: Final = 8 * 1024**2
FULL: Final = (FULL_DISK, "could not extend file", "DiskFull")


def prepare(programs: Programs, *, demo: bool, data: Path | None) -> None:
    """Both jobs at once: one waits for the database, the other for the processor. What was done
    for the same sources before is left out; `data` is the folder of the database if it is ours.
    """
    statics = _digest(programs.root, STATIC, programs.env.get("MODE", ""))
    stamp = programs.root / "var" / "run" / "static.digest"
    tables = _tables(programs.root, data, demo=demo)
    jobs = []
    if not data or _said(_stamp(programs.root)) != tables:
        forget(programs.root)
        jobs.append(programs.command("prepare", *(["--demo"] if demo else [])))
    if _said(stamp) != statics or not (programs.root / "var" / "static").exists():
        stamp.unlink(missing_ok=True)
        jobs.append(programs.command("collectstatic", "--noinput", "--clear", "--verbosity", "0"))
    _run(jobs)
    stamp.write_text(statics)
    _stamp(programs.root).write_text(tables)


def prepare_tables(programs: Programs, *, data: Path | None) -> None:
    """For a command on its own: the tables it expects, and nothing said about them."""
    made = {_tables(programs.root, data, demo=demo) for demo in (True, False)}
    if not data or _said(_stamp(programs.root)) not in made:
        _run([programs.command("prepare", "--verbosity=0")])


def forget(root: Path) -> None:
    """Somebody is about to change tables by hand: the next start looks at all of them."""
    _stamp(root).unlink(missing_ok=True)


def _run(jobs: list[Child]) -> None:
    try:
        for job in jobs:
            job.log.unlink(missing_ok=True)
            job.start()
        for job in jobs:
            _finish(job)
    finally:
        for job in jobs:
            job.stop(patience=5)


def _finish(job: Child) -> None:
    """Wait for the job; its traceback stays in the log and one sentence is said."""
    if job.process is None or (code := job.process.wait()) == 0:
        return
    said = job.last_words(40)
    if any(word in said for word in FULL) or shutil.disk_usage(job.log.parent).free < FULL_BELOW:
        raise out_of_space(job.log.parent)  # a full disk may not even have taken the log
    if code == -signal.SIGKILL:
        raise StartRefused(f"{job.name} 被系统终止，可能内存不足 (killed, out of memory?)")
    last = "".join(said.splitlines()[-1:])
    raise StartRefused(f"准备数据失败：{last}\n完整日志见 {job.log} (preparation failed)")


def _stamp(root: Path) -> Path:
    return root / "var" / "run" / "tables.digest"


def _said(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _tables(root: Path, data: Path | None, *, demo: bool) -> str:
    """Changes with the sources, and with the database: one put in its place has another file."""
    born = (data / "PG_VERSION").stat() if data else None
    of = f"{demo} {born and (born.st_ino, born.st_mtime_ns)}"
    return _digest(root, TABLES, of)


def _digest(root: Path, patterns: Iterable[str], of: str) -> str:
    """Changes with a file of those, a package that brings some, or what they are used for."""
    total = hashlib.sha256((root / "requirements.txt").read_bytes() + of.encode())
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            state = path.stat()
            total.update(f"{path}{state.st_mtime_ns}{state.st_size}".encode())
    return total.hexdigest()
