"""Stored files turned to the key that stands first, or enciphered where they never were."""

from typing import Final

from django.conf import settings

from wuhan_smes.access import Access
from wuhan_smes.ciphers import ring
from wuhan_smes.files.models import StoredPiece
from wuhan_smes.scope import scoped

COLUMN: Final = "files.storedpiece.data"
AT_ONCE: Final = 20  # megabytes in one transaction


def turn_pieces(access: Access, *, most: int | None = None) -> int:
    """Portion by portion, each in a transaction of its own, at most about `most` pieces; returns
    how many. Safe to stop and to run again, and beside whoever reads: he sees the old bytes or
    the new ones. `access` is the product's own: nobody else reaches every file.

    Does nothing while files are not to be enciphered (ENCIPHER_FILES).
    """
    if not settings.ENCIPHER_FILES:
        return 0
    turned, last = 0, 0
    while most is None or turned < most:
        with scoped(access):
            portion = _turn_some(last)
        if not portion:
            break
        turned, last = turned + len(portion), portion[-1]
    return turned


def _turn_some(after: int) -> list[int]:
    keys = ring()
    rows = StoredPiece.objects.filter(pk__gt=after).exclude(key=keys.current).order_by("pk")
    turned = []
    for piece in rows.select_for_update(of=("self",), no_key=True)[:AT_ONCE]:
        piece.data, piece.key = keys.sealed(piece.opened(), piece.about), keys.current
        piece.save(update_fields=["data", "key"])
        turned.append(piece.pk)
    return turned


def pieces_left() -> int:
    """How many pieces still lie under another key, or under none."""
    return StoredPiece.objects.exclude(key=ring().current).count()
