"""Keeping the book of exports: numbered when they begin, closed when they end."""

import hashlib
import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, connection
from django.utils import timezone

from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import User
from wuhan_smes.audit import trail
from wuhan_smes.reporting.choices import ExportState
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.tally import Tally
from wuhan_smes.scope import scoped

logger: Final = logging.getLogger(__name__)
SAID: Final = 400


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken out: `said` is the filter in people's words, `reach` how far its rows go."""

    list: str
    title: str
    layout: str
    words: Mapping[str, Any]
    reach: Reach
    said: str = ""
    capability: str = ""


def begun(taken: Taken, *, access: Access, at: datetime, **values: Any) -> Export:
    """Open an entry with the next number of the year; two at once never share one."""
    year = timezone.localdate(at).year
    units = None if taken.reach.everywhere else sorted(taken.reach.jurisdiction_ids)
    person = User.objects.filter(pk=access.actor_id).values_list("jurisdiction_id", flat=True)
    return Export.objects.create(
        year=year,
        ordinal=next_ordinal(year),
        list=taken.list,
        title=taken.title[:120],
        layout=taken.layout,
        words=dict(taken.words),
        said=taken.said[:SAID],
        capability=taken.capability,
        units=units,
        actor_id=access.actor_id,
        jurisdiction_id=person.first(),
        ordered_at=at,
        **values,
    )


def next_ordinal(year: int) -> int:
    """The number after the last one of the year; others wait for it until this act commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT export_next_ordinal(%s)", [year])
        (ordinal,) = cursor.fetchone() or (0,)
    return int(ordinal)


def told(export: Export, *, access: Access, at: datetime, kind: str = "export.made") -> None:
    """Put the export with its filter into the trail."""
    facts: dict[str, object] = {
        "list": export.list,
        "layout": export.layout,
        "choices": export.words,
        "sha256": export.sha256,
    }
    if export.row_count is not None:
        facts["rows"] = export.row_count
    trail.record(kind, export, access=access, at=at, changes=facts)


def followed(
    export: Export, pieces: Generator[bytes], tally: Tally, *, access: Access
) -> Iterator[bytes]:
    """The pieces of a file as they are fetched; the entry learns how it ended."""
    state, digest = ExportState.CUT, hashlib.sha256()
    try:
        # Closed before the entry is: a reading given up halfway still holds the connection.
        with closing(pieces):
            for piece in pieces:
                tally.size += len(piece)
                digest.update(piece)
                yield piece
        state = ExportState.DONE
    except Exception:
        state = ExportState.FAILED
        raise
    finally:
        whole = digest.hexdigest() if state == ExportState.DONE else ""
        _ended(export.pk, state, tally, whole, access=access)


def _ended(
    export_id: int, state: ExportState, tally: Tally, sha256: str, *, access: Access
) -> None:
    """In a transaction of its own: the request's was over before the file began to flow."""
    try:
        with scoped(access):
            Export.objects.filter(pk=export_id, state=ExportState.OPEN).update(
                state=state,
                finished_at=timezone.now(),
                row_count=tally.rows,
                size=tally.size,
                sha256=sha256,
            )
    except DatabaseError:
        logger.exception("export %s ended as %s, which could not be noted", export_id, state)
