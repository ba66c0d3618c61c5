"""What a person may do with a job: stop it, start it again."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import ring_on_commit
from wuhan_smes.jobs.rules import require_cancellable, require_retriable


@transaction.atomic
def cancel(job_id: int, *, access: Access, at: datetime) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs."""
    job = Job.objects.changeable_by(access).locked(job_id)
    require_cancellable(job.state)
    before = job.state
    job.cancel_requested_at = job.cancel_requested_at or at
    if before == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, at
    job.save(update_fields=["state", "finished_at", "cancel_requested_at"])
    trail.record("job.cancelled", job, access=access, at=at, changes={"state": [before, job.state]})
    return job


@transaction.atomic
def retry(job_id: int, *, access: Access, at: datetime) -> Job:
    """Start a job again that failed or was cancelled, with its attempts counted anew."""
    job = Job.objects.changeable_by(access).locked(job_id)
    require_retriable(job.state)
    before = job.state
    Job.objects.filter(pk=job.pk).update(
        state=JobState.QUEUED,
        attempts=0,
        error="",
        message="",
        done_count=0,
        total_count=None,
        published_at=None,
        started_at=None,
        finished_at=None,
        cancel_requested_at=None,
        not_before=Now(),
    )
    job.refresh_from_db()
    trail.record("job.retried", job, access=access, at=at, changes={"state": [before, job.state]})
    ring_on_commit()
    return job
