"""Child processes: started in their own session, ended with us, stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

TIED: Final = Path(__file__).with_name("tied.py")
LOG_LIMIT: Final = 10 * 1024 * 1024


@dataclass(slots=True)
class Child:
    """One program under our care. Its own session keeps Ctrl-C for the supervisor alone."""

    name: str
    command: tuple[str, ...]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    uid: int | None = None
    env: Mapping[str, str] | None = None
    folder: Path = Path("/")
    talks: bool = False  # what it prints is for the person at the terminal; errors still go to log
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the program from the main thread: the death signal follows the thread.

        What an earlier life of it left behind (workers without their master) goes first.
        """
        if self.process is not None:
            self._clear_session(self.process.pid)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        uid = -1 if self.uid is None else self.uid
        wrapper = (sys.executable, "-I", "-S", str(TIED))
        tie = (str(os.getpid()), str(int(self.death_signal)), str(uid))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [*wrapper, *tie, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=None if self.talks else log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                env=None if self.env is None else dict(self.env),
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_running:
            self.process.send_signal(self.stop_signal)

    def stop(self, *, patience: float = 10) -> None:
        """Ask, wait for `patience` seconds, then kill the whole session."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self._clear_session(self.process.pid)
            self.process.wait()

    @staticmethod
    def _clear_session(leader: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)

    def last_words(self, lines: int = 5) -> str:
        """The end of the log, for the sentence that says why it stopped."""
        text = self.log.read_bytes()[-8192:].decode("utf-8", "replace") if self.log.exists() else ""
        return "\n".join(text.strip().splitlines()[-lines:])


def working_in(folder: Path) -> Iterator[int]:
    """Processes whose working directory is `folder`: the servers that still use this data.

    Surer than a pid file, whose number may belong to somebody else after a restart.
    """
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            where = (entry / "cwd").readlink()
        except OSError:  # gone in the meantime, or another user's
            continue
        if where == folder:
            yield int(entry.name)


def see_off(folder: Path, polite: signal.Signals, *, patience: float) -> bool:
    """End what an earlier supervisor left working in `folder`; True when nobody is left."""
    folder = folder.resolve()
    limit = time.monotonic() + patience
    send = polite
    while survivors := list(working_in(folder)):
        for pid in survivors:
            try:
                os.kill(pid, send)
            except ProcessLookupError:
                continue
            except PermissionError:
                return False
        if time.monotonic() > limit:
            if send is signal.SIGKILL:
                return False
            send, limit = signal.SIGKILL, time.monotonic() + 5
        time.sleep(0.1)
    return True
