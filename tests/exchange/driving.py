"""Doing what a worker does, at once: each job that is waiting, in order."""

from datetime import UTC, datetime
from typing import Final

from wuhan_smes.access import Access
from wuhan_smes.exchange.actions import uploads
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import run
from wuhan_smes.scope import bootstrap_scope, scoped

NOW: Final = datetime(2026, 3, 2, 4, tzinfo=UTC)


def work() -> None:
    """Run every waiting job as a worker would; tests read what became of it."""
    with bootstrap_scope():
        waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("id"))
    for job in waiting:
        run(job.pk)


def handed_in(
    text: str,
    access: Access,
    *,
    kind: str = "test_aliases",
    name: str = "写法.csv",
    **words: object,
) -> Import:
    """A csv uploaded by somebody and read by a worker."""
    with scoped(access):
        import_ = uploads.upload(
            kind=kind, file_name=name, pieces=[text.encode()], access=access, at=NOW, **words
        )
    work()
    return again(import_, access)


def again(import_: Import, access: Access) -> Import:
    with scoped(access):
        return Import.objects.select_related("job").get(pk=import_.pk)


def rows_of(import_: Import, access: Access) -> list[ImportRow]:
    with scoped(access):
        return list(ImportRow.objects.filter(of=import_).order_by("sheet", "line"))
