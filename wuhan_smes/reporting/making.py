"""Making an ordered export: once, whole or not at all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.conf import settings
from django.utils import timezone

from wuhan_smes.files.storing import PIECE, store
from wuhan_smes.jobs.running import LeasedJob
from wuhan_smes.reporting import log
from wuhan_smes.reporting.choices import ExportState
from wuhan_smes.reporting.layouts import MEDIA
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.run import built_of, named, written
from wuhan_smes.reporting.sources import find, words_of
from wuhan_smes.reporting.tally import Tally

KEPT_FOR: Final = timedelta(days=7)


def make_ordered(job: LeasedJob, export_id: int, *, at: datetime) -> dict[str, Any]:
    """Write the list, as it is now, to a kept file, in the transaction of the job.

    The rows are read to the end before any of the file is kept: one connection does one thing at
    a time. The space between has no name, so nothing is left of it when the worker is killed.
    """
    access = job.access
    export = Export.objects.owned_by(access).locked(export_id)
    listed = find(export.list).listed(words_of(export.words), access)
    total, tally = listed.rows.order_by().count(), Tally()
    built = built_of(listed, access, at)
    pieces = written(
        built, export.layout, access=access, tally=tally, patience=settings.REPLICA_LAG_SECONDS
    )
    with TemporaryFile() as spool:
        for piece in pieces:
            spool.write(piece)
            job.progress(min(tally.rows, total), total, f"已写入 {tally.rows:,} 行")
        spool.seek(0)
        name = f"{named(export.title, at)}.{export.layout}"
        expires_at = at + KEPT_FOR
        stored = store(
            name,
            MEDIA[export.layout],
            _read(spool),
            access=access,
            at=at,
            expires_at=expires_at,
        )
    export.stored, export.sha256, export.size = stored, stored.sha256, stored.size
    export.state, export.row_count = ExportState.DONE, tally.rows
    export.finished_at, export.expires_at = timezone.now(), expires_at
    export.save(
        update_fields=[
            *("stored", "sha256", "size", "state", "row_count", "finished_at", "expires_at")
        ]
    )
    log.told(export, access=access, at=at)
    job.progress(total, total, f"共 {tally.rows:,} 行")
    return {"export": export.pk, "rows": tally.rows, "size": stored.size}


def _read(spool: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(spool.read, PIECE), b"")
