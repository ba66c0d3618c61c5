"""Looking whether what is kept is what it should be: all is well, then one thing after another is
spoilt past every trigger, and each is named.
"""

import hashlib
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from tests import databases
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.files.storing import store
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import run
from wuhan_smes.operations.queries.soundness import TASK, round_of
from wuhan_smes.operations.tasks import verify_nightly
from wuhan_smes.scope import bootstrap_scope, scoped
from wuhan_smes.soundness import CHECKS, Check, register

SYSTEM = Access.of_system("测试")
# What is done to the rows, and what must be said of it.
SPOILT = {
    "name_copy": "UPDATE enterprises_enterprise SET name = '另一个名字' WHERE id = {named}",
    "unit_copy": """UPDATE enterprises_jurisdictionstay SET unit_id =
        (SELECT min(id) FROM accounts_jurisdiction WHERE id <> unit_id)
        WHERE enterprise_id = {at}""",
    "no_unit": """UPDATE enterprises_jurisdictionstay SET superseded_at = recorded_at
        WHERE enterprise_id = {nowhere}""",
    "merged_into_gone": """UPDATE enterprises_enterprise SET status = 'merged',
        merged_into_id = id WHERE id = {merged}""",
    "ticket_stands": "UPDATE services_ticket SET state = 'triaged' WHERE id = {moved}",
    "steps_missing": "DELETE FROM services_ticketstep WHERE ticket_id = {stepped} AND ordinal = 2",
    "unseen_by_holder": "UPDATE services_ticket SET agency_ids = '{{}}' WHERE id = {unseen}",
    "incomplete": "DELETE FROM files_storedpiece WHERE file_id = {lost}",
    "altered": "UPDATE files_storedpiece SET data = 'b' WHERE file_id = {changed}",
    "late": "UPDATE jobs_job SET not_before = now() - interval '1 hour' WHERE id = {late}",
    "silent": """UPDATE jobs_job SET state = 'running', started_at = now(),
        lease = gen_random_uuid(), lease_until = now() - interval '1 hour' WHERE id = {silent}""",
    "failed": """UPDATE jobs_job SET state = 'failed', error = '坏了', finished_at = now()
        WHERE id = {failed}""",
    "trigger_off": "ALTER TABLE links_actionlink DISABLE TRIGGER ALL",
    "wall_down": "ALTER TABLE measures_budget DISABLE ROW LEVEL SECURITY",
    "definer_open": "ALTER FUNCTION ticket_search RESET ALL",
    "constraint_unproved": """ALTER TABLE jobs_job
        ADD CONSTRAINT job_of_today CHECK (created_at > now()) NOT VALID""",
}


def codes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for looked in round_of():
        for finding in looked.findings:
            found.setdefault(finding.code, []).append(finding.detail)
    return found


def a_job() -> int:
    return Job.objects.create(task=TASK, title="示例任务").pk


def a_file() -> int:
    with scoped(SYSTEM):
        unit = Jurisdiction.objects.get(code="jiangxia")
        kept = store(
            "a.txt",
            "text/plain",
            [b"a"],
            access=SYSTEM,
            at=timezone.now(),
            jurisdiction_id=unit.pk,
        )
    assert kept.sha256 == hashlib.sha256(b"a").hexdigest()
    return kept.pk


@pytest.mark.django_db(transaction=True)
def test_whatever_is_spoilt_past_every_guard_is_named_and_nothing_else():
    with bootstrap_scope():
        enterprises = {name: make_enterprise().pk for name in ("named", "at", "nowhere", "merged")}
        tickets = {
            name: make_ticket(state).pk
            for name, state in (
                ("moved", "collected"),
                ("stepped", "audited"),
                ("unseen", "signed"),
            )
        }
        jobs = {name: a_job() for name in ("late", "silent", "failed")}
    files = {name: a_file() for name in ("lost", "changed")}
    before = codes()
    ids = enterprises | tickets | jobs | files
    as_master = databases.url_for("TEST_ADMIN_DATABASE_URL", databases.own_name())
    with psycopg.connect(as_master) as master:
        master.execute("SET session_replication_role = replica")  # no trigger, no key
        for sql in SPOILT.values():
            master.execute(sql.format(**ids))

    after, said = codes(), StringIO()
    with pytest.raises(CommandError, match="共发现"):
        call_command("verify", stdout=said)

    assert before == {}
    assert set(SPOILT) <= set(after)
    assert all(detail in said.getvalue() for details in after.values() for detail in details)


@pytest.mark.django_db(transaction=True)
def test_a_round_is_kept_as_work_and_shown_to_who_looks_after_it(client):
    job_id = verify_nightly()
    with bootstrap_scope():
        admin, clerk = make_user("administrator"), make_user("district_staff")
    run(job_id)
    client.force_login(admin)
    page, home = client.get(reverse("soundness")), client.get("/admin/")
    again = client.post(reverse("look-again"), follow=True)
    client.force_login(clerk)

    assert [row["name"] for row in page.context["rounds"]] == sorted(CHECKS)
    assert "全部正常" in page.text
    assert "数据核验全部正常" in home.text
    assert "正在核验" in again.text
    assert client.get(reverse("soundness")).status_code == 403
    assert client.post(reverse("look-again")).status_code == 403


@pytest.mark.django_db
def test_a_look_is_asked_for_by_name_and_an_unknown_one_refused():
    said = StringIO()
    call_command("verify", "ledger", "tickets", stdout=said)

    assert [line.split("：")[0] for line in said.getvalue().splitlines()] == [
        "资金台账",
        "诉求工单",
    ]
    with pytest.raises(CommandError, match="没有名为 all 的核验"):
        call_command("verify", "all")


def test_two_looks_never_bear_one_name():
    with pytest.raises(ValueError, match="ledger"):
        register(Check("ledger", "另一个", lambda: iter(()), ""))
