"""The rounds that close the trail and put its months away. Safe to run twice, or at once."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import archive, sealing
from wuhan_smes.scope import scoped


@shared_task(name="audit.seal", acks_late=True)
def seal(**_: object) -> int:
    """Seal what is closed, then keep the last seal outside the database."""
    with scoped(Access.of_system("audit")):
        sealed = sealing.seal()
        if settings.AUDIT_ANCHOR:
            sealing.anchor(Path(settings.AUDIT_ANCHOR))
    return sealed


@shared_task(name="audit.archive", acks_late=True)
def put_away(**_: object) -> int:
    """Write the months that are over to ARCHIVE_FOLDER, where one is set; returns how many."""
    if not settings.ARCHIVE_FOLDER:
        return 0
    with scoped(Access.of_system("archive")):
        return len(list(archive.put_away(Path(settings.ARCHIVE_FOLDER), on=timezone.localdate())))
