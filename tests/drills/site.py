"""The whole product as `up` runs it, tended as `up` tends it, on servers that may be killed."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

from wuhan_smes.embedded.ports import any_free
from wuhan_smes.launcher.ground import Ground, ground
from wuhan_smes.launcher.programs import Endpoint, Programs, wait_for_web
from wuhan_smes.launcher.supervision import Supervisor

ROOT: Final = Path(__file__).resolve().parents[2]
GIVEN: Final = ("DATABASE_URL", "OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "REDIS_URL")
ENTERPRISES: Final = "300"
PATIENCE: Final = 30
NO_ANSWER: Final = 0  # in the place of a status


@dataclass
class Site:
    """Where it is, its parts, and how to ask it something."""

    at: Endpoint
    ground: Ground
    programs: Programs
    parts: dict[str, Any]
    tended: set[str] = field(default_factory=set)

    @property
    def supervised(self) -> list[Any]:
        return [part for name, part in self.parts.items() if name in self.tended]

    def command(self, *arguments: str) -> str:
        """A management command as the owner of the tables; what it said."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *arguments, "--skip-checks"],
            env=self.programs.environment(self.programs.addresses.owner),
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def token(self, username: str, *scopes: str) -> str:
        named = [word for scope in scopes for word in ("--scope", scope)]
        return self.command("issue_token", username, "--write", *named).split()[-1]

    def ask(
        self, method: str, path: str, token: str = "", body: Any = None, key: str = ""
    ) -> tuple[int, bytes]:
        """Status and body; NO_ANSWER where the connection brought none."""
        headers = {"Authorization": f"Token {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        connection = HTTPConnection(self.at.host, self.at.port, timeout=PATIENCE)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, body=text, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, HTTPException):
            return NO_ANSWER, b""
        finally:
            connection.close()


@contextmanager
def site() -> Iterator[Site]:
    """A small city served, worked and timed; what dies is started again every half second."""
    var = ROOT / "var" / "drill"
    var.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    with ground(var, kept) as found:
        programs = Programs(ROOT, {**kept, "MODE": "demo", "WEB_WORKERS": "2"}, found.addresses)
        at = Endpoint("127.0.0.1", any_free())
        web, worker, timer = programs.web(at), programs.worker(), programs.timer()
        parts = {
            "postgres": found.postgres,
            "valkey": found.valkey,
            "web": web,
            "worker": worker,
            "timer": timer,
        }
        one = Site(at, found, programs, parts, set(parts))
        for words in (
            ("migrate", "--verbosity", "0"),
            ("load_reference", "--verbosity", "0"),
            ("collectstatic", "--noinput", "--verbosity", "0"),
            ("load_demo", "--replace", "--enterprises", ENTERPRISES),
        ):
            one.command(*words)
        stopped = threading.Event()
        tending = threading.Thread(target=_tend, args=(one, stopped), daemon=True)
        try:
            for program in (web, worker, timer):
                program.start()
            wait_for_web(web, at)
            tending.start()
            yield one
        finally:
            stopped.set()
            tending.join(timeout=PATIENCE)
            for program in (timer, worker, web):
                program.stop()


def _tend(one: Site, stopped: threading.Event) -> None:
    """As `up` does; what is dead on purpose is taken off the list by the drill."""
    supervisor = Supervisor([])
    while not stopped.wait(0.5):
        supervisor.parts = one.supervised
        supervisor.look()


def until(holds: Any, seconds: float = 60) -> float:
    """How long it took until `holds()`."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it never happened"
        time.sleep(0.05)
    return time.monotonic() - began
