"""What must be done before the web may start: tables, reference data, demo city, static files."""

import hashlib
import shutil
import signal
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.postgres import FULL_DISK
from wuhan_smes.embedded.refusal import StartRefused, out_of_space
from wuhan_smes.launcher.programs import Programs

STATIC: Final = tuple(
    f"{app}/**/static/**/*" for app in ("wuhan_smes", "enterprises", "measures", "services")
)
FULL_BELOW: Final = 8 * 1024**2
FULL: Final = (FULL_DISK, "could not extend file", "DiskFull")


def prepare(programs: Programs, *, demo: bool) -> None:
    """Both jobs at once: one waits for the database, the other for the processor."""
    database = programs.command("prepare", *(["--demo"] if demo else []))
    jobs = [database]
    seen = _static_digest(programs.root, programs.env.get("MODE", ""))
    stamp = programs.root / "var" / "run" / "static.digest"
    collected = stamp.exists() and (programs.root / "var" / "static").exists()
    if not collected or stamp.read_text() != seen:
        stamp.unlink(missing_ok=True)
        jobs.append(programs.command("collectstatic", "--noinput", "--clear", "--verbosity", "0"))
    _run(jobs)
    stamp.write_text(seen)


def prepare_tables(programs: Programs) -> None:
    """For a command on its own: the tables it expects, and nothing said about them."""
    quiet = programs.command("prepare", "--verbosity=0")
    _run([quiet])


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


def _static_digest(root: Path, mode: str) -> str:
    """Changes with a static file, a package that brings some, or how they are to be kept."""
    total = hashlib.sha256((root / "requirements.txt").read_bytes() + mode.encode())
    for pattern in STATIC:
        for path in sorted(root.glob(pattern)):
            state = path.stat()
            total.update(f"{path}{state.st_mtime_ns}{state.st_size}".encode())
    return total.hexdigest()
