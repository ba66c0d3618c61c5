"""The round that closes the trail. Safe to run twice, or at once."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from wuhan_smes.access import Access
from wuhan_smes.audit import sealing
from wuhan_smes.scope import scoped


@shared_task(name="audit.seal", acks_late=True)
def seal(**_: object) -> int:
    """Seal what is closed, then keep the last seal outside the database."""
    with scoped(Access.of_system("audit")):
        sealed = sealing.seal()
        if settings.AUDIT_ANCHOR:
            sealing.anchor(Path(settings.AUDIT_ANCHOR))
    return sealed
