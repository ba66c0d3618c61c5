"""Whose work may be seen: one's own, and all of it with the capability."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q
from django.db.models.functions import Now

from wuhan_smes.access import Access, Capability
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.rules import RING_AGAIN_AFTER
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.jobs.models import Job


class JobQuerySet(ScopedQuerySet["Job"]):
    jurisdiction_path = "actor__jurisdiction_id"

    def visible_to(self, access: Access) -> Self:
        """One's own jobs, and those within reach of whoever may look after all of them."""
        own = self.filter(actor_id=access.actor_id)
        if not access.holds(Capability.JOB_VIEW):
            return own
        return self.within(access.reach(Capability.JOB_VIEW)) | own

    def changeable_by(self, access: Access) -> Self:
        """One's own jobs, and those within reach of whoever may manage them."""
        own = self.filter(actor_id=access.actor_id)
        if not access.holds(Capability.JOB_MANAGE):
            return own
        return self.within(access.reach(Capability.JOB_MANAGE)) | own

    def for_list(self) -> Self:
        return self.order_by("-id")

    def locked(self, pk: int) -> "Job":
        """One job, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def to_publish(self, *, at: datetime) -> Self:
        """Work that is due and that no worker has been told of; rows others hold are skipped."""
        return (
            self.filter(state=JobState.QUEUED, published_at__isnull=True, not_before__lte=at)
            .order_by("id")
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
        )

    def abandoned(self, *, at: datetime) -> Self:
        """Running work whose worker fell silent."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=at)

    def given_up(self, *, at: datetime) -> Self:
        return self.abandoned(at=at).filter(attempts__gte=F("most_attempts"))

    def unheard(self, *, at: datetime) -> Self:
        """Published long ago and never taken: the message may be lost."""
        return self.filter(state=JobState.QUEUED, published_at__lt=at - RING_AGAIN_AFTER)

    def claimable(self, *, at: datetime | Now) -> Self:
        """What a worker may take: waiting, or left behind by a silent one."""
        return self.filter(
            Q(state=JobState.QUEUED, not_before__lte=at)
            | Q(state=JobState.RUNNING, lease_until__lt=at, attempts__lt=F("most_attempts"))
        )
