"""A real web server on a clone of its own, logged in as the product's web login."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests import databases
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.launcher.ground import Addresses
from wuhan_smes.launcher.programs import Endpoint, Programs, wait_for_web

ROOT: Final = Path(__file__).resolve().parent.parent
DEMO_SIZE: Final = 300
PASSWORD: Final = "wuhan-demo-2026"


@dataclass(frozen=True, slots=True)
class LiveSite:
    """Where the pages are; every demo login has the same password."""

    url: str
    database: str
    password: str = PASSWORD

    def owner_url(self) -> str:
        return databases.url_for("OWNER_DATABASE_URL", self.database)


@contextmanager
def live_site(*, of: str = "", worker: bool = False, called: str = "live") -> Iterator[LiveSite]:
    """A small demo city, or a copy `of` another, served by gunicorn as `up` serves it; with
    `worker` jobs are done, too.
    """
    name = f"{databases.own_name()}_{called}"
    databases.clone(name, of=of)
    addresses = Addresses(
        web=databases.url_for("APP_WEB_DATABASE_URL", name),
        worker=databases.url_for("APP_WORKER_DATABASE_URL", name),
        owner=databases.url_for("OWNER_DATABASE_URL", name),
        redis=os.environ["REDIS_URL"],
    )
    given = {**os.environ, "DEMO_PASSWORD": PASSWORD, "WEB_WORKERS": "1"}
    programs = Programs(ROOT, given, addresses)
    if not of:
        load_demo(name, "--enterprises", str(DEMO_SIZE))
    at = Endpoint("127.0.0.1", any_free())
    web = programs.web(at)
    web.log = ROOT / "var" / "test" / f"{name}.log"
    started = [web]
    if worker:
        started.append(programs.worker())
        started[-1].log = web.log.with_suffix(".worker.log")
    for program in started:
        program.start()
    try:
        wait_for_web(web, at)
        yield LiveSite(f"http://{at.bind}", name)
    finally:
        for program in started:
            program.stop()
        databases.remove(name)


def load_demo(database: str, *options: str) -> None:
    """As the owner, in a process of its own, as `up` does."""
    url = databases.url_for("OWNER_DATABASE_URL", database)
    done = subprocess.run(
        [sys.executable, "manage.py", "load_demo", *options],
        env={**os.environ, "MODE": "test", "DATABASE_URL": url, "DEMO_PASSWORD": PASSWORD},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-4000:]
