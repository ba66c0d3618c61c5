"""Clearing away what is over. Safe to run twice, or at once."""

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.accounts.ending import clear_over
from wuhan_smes.scope import scoped


@shared_task(name="accounts.clear_sessions", acks_late=True)
def clear_sessions(**_: object) -> int:
    """Each night the sessions that nobody can use any more are removed, those of nobody too."""
    with scoped(Access.of_system("ended sessions")):
        return clear_over(at=timezone.now())
