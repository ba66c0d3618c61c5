"""Ordering work in the transaction that makes it necessary: no commit, no job; no job lost."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.jobs.doorbell import ring
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.registry import task
from wuhan_smes.scope import current_scope


def after_commit(task_name: str, **kwargs: object) -> None:
    """Do `task_name` once this transaction has really committed, in the name of who acts now."""
    scope = current_scope()
    _order(
        Job(
            task=task_name,
            title=task(task_name).title,
            kwargs=kwargs,
            actor_id=None if scope is None else scope.actor_id,
        )
    )


def enqueue(
    task_name: str,
    kwargs: Mapping[str, object],
    *,
    access: Access,
    capability: Capability | None = None,
    title: str = "",
    not_before: datetime | None = None,
) -> Job:
    """Order work whose progress the person wants to watch.

    `capability` must be held when it is ordered and again when it runs.
    """
    if capability is not None:
        access.reach(capability)
    job = Job(
        task=task_name,
        title=title or task(task_name).title,
        kwargs=dict(kwargs),
        actor_id=access.actor_id,
        capability=capability or "",
    )
    if not_before is not None:
        job.not_before = not_before
    return _order(job)


def ring_on_commit() -> None:
    """Wake a worker once this transaction has committed, however much it ordered."""
    if not any(entry[1] is ring for entry in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def _order(job: Job) -> Job:
    task(job.task)
    if not connection.in_atomic_block:
        raise RuntimeError("work is ordered inside the transaction that makes it necessary")
    job.save(force_insert=True)
    ring_on_commit()
    return job
