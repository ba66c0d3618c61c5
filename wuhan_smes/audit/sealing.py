"""Closing the trail in batches, each seal over the one before, and keeping the last one outside."""

from pathlib import Path

from django.db import connection, transaction

from wuhan_smes.audit.models import Seal


def seal() -> int:
    """Close every entry no running writer can still precede; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_close()")
        (sealed,) = cursor.fetchone() or (0,)
    return int(sealed)


def last_line() -> str:
    """The newest seal as an anchor keeps it: “number hash”; empty before the first."""
    last = Seal.objects.order_by("-id").first()
    return f"{last.pk} {bytes(last.hash).hex()}" if last else ""


def anchor(file: Path) -> None:
    """Append the newest seal to `file`, unless it stands there already."""
    line = last_line()
    known = file.read_text().splitlines() if file.exists() else []
    if line and line not in known[-1:]:
        with file.open("a") as out:
            out.write(f"{line}\n")
