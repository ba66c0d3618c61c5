"""What signing in and out leaves in the trail."""

from django.db import transaction
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import trail


def note(
    kind: str, name: str, access: Access, unit_id: int | None = None, **changes: object
) -> None:
    """One entry, in a transaction of its own: mostly nobody is known yet."""
    with transaction.atomic():
        trail.record_fact(
            kind, name, access=access, at=timezone.now(), changes=changes, jurisdiction_id=unit_id
        )
