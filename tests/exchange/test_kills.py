"""A worker killed in the middle of an application leaves nothing or everything, twenty times."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from tests.exchange.driving import NOW, again, handed_in
from wuhan_smes.access import Access
from wuhan_smes.exchange.actions import running
from wuhan_smes.exchange.choices import ImportState, Mode
from wuhan_smes.exchange.models import HeaderAlias, Provenance
from wuhan_smes.jobs.actions import delivery
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.scope import bootstrap_scope, scoped

KILLS = 20
ROWS = 400
WORKER = """
import os, sys
import django
django.setup()
from tests.exchange.aliases import ALIASES
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.jobs.running import run
kinds.add(ALIASES)
print("ready", flush=True)
for ordered in sys.stdin:
    child = os.fork()
    if child == 0:
        run(int(ordered))
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Workers:
    """One process that has everything loaded; each job is done by a child of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def told(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go(self, job: Job) -> int:
        """A child is at work; its number."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{job.pk}\n")
        self.process.stdin.flush()
        return int(self.told())


@pytest.fixture
def workers(url_of: Callable[[str], str]) -> Iterator[Workers]:
    """Under their own login."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WORKER],
        env={**os.environ, "MODE": "test", "DATABASE_URL": url_of("app_worker")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        found = Workers(process)
        assert found.told() == "ready"
        yield found
        process.kill()


def in_the_register() -> tuple[int, int]:
    with bootstrap_scope():
        return HeaderAlias.objects.exclude(added_at=None).count(), Provenance.objects.count()


def abandoned(job: Job) -> None:
    """As the sweeper finds it once the lease has run out."""
    with bootstrap_scope():
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
            lease_until=Now() - timedelta(minutes=1), attempts=0
        )
        delivery.sweep(at=NOW + timedelta(days=3650))


def test_a_killed_worker_leaves_nothing_or_everything(clerk: Access, workers: Workers) -> None:
    text = "写法,字段\n" + "".join(f"厂名{n},name\n" for n in range(ROWS))
    import_ = handed_in(text, clerk)
    with scoped(clerk):
        job = running.apply(import_.pk, access=clerk, at=NOW, mode=Mode.ALL).job
    assert job is not None
    chance = random.Random(7)
    in_the_middle = 0

    for _ in range(KILLS):
        child = workers.go(job)
        time.sleep(chance.uniform(0.02, 0.5))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        workers.told()
        with bootstrap_scope():
            in_the_middle += Job.objects.get(pk=job.pk).state == JobState.RUNNING
        assert in_the_register() in {(0, 0), (ROWS, ROWS)}
        abandoned(job)

    assert in_the_middle, "no kill fell into the work: the delays prove nothing"
    workers.go(job)
    assert workers.told() == "0"
    assert again(import_, clerk).state == ImportState.APPLIED
    assert in_the_register() == (ROWS, ROWS)
