"""Work that ended long ago goes; what still tells of it stays."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.clearing import KEPT_FOR, clear_finished
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.models import Export

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
LONG_AGO = NOW - KEPT_FOR - timedelta(days=1)


def job(state: str = JobState.DONE, at: datetime = LONG_AGO) -> Job:
    ended = {} if state == JobState.QUEUED else {"finished_at": at}
    why = "没有做成" if state == JobState.FAILED else ""
    return Job.objects.create(
        task="jobs.trial", title="试", state=state, created_at=at, error=why, **ended
    )


@pytest.mark.django_db
def test_only_what_is_over_and_named_by_nothing_goes():
    gone, failed = job(), job(JobState.FAILED)
    waiting, young = job(JobState.QUEUED), job(at=NOW)
    exported = job()
    Export.objects.create(
        year=2026,
        ordinal=1,
        list="x",
        title="名单",
        layout="csv",
        actor=make_user("bureau_staff"),
        ordered_at=LONG_AGO,
        job=exported,
    )

    assert clear_finished(at=NOW) == 2
    left = set(Job.objects.values_list("pk", flat=True))
    assert {gone.pk, failed.pk} & left == set()
    assert {waiting.pk, young.pk, exported.pk} <= left
