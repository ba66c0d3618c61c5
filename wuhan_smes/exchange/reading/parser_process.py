"""Reading a file in a process of its own: whatever the file does, only that process suffers.

The child gets no environment but a path, so it holds no secret; what it writes to standard error is
dropped. A child that crashes, hangs or asks for too much becomes Unreadable like any other file.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import Limits

ROOT: Final = Path(__file__).resolve().parents[3]
MODULE: Final = "wuhan_smes.exchange.reading.child"
PIECE: Final = 256 * 1024
SHORT: Final = "请拆分后分次上传，或另存为 csv"
TOO_LONG: Final = Unreadable("time", f"读取文件用时过长，已停止，{SHORT}")
CRASHED: Final = Unreadable(
    "crashed", "文件无法读取（内容异常），请用 Excel 打开后另存为新的 xlsx 再上传"
)


@dataclass(slots=True)
class Rows:
    """The lines of a file for COPY, in pieces; `totals` are known when they have all been taken."""

    pieces: Iterator[bytes]
    totals: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces


def look(path: Path | str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """The first look at a file. Raises Unreadable."""
    with _started(path, spec, "look") as child:
        for _ in child.pieces():
            pass
        told: dict[str, Any] = child.report()["looked"]
        return told


@contextmanager
def rows(path: Path | str, spec: Mapping[str, Any]) -> Iterator[Rows]:
    """The rows of a file. Taking the pieces raises Unreadable when the file turns out to be so;
    leaving early ends the child.
    """
    with _started(path, spec, "read") as child:
        found = Rows(iter(()))

        def pieces() -> Iterator[bytes]:
            yield from child.pieces()
            found.totals = child.report()["totals"]

        found.pieces = pieces()
        yield found


@dataclass(slots=True)
class _Child:
    """A running reader and the file it reports to."""

    process: subprocess.Popen[bytes]
    reports: IO[bytes]
    seconds: int
    late: bool = False

    def pieces(self) -> Iterator[bytes]:
        """Standard output as it comes; nobody looks inside."""
        assert self.process.stdout is not None  # noqa: S101 - opened as a pipe
        while piece := self.process.stdout.read1(PIECE):  # type: ignore[attr-defined] # buffered
            yield piece
        self.process.wait()

    def report(self) -> dict[str, Any]:
        """What the child said beside the rows. Raises Unreadable."""
        if self.late:
            raise TOO_LONG
        if self.process.returncode:
            raise _ended(self.process.returncode)
        self.reports.seek(0)
        try:
            told: dict[str, Any] = json.load(self.reports)
        except ValueError:
            raise CRASHED from None
        if "code" in told:
            raise Unreadable(told["code"], told["detail"])
        return told

    def stop(self) -> None:
        """Too long: end it now."""
        self.late = True
        with suppress(ProcessLookupError):
            self.process.kill()


@contextmanager
def _started(path: Path | str, spec: Mapping[str, Any], mode: str) -> Iterator[_Child]:
    limits = Limits.of(spec.get("limits") or {})
    with tempfile.TemporaryFile() as reports:
        told = {**spec, "path": str(path), "mode": mode, "report_fd": reports.fileno()}
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-X", "utf8", "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(reports.fileno(),),
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        child = _Child(process, reports, limits.seconds)
        timer = threading.Timer(limits.seconds, child.stop)
        timer.daemon = True
        timer.start()
        try:
            _tell(process, told)
            yield child
        finally:
            timer.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _tell(process: subprocess.Popen[bytes], told: Mapping[str, Any]) -> None:
    assert process.stdin is not None  # noqa: S101 - opened as a pipe
    with suppress(BrokenPipeError), process.stdin as stdin:
        stdin.write(json.dumps(told).encode())


def _ended(code: int) -> Unreadable:
    """Why a child ended by a signal or with an error, as far as its end tells."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return TOO_LONG
    if code == -signal.SIGABRT:
        return Unreadable("memory", f"文件内容过多，读取时超出内存限额，{SHORT}")
    return CRASHED
