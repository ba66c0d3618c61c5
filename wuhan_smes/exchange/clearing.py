"""Rows of long finished imports that nothing was made of."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.models import Import, ImportRow, Provenance

KEPT_FOR: Final = timedelta(days=365)
# Each import has so many nights to be cleared; what is older was, and is not read again.
NIGHTS: Final = timedelta(days=30)
AT_ONCE: Final = 5000


@transaction.atomic
def clear_rows(*, at: datetime) -> int:
    """Remove some of what a year-old import left behind; returns how many rows went.

    A row that changed the register stays as the source of its values. Of the others the file
    itself tells, which stays, too.
    """
    traces = Provenance.objects.filter(of=OuterRef("of"), row_id=OuterRef("pk"))
    ended = list(Import.objects.filter(_ended(at)).order_by("id").values_list("pk", flat=True))
    idle = ImportRow.objects.filter(~Exists(traces), of__in=ended)
    oldest = list(idle.order_by("of", "id").values_list("pk", flat=True)[:AT_ONCE])
    return ImportRow.objects.filter(pk__in=oldest).delete()[0]


def is_cleared(import_: Import, *, at: datetime) -> bool:
    """Whether its idle rows may be gone by now."""
    ended = {
        ImportState.APPLIED: import_.applied_at,
        ImportState.REVERTED: import_.reverted_at,
        ImportState.CANCELLED: import_.uploaded_at,
    }.get(ImportState(import_.state))
    return ended is not None and ended < at - KEPT_FOR


def _ended(at: datetime) -> Q:
    last = at - KEPT_FOR
    during = (last - NIGHTS, last)
    return (
        Q(state=ImportState.APPLIED, applied_at__range=during)
        | Q(state=ImportState.REVERTED, reverted_at__range=during)
        | Q(state=ImportState.CANCELLED, uploaded_at__range=during)
    )
