"""A worker killed in the middle of an application leaves nothing or everything, twenty times."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
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
import sys, django
django.setup()
from tests.exchange.aliases import ALIASES
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.jobs.running import run
kinds.add(ALIASES)
print("ready", flush=True)
sys.stdin.readline()
run(int(sys.argv[1]))
"""


@pytest.fixture
def start(url_of: Callable[[str], str]) -> Callable[[Job], subprocess.Popen[bytes]]:
    """A worker under its own login that has everything loaded and does one job when told to."""

    def started(job: Job) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", WORKER, str(job.pk)],
            env={**os.environ, "MODE": "test", "DATABASE_URL": url_of("app_worker")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    return started


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


def go(worker: subprocess.Popen[bytes]) -> None:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdout.readline()
    worker.stdin.write(b"go\n")
    worker.stdin.flush()


def test_a_killed_worker_leaves_nothing_or_everything(clerk: Access, start) -> None:
    text = "写法,字段\n" + "".join(f"厂名{n},name\n" for n in range(ROWS))
    import_ = handed_in(text, clerk)
    with scoped(clerk):
        job = running.apply(import_.pk, access=clerk, at=NOW, mode=Mode.ALL).job
    assert job is not None
    chance = random.Random(7)
    in_the_middle = 0

    for _ in range(KILLS):
        worker = start(job)
        go(worker)
        time.sleep(chance.uniform(0.02, 0.5))
        worker.kill()
        worker.communicate()
        with bootstrap_scope():
            in_the_middle += Job.objects.get(pk=job.pk).state == JobState.RUNNING
        assert in_the_register() in {(0, 0), (ROWS, ROWS)}
        abandoned(job)

    assert in_the_middle, "no kill fell into the work: the delays prove nothing"
    last = start(job)
    go(last)
    last.communicate(timeout=60)
    assert last.returncode == 0
    assert again(import_, clerk).state == ImportState.APPLIED
    assert in_the_register() == (ROWS, ROWS)
