"""All that is kept of one person, and of nobody else, in one file of the operator's own."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from enterprises.models import Complaint
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.stations import make_specialist
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "13987650421", "13987650422"


@pytest.fixture
def known():
    """Known everywhere by one number; somebody else by another."""
    unit = make_unit("jiangxia")
    firm = make_enterprise(unit=unit)
    for number in (NUMBER, OTHER):
        make_contact(firm, phone=number)
        make_specialist(phone=number)
        make_visit(firm, received_phone=number)
        make_ticket(unit=unit, enterprise=firm, contact_phone=number)
        with bootstrap_scope():
            Complaint.objects.create(
                number=f"JB2026-{number}",
                enterprise=firm,
                jurisdiction=unit,
                received_on="2026-03-01",
                complainant="示例王某",
                phone=number,
                text="数据不实",
                recorded_by_name="甲",
            )


def test_everything_under_a_number_is_told_and_nothing_under_another(known, tmp_path):
    out = tmp_path / "person.json"

    call_command("export_person", phone=NUMBER, reason="申请 2026-7 号", out=out)

    found = json.loads(out.read_text())
    assert [row["where"] for row in found] == [
        "联系人",
        "服务专员",
        "走访",
        "工单",
        "实名举报",
    ]
    assert OTHER not in out.read_text()
    assert oct(out.stat().st_mode)[-3:] == "600"
    (entry,) = AuditEvent.objects.filter(kind="person.exported")
    assert entry.changes == {"reason": "申请 2026-7 号", "rows": 5}
    assert NUMBER not in f"{entry.target_name}{entry.changes}"


def test_by_name_accounts_are_told_too(known, tmp_path):
    user = make_user("bureau_staff", display_name="示例王某")
    out = tmp_path / "person.json"

    call_command("export_person", name="示例王某", reason="申请", out=out)

    found = [(row["where"], row["id"]) for row in json.loads(out.read_text())]
    assert ("用户", user.pk) in found
    assert [where for where, _ in found].count("实名举报") == 2


def test_nobody_in_particular_and_a_file_that_is_there_are_refused(tmp_path):
    there = tmp_path / "there.json"
    there.touch()
    with pytest.raises(CommandError, match="--phone"):
        call_command("export_person", reason="申请", out=tmp_path / "new.json")
    with pytest.raises(CommandError, match="已存在"):
        call_command("export_person", phone=NUMBER, reason="申请", out=there)
