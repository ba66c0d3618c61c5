"""Removing files whose time is over. Safe to run twice, or at once."""

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.files.expiry import remove_expired
from wuhan_smes.scope import scoped


@shared_task(name="files.remove_expired", acks_late=True)
def remove_expired_files(**_: object) -> int:
    """Each night the files that nobody may fetch any more are removed."""
    with scoped(Access.of_system("expired files")):
        return remove_expired(at=timezone.now())
