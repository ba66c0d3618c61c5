"""The programs of the product: web, worker, timer. Each gets only the addresses it needs."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from ssl import CERT_NONE, SSLContext, create_default_context
from typing import Final

from celery import Celery

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.ground import Addresses

PATIENCE: Final = 90
ADDRESSES: Final = ("DATABASE_URL", "OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "REDIS_URL")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the web listens."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def local(self) -> str:
        """How this machine itself reaches it."""
        return "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104 - compared, not bound

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Programs:
    """Makes the child processes for one set of addresses."""

    root: Path
    env: Mapping[str, str]
    addresses: Addresses

    def environment(self, database: str) -> dict[str, str]:
        """Ours without the addresses of others: the web never learns the owner's password."""
        kept = {name: value for name, value in self.env.items() if name not in ADDRESSES}
        return {
            **kept,
            "DATABASE_URL": database,
            "REDIS_URL": self.addresses.redis,
            "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings",
            "PYTHONUNBUFFERED": "1",
        }

    def web(self, at: Endpoint) -> Child:
        extra = {"BIND": at.bind}
        if at.certificate and at.key:
            extra |= {"TLS_CERTIFICATE": str(at.certificate), "TLS_KEY": str(at.key), "HTTPS": "1"}
        return self._program(
            "网页服务",
            "web",
            (*self._module("gunicorn"), "-c", "deploy/gunicorn.conf.py", "wuhan_smes.wsgi"),
            self.environment(self.addresses.web) | extra,
            death_signal=signal.SIGQUIT,
        )

    def worker(self, *queues: str, name: str = "worker", concurrency: int = 2) -> Child:
        """One that takes from these queues, or from all."""
        options = (f"--concurrency={concurrency}", "--without-gossip", "--without-mingle")
        taken = (f"--queues={','.join(queues)}",) if queues else ()
        called = f"--hostname={name}@%h"
        return self._celery(
            "任务进程", "worker", *options, *taken, called, log=name, death_signal=signal.SIGQUIT
        )

    def workers(self) -> list[Child]:
        """What somebody waits for never stands behind what takes a night."""
        return [
            self.worker("interactive"),
            self.worker("bulk", "schedule", name="bulk-worker", concurrency=1),
        ]

    def timer(self) -> Child:
        return self._celery("定时进程", "beat", "--pidfile=")

    def command(self, *arguments: str) -> Child:
        """A management command, run as the owner of the tables."""
        return self._program(
            arguments[0],
            arguments[0],
            (sys.executable, "manage.py", *arguments),
            self.environment(self.addresses.owner),
            talks=True,
        )

    def _celery(
        self,
        name: str,
        part: str,
        *options: str,
        log: str = "",
        death_signal: signal.Signals = signal.SIGTERM,
    ) -> Child:
        celery = (*self._module("celery"), "-A", "wuhan_smes", "--no-color", part)
        environment = self.environment(self.addresses.worker)
        command = (*celery, "--loglevel=WARNING", *options)
        return self._program(name, log or part, command, environment, death_signal=death_signal)

    def _module(self, name: str) -> tuple[str, ...]:
        return (sys.executable, "-m", name)

    def _program(
        self,
        name: str,
        log: str,
        command: tuple[str, ...],
        env: Mapping[str, str],
        *,
        death_signal: signal.Signals = signal.SIGTERM,
        talks: bool = False,
    ) -> Child:
        return Child(
            name=name,
            command=command,
            log=self.root / "var" / "log" / f"{log}.log",
            env=env,
            folder=self.root,
            death_signal=death_signal,
            talks=talks,
        )


def wait_for_web(child: Child, at: Endpoint) -> None:
    """Until /healthz answers."""
    _wait(child, lambda: _web_answers(at))


def wait_for_worker(child: Child, redis: str) -> None:
    """Until a worker answers over the broker."""
    with Celery("launcher", broker=redis) as app:
        _wait(child, lambda: bool(app.control.ping(timeout=0.5)))


def _wait(child: Child, answers: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if answers():
            return
        if not child.is_running:
            raise StartRefused(f"{child.name}未能启动 (did not start):\n{child.last_words()}")
        time.sleep(0.1)
    raise StartRefused(f"{child.name}启动超时，日志见 {child.log} (did not answer in time)")


def _web_answers(at: Endpoint) -> bool:
    connection = (
        HTTPSConnection(at.local, at.port, timeout=5, context=_own_certificate())
        if at.certificate
        else HTTPConnection(at.local, at.port, timeout=5)
    )
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500  # a foreign Host header is refused, but heard
    except (OSError, HTTPException):  # not listening yet
        return False
    finally:
        connection.close()


def _own_certificate() -> SSLContext:
    """We ask ourselves, over the loopback address: the certificate was made a moment ago."""
    context = create_default_context()
    context.check_hostname = False
    context.verify_mode = CERT_NONE
    return context
