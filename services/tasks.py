"""Scheduled work on tickets."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from services.actions import sweeping
from wuhan_smes.access import Access
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
