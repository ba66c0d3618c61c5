"""Doing one job: take the lease, work out access anew, act, and commit the effect with the mark.

The mark that the job is done commits in the transaction of its effect and only while the lease
still holds: however often the broker delivers, the effect happens once.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar
from uuid import UUID, uuid4

from celery import shared_task
from django.db import OperationalError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.jobs.choices import JobState, Queue
from wuhan_smes.jobs.lease import JobCancelled, Lease, LeaseLost
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.registry import TaskSpec, register, task
from wuhan_smes.jobs.rules import LEASE
from wuhan_smes.scope import scoped

logger: Final = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
PAUSE: Final = timedelta(seconds=10)
BROKEN: Final = "任务执行出错，详情已记入系统日志，请重试或联系管理员"


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """What the work itself sees of its job."""

    id: int
    access: Access
    lease: Lease

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Show how far the work is. Raises to stop it when that was asked for."""
        self.lease.tell(done, total, message)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction of batched work in the actor's scope; commits only under the lease."""
        with scoped(self.access):
            yield
            held = Job.objects.filter(pk=self.id, lease=self.lease.token)
            if not held.select_for_update(of=("self",), no_key=True).exists():
                raise LeaseLost(self.id)


def leased_task(
    name: str, *, title: str, batched: bool = False, queue: Queue = Queue.INTERACTIVE
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function background work called `name`: `body(job, **kwargs)` → result or None."""

    def decorate(body: Callable[P, R]) -> Callable[P, R]:
        register(TaskSpec(name, title, body, batched, queue))

        def deliver(*, job_id: int, **_: object) -> None:
            run(job_id)

        shared_task(name=name, acks_late=True, ignore_result=True)(deliver)
        return body

    return decorate


def run(job_id: int) -> None:
    """Do one job if it is to be done; a second delivery finds nothing to take."""
    job, token = _claim(job_id)
    if job is None:
        return
    with Lease(job_id, token) as lease:
        try:
            _perform(job, lease)
        except LeaseLost:
            logger.warning("job %s was taken over, its work here is undone", job_id)
        except JobCancelled:
            _close(job_id, token, state=JobState.CANCELLED)
        except ActionRefused as refusal:
            _close(job_id, token, state=JobState.FAILED, error=refusal.message)
        except OperationalError:
            logger.exception("job %s met a passing failure of the database", job_id)
            _put_back(job, token)
        except Exception:
            logger.exception("job %s failed", job_id)
            _close(job_id, token, state=JobState.FAILED, error=BROKEN)


def _claim(job_id: int) -> tuple[Job | None, UUID]:
    token = uuid4()
    with scoped(Access.of_system("jobs")):
        taken = (
            Job.objects.claimable(at=Now())
            .filter(pk=job_id)
            .update(
                state=JobState.RUNNING,
                lease=token,
                lease_until=Now() + LEASE,
                heartbeat_at=Now(),
                started_at=Now(),
                attempts=F("attempts") + 1,
            )
        )
        return (Job.objects.get(pk=job_id) if taken else None), token


def _perform(job: Job, lease: Lease) -> None:
    spec, access = task(job.task), _access_of(job)
    leased = LeasedJob(job.pk, access, lease)
    work = partial(spec.body, leased, **job.kwargs)
    if spec.batched:
        result = work()
        with scoped(access):
            _mark_done(job.pk, lease.token, result)
    else:
        with scoped(access):
            result = work()
            lease.check()
            _mark_done(job.pk, lease.token, result)


def _access_of(job: Job) -> Access:
    """What the actor may do now; he may have lost what he had when he ordered the work."""
    if job.actor_id is None:
        return Access.of_system(job.title)
    access = access_for(User.objects.get(pk=job.actor_id))
    if access.actor_id is None:
        raise NotPermitted("发起人的账号已停用，任务未执行")
    if job.capability:
        access.reach(Capability(job.capability))
    return access


def _mark_done(job_id: int, token: UUID, result: Any) -> None:
    values = {"state": JobState.DONE, "finished_at": timezone.now(), "result": result}
    if not _update(job_id, token, **values):
        raise LeaseLost(job_id)


def _close(job_id: int, token: UUID, **values: object) -> None:
    with scoped(Access.of_system("jobs")):
        _update(job_id, token, finished_at=timezone.now(), **values)


def _put_back(job: Job, token: UUID) -> None:
    if job.attempts >= job.most_attempts:
        _close(job.pk, token, state=JobState.FAILED, error=BROKEN)
        return
    with scoped(Access.of_system("jobs")):
        _update(
            job.pk,
            token,
            state=JobState.QUEUED,
            published_at=None,
            not_before=timezone.now() + PAUSE * job.attempts,
        )


def _update(job_id: int, token: UUID, **values: object) -> int:
    held = Job.objects.filter(pk=job_id, lease=token, state=JobState.RUNNING)
    return held.update(lease=None, lease_until=None, **values)
