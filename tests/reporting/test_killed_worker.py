"""A worker killed in the middle of an export: made once in the end, and nothing left lying."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.jobs.conftest import eventually, silence
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.files.models import StoredFile, StoredPiece
from wuhan_smes.jobs.actions import delivery
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting.actions import exports
from wuhan_smes.reporting.choices import ExportState
from wuhan_smes.reporting.models import Export
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that stops for ever: while the rows are written, or once the file is kept but the
# transaction still open.
WORKER = """
import sys, time
from pathlib import Path
import django
django.setup()
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting import making

job, moment, begun = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])

def held(result):
    begun.touch()
    time.sleep(600)
    return result

original = getattr(making, moment)
if moment == "written":
    def slow(*args, **how):
        for piece in original(*args, **how):
            yield held(piece)
else:
    def slow(*args, **how):
        return held(original(*args, **how))
setattr(making, moment, slow)
run(job)
"""


@pytest.mark.parametrize("moment", ["written", "store"])
def test_killed_while_it_writes_or_keeps_the_file_is_there_exactly_once(
    moment, tmp_path, url_of, monkeypatch
):
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)
    unit = make_unit("jiangxia")
    make_enterprise(unit=unit)
    access = access_for(make_user("district_staff", unit=unit))
    with scoped(access):
        export = exports.order(
            "enterprises", access=access, at=timezone.now(), words={}, layout="xlsx"
        )
    begun = tmp_path / "begun"
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(export.job_id), moment, str(begun)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings",
            "DATABASE_URL": url_of("app_worker"),
        },
    )
    try:
        eventually(begun.exists)
    finally:
        worker.kill()
        worker.wait()

    assert (StoredFile.objects.count(), StoredPiece.objects.count()) == (0, 0)
    assert Export.objects.get().state == ExportState.OPEN
    silence(Job.objects.get(pk=export.job_id))
    with bootstrap_scope():
        delivery.sweep(at=timezone.now() + timedelta(seconds=1))
    run(export.job_id)
    run(export.job_id)

    assert Job.objects.get(pk=export.job_id).state == JobState.DONE
    done = Export.objects.get()
    assert (done.state, done.row_count) == (ExportState.DONE, 1)
    assert StoredFile.objects.count() == 1
    assert AuditEvent.objects.filter(kind="export.made").count() == 1
