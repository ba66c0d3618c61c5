"""Clearing away what programs may not repeat any more. Safe to run twice, or at once."""

from celery import shared_task

from wuhan_smes.access import Access
from wuhan_smes.scope import scoped
from wuhan_smes.web.idempotency import forget


@shared_task(name="web.forget_keys", acks_late=True)
def forget_keys(**_: object) -> int:
    """Each night the keys of the day before yesterday go, with the answers kept for them."""
    with scoped(Access.of_system("forgotten keys")):
        return forget()
