"""Getting work to workers and back from silent ones. The product acts here, never a person."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.doorbell import BrokerUnreachable
from wuhan_smes.jobs.models import Job

AT_ONCE: Final = 200
GIVEN_UP: Final = "任务多次中断，已停止自动重试，请手动重试或联系管理员"


@transaction.atomic
def publish_waiting(*, at: datetime, publish: Callable[[str, int], None]) -> int:
    """Tell workers of what waits; two dispatchers at once never tell of the same job.

    Stops at the first failure: what is not told stays in the outbox.
    """
    told: list[int] = []
    for job in Job.objects.to_publish(at=at)[:AT_ONCE]:
        try:
            publish(job.task, job.pk)
        except BrokerUnreachable:
            break
        told.append(job.pk)
    return Job.objects.filter(pk__in=told).update(published_at=at)


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Put back what silent workers left and what the broker lost; end what was tried too often."""
    freed = {"lease": None, "lease_until": None, "heartbeat_at": None}
    ended = Job.objects.given_up(at=at).update(
        state=JobState.FAILED, finished_at=at, error=GIVEN_UP, **freed
    )
    asked = (
        Job.objects.abandoned(at=at)
        .filter(cancel_requested_at__isnull=False)
        .update(state=JobState.CANCELLED, finished_at=at, **freed)
    )
    back = Job.objects.abandoned(at=at).update(state=JobState.QUEUED, published_at=None, **freed)
    again = Job.objects.unheard(at=at).update(published_at=None)
    return ended + asked + back + again
