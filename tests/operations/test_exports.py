"""导出 as a clerk uses it: a form, a file, an entry in the trail."""

import io

import openpyxl
import pytest

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    unit = make_unit("jiangxia")
    award(make_enterprise(unit=unit, name="示例江夏光电有限公司"), Tier.SRDI_SME)
    award(make_enterprise(unit=make_unit("hongshan"), name="示例洪山光电有限公司"), Tier.SRDI_SME)
    client.force_login(make_user("district_staff", unit=unit))
    return client


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_page_offers_every_report_with_its_choices_and_the_day_of_the_board(clerk):
    page = clerk.get("/exports/?on=2025-07-25")

    text = page.content.decode()
    names = [report.name for report, _ in page.context["forms"]]
    assert names[:3] == ["tier-table", "tier-flows", "title-list"]
    assert len(names) == len(set(names))
    assert set(names) >= {
        "expiry-table",
        "target-progress",
        "indicator-completeness",
        "cultivation-conversion",
        "monitoring-completeness",
        "ticket-assessment",
        "service-table",
        "overdue-tickets",
        "breakdown",
    }
    assert 'value="2025-07-25"' in text


def test_the_tier_table_comes_as_a_workbook_of_the_own_unit(clerk):
    response = clerk.post("/exports/tier-table/", {"on": "2025-07-25", "layout": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(content(response))).active
    assert sheet["A2"].value == "填报单位：江夏区"
    assert [sheet.cell(5, 1).value, sheet.cell(5, 4).value] == ["江夏区", 1]
    assert [sheet.cell(6, 1).value, sheet.cell(6, 4).value] == ["合计", 1]


@pytest.mark.parametrize("layout", ["csv", "xlsx"])
def test_the_title_list_streams_and_holds_nothing_of_another_unit(clerk, layout):
    response = clerk.post("/exports/title-list/", {"on": "2025-07-25", "layout": layout})

    body = content(response)
    if layout == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        text = "\n".join(str(cell.value) for row in sheet for cell in row)
    else:
        text = body.decode("utf-8-sig")
    assert "示例江夏光电有限公司" in text
    assert "洪山" not in text
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_each_export_leaves_its_choices_in_the_trail(clerk):
    clerk.post("/exports/tier-table/", {"on": "2025-07-25", "layout": "csv"})

    event = AuditEvent.objects.get(kind="export.made")
    assert event.changes["choices"]["on"] == "2025-07-25"
    assert len(event.changes["sha256"]) == 64


def test_a_wrong_day_brings_the_form_back_with_the_fault_beside_it(clerk):
    response = clerk.post("/exports/tier-table/", {"on": "2025-02-30", "layout": "xlsx"})

    assert response.status_code == 400
    assert "不是日期" in response.content.decode()
    assert not AuditEvent.objects.filter(kind="export.made").exists()


def test_an_unknown_report_is_refused_with_a_sentence(clerk):
    assert "没有报表" in clerk.get("/exports/nothing/").content.decode()


def test_who_may_not_export_is_told_so(client):
    client.force_login(make_user("handler"))

    assert client.get("/exports/").context["forms"] == []
    assert client.get("/exports/tier-table/").status_code == 403
    assert client.post("/exports/tier-table/", {}).status_code == 403
