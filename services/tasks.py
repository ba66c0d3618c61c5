"""Scheduled work on tickets."""

from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from services.actions import recalculating, sweeping
from wuhan_smes.access import Access
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.scope import scoped


@shared_task(name="services.sweep_tickets", acks_late=True)
def sweep_tickets(*, at: str = "", **_: object) -> dict[str, int]:
    """Every five minutes: press for what is due. Safe to run twice, and at once."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    access, total = Access.of_system("按时限催办督办"), sweeping.Swept()
    while True:
        with scoped(access):
            swept = sweeping.sweep(access=access, at=moment)
        if not swept.looked_at:
            return total.as_dict()
        total += swept


@leased_task("services.recalculate_tickets", title="重算办理时限", batched=True)
def recalculate_tickets(
    job: LeasedJob, *, reason: str, limits_on: str = "", **_: object
) -> dict[str, int]:
    """Portion by portion; what was reckoned before a break is found right and left alone."""
    day = date.fromisoformat(limits_on) if limits_on else None
    after: int | None = 0
    looked_at = moved = 0
    while after is not None:
        with job.batch():
            found = recalculating.recalculate(
                access=job.access, at=timezone.now(), reason=reason, limits_on=day, after_id=after
            )
        looked_at, moved, after = (
            looked_at + found.looked_at,
            moved + len(found.moved),
            found.last_id,
        )
        job.progress(looked_at, None, f"已核对 {looked_at} 件，时限变动 {moved} 件")
    return {"looked_at": looked_at, "moved": moved}
