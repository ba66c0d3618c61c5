"""What was sealed cannot be changed unseen. Each way of tampering is tried on the real tables."""

import io
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import sealing, trail
from wuhan_smes.audit.models import AuditEvent, Seal, SealedEvent
from wuhan_smes.audit.tasks import seal as seal_task
from wuhan_smes.audit.verification import findings
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Access.of_system("测试")


def close_all():
    """Seal until nothing is open: transactions of other databases on the server hold it up too."""
    sealed = 0
    for _ in range(600):
        sealed += sealing.seal()
        if SealedEvent.objects.count() == AuditEvent.objects.count():
            return sealed
        time.sleep(0.1)
    raise AssertionError("a transaction elsewhere on the server did not end within a minute")


@pytest.fixture(autouse=True)
def _loaded():
    """What loading the reference data wrote is under the first seal."""
    close_all()


def last(model):
    return model.objects.order_by("-pk").first()


def write(count=1, at=None):
    with transaction.atomic():
        for n in range(count):
            trail.record_fact(
                "test.event", f"事项{n}", access=SYSTEM, at=at or timezone.now(), changes={"n": n}
            )


def codes(anchored=()):
    with scoped(SYSTEM):
        return [finding.code for finding in findings(anchored)]


def test_sealing_closes_every_entry_once_and_an_honest_trail_verifies():
    write(3)
    first = close_all()
    write(2)
    second = close_all()

    assert (first, second, sealing.seal()) == (3, 2, 0)
    assert SealedEvent.objects.count() == AuditEvent.objects.count()
    newest, before = Seal.objects.order_by("-id")[:2]
    assert bytes(newest.previous) == bytes(before.hash)
    assert codes() == []


def test_a_writer_that_commits_late_is_sealed_later_and_never_skipped(url_of):
    with psycopg.connect(url_of("app_web")) as late:
        late.execute(
            "INSERT INTO audit_auditevent (at, actor_name, kind, target, target_name, changes,"
            " request_id) VALUES (now(), '迟', 'test.late', '', '', '{}', '')"
        )
        write()
        assert sealing.seal() == 0
        late.commit()

    assert close_all() == 2
    assert codes() == []


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE audit_auditevent SET actor_name = '他人' WHERE id = {event}", "changed"),
        ("UPDATE audit_auditevent SET at = at - interval '1 hour' WHERE id = {event}", "changed"),
        ("DELETE FROM audit_auditevent WHERE id = {event}", "missing"),
        ("UPDATE audit_seal SET count = 9 WHERE id = {seal}", "broken_seal"),
        ("UPDATE audit_sealedevent SET hash = '\\x00' WHERE event_id = {event}", "changed"),
        (
            (
                "INSERT INTO audit_auditevent (at, actor_name, kind, target, target_name, changes,"
                " request_id, xid) VALUES (now(), '某', 'test.late', '', '', '{{}}', '', '3')"
            ),
            "slipped_in",
        ),
    ],
)
def test_each_way_of_tampering_is_found(tamper, sql, code):
    write(3)
    close_all()

    tamper(sql.format(event=last(AuditEvent).pk, seal=last(Seal).pk))

    assert code in codes()


def test_a_date_that_was_not_the_day_of_writing_is_found():
    write(at=timezone.now() - timedelta(days=3))

    assert codes() == ["back_dated"]


def test_an_end_that_was_cut_off_is_found_by_the_anchor_alone(tamper, tmp_path):
    anchor = tmp_path / "seals"
    write(2)
    close_all()
    sealing.anchor(anchor)
    write(2)
    close_all()
    sealing.anchor(anchor)
    sealing.anchor(anchor)
    seal = last(Seal).pk
    event = last(AuditEvent).pk
    tamper(
        f"DELETE FROM audit_sealedevent WHERE seal_id = {seal};"
        f" DELETE FROM audit_seal WHERE id = {seal};"
        f" DELETE FROM audit_auditevent WHERE id > {event - 2}"
    )

    lines = anchor.read_text().splitlines()
    assert len(lines) == 2
    assert codes() == []
    assert codes(lines) == ["cut_off"]


def test_nobody_of_the_product_can_change_or_remove_an_entry_or_a_seal():
    write()
    close_all()

    for sql in (
        "UPDATE audit_auditevent SET actor_name = 'x'",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_sealedevent",
    ):
        with (
            pytest.raises(Exception, match=r"append-only|permission denied"),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_task_seals_and_the_command_verifies(settings, tamper, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "seals")
    write(2)

    before = SealedEvent.objects.count()
    close_all()
    seal_task()
    assert SealedEvent.objects.count() == before + 2
    out = io.StringIO()
    call_command("verify_audit", anchor=tmp_path / "seals", stdout=out)
    sealed = SealedEvent.objects.count()
    assert f"留痕完整：{Seal.objects.count()} 个封条，{sealed} 条已封存" in out.getvalue()

    tamper(f"DELETE FROM audit_auditevent WHERE id > {last(AuditEvent).pk - 2}")
    with pytest.raises(CommandError, match="发现 2 处异常"):
        call_command("verify_audit", stdout=io.StringIO())


def test_a_missing_anchor_file_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="找不到封条文件"):
        call_command("verify_audit", anchor=tmp_path / "nothing")


def test_time_is_told_to_the_microsecond_in_the_hash(tamper):
    moment = datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    write(at=moment)
    close_all()
    tamper("UPDATE audit_auditevent SET at = at - interval '1 microsecond'")

    assert "changed" in codes()
