"""Files whose time is over."""

from datetime import datetime

from django.db import transaction

from wuhan_smes.files.models import StoredFile, StoredPiece


@transaction.atomic
def remove_expired(*, at: datetime) -> int:
    """Remove expired files and their pieces; returns how many files went."""
    gone = list(StoredFile.objects.expired(at=at).values_list("pk", flat=True))
    StoredPiece.objects.filter(file_id__in=gone).delete()
    StoredFile.objects.filter(pk__in=gone).delete()
    return len(gone)
