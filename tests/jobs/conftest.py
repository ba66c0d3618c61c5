import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories.accounts import make_access
from tests.jobs import work
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.scope import bootstrap_scope


@pytest.fixture
def staff(transactional_db) -> Access:
    return make_access("bureau_staff")


@pytest.fixture
def order(staff, monkeypatch) -> Callable[..., Job]:
    """Order work in a transaction of its own, without ringing at any broker."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)

    def ordered(task: str, access: Access | None = None, **kwargs: object) -> Job:
        with bootstrap_scope():
            return enqueue(task, kwargs, access=access or staff)

    return ordered


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def effects(mark: str = "") -> int:
    """How often work had its effect."""
    found = AuditEvent.objects.filter(kind=work.EFFECT)
    return found.filter(target_name=mark).count() if mark else found.count()


def silence(job: Job) -> None:
    """As if the worker that holds `job` had been silent for longer than its lease."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def start_celery(url_of) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start real Celery programs under the worker's own login; killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "wuhan_smes", *words, "--loglevel", "WARNING"],
            env={**os.environ, "MODE": "test", "DATABASE_URL": url_of("app_worker")},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def start_worker(start_celery) -> Callable[[], subprocess.Popen[bytes]]:
    def start() -> subprocess.Popen[bytes]:
        alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return start_celery("worker", "--pool", "solo", "--include", "tests.jobs.work", *alone)

    return start


def eventually(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until `holds()`; fails the test if it never does."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)
