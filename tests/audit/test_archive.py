"""Months of the trail as files: whole, provable without the database, and never quietly changed."""

import gzip
import hashlib
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.audit.test_seals import SYSTEM, close_all, write
from wuhan_smes.audit import archive
from wuhan_smes.audit.models import Seal, SealedEvent
from wuhan_smes.audit.tasks import put_away as round_
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST, SEPTEMBER, OCTOBER = date(2001, 8, 5), date(2001, 9, 5), date(2001, 10, 5)


def sealed_on(tamper, day):
    """Everything written since the last month is under seals of that day."""
    close_all()
    tamper(f"UPDATE audit_seal SET sealed_at = '{day} 12:00+08' WHERE sealed_at > '2001-12-31'")


@pytest.fixture
def months(tamper, tmp_path):
    """A folder to which August and September were written."""
    write(1)
    sealed_on(tamper, AUGUST)
    write(3)
    close_all()
    write(2)
    sealed_on(tamper, SEPTEMBER)
    write(1)
    sealed_on(tamper, OCTOBER)
    with scoped(SYSTEM):
        list(archive.put_away(tmp_path, on=OCTOBER))
    return tmp_path


def codes(folder):
    with scoped(SYSTEM):
        return [finding.code for finding in archive.findings(folder)]


def rewrite(path, change):
    """As somebody who also corrects the list of sums."""
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    with gzip.open(path, "rt") as file:
        text = change(file.read())
    with gzip.open(path, "wt") as file:
        file.write(text)
    sums = path.parent / archive.SUMS
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    sums.write_text(sums.read_text().replace(old, new))


def test_finished_months_are_written_once_and_prove_themselves(months):
    names = sorted(path.name for path in months.iterdir())
    with gzip.open(months / "trail-2001-09.jsonl.gz", "rt") as file:
        lines = file.read().splitlines()
    with scoped(SYSTEM):
        again = list(archive.put_away(months, on=OCTOBER))
    seals = [json.loads(line) for line in lines if line.startswith("{")]
    entries = [line.partition(" ")[2] for line in lines if not line.startswith("{")]

    assert names == ["SHA256SUMS", "trail-2001-08.jsonl.gz", "trail-2001-09.jsonl.gz"]
    assert (again, codes(months)) == ([], [])
    assert sum(seal["count"] for seal in seals) == len(entries) == 5
    kept = {
        bytes(it.hash) for it in SealedEvent.objects.filter(seal__in=[it["seal"] for it in seals])
    }
    assert {hashlib.sha256(text.encode()).digest() for text in entries} == kept


def test_the_month_that_runs_stays_where_it_is(months):
    newest = Seal.objects.order_by("-id").values_list("pk", flat=True)[0]
    with gzip.open(months / "trail-2001-09.jsonl.gz", "rt") as file:
        assert f'"seal": {newest},' not in file.read()


def test_a_word_changed_in_a_file_is_found(months):
    (months / "trail-2001-08.jsonl.gz").write_bytes(b"x")
    assert codes(months) == ["archive_changed"]


def test_a_file_rewritten_with_its_sum_is_found(months):
    rewrite(months / "trail-2001-09.jsonl.gz", lambda text: text.replace("事项1", "事项7"))

    assert "archive_seal" in codes(months)


def test_a_file_taken_away_is_found(months):
    (months / "trail-2001-08.jsonl.gz").unlink()

    assert "archive_missing" in codes(months)


def test_the_round_and_the_commands(months, settings):
    settings.ARCHIVE_FOLDER = ""
    assert round_() == 0
    settings.ARCHIVE_FOLDER = str(months)
    assert round_() == 1  # October
    out = io.StringIO()
    call_command("archive_trail", to=months, stdout=out)
    call_command("verify_archive", folder=months, stdout=out)
    assert "归档完整" in out.getvalue()
    (months / "trail-2001-08.jsonl.gz").unlink()

    with pytest.raises(CommandError, match="处异常"):
        call_command("verify_archive", folder=months, stdout=out)


def test_a_folder_without_an_archive_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="没有归档清单"):
        call_command("verify_archive", folder=tmp_path)
