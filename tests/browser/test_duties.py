"""A department signs its quarter, the bureau returns it once, the light turns, the table leaves."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from enterprises.models import TierTarget
from measures.models import AssessmentRound, Proposal
from measures.rules import duties as rules
from tests.browser.conftest import Visitor
from tests.factories.accounts import PASSWORD, make_agency, make_user
from tests.factories.records import make_commitment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(person: Visitor, name: str) -> None:
    """Nothing wider than the screen, nothing in anybody's way; a picture where PICTURES says."""
    assert person.faults(name=name) == []


def press(person: Visitor, name: str) -> None:
    person.follow(person.page.get_by_role("button", name=name, exact=True).first)


def test_a_quarter_is_signed_returned_once_and_taken(
    visitor_here: Callable[..., Visitor], tmp_path: Path
) -> None:
    agency = make_agency(name="示例科创局")
    commitment = make_commitment(agency, starts_on=date(2025, 1, 1))
    handler = make_user("handler", agency=agency)
    clerk = make_user("bureau_staff")
    paper = tmp_path / "活动清单.pdf"
    paper.write_bytes(b"%PDF-1.4 evidence")
    quarter = rules.last_ended(timezone.localdate())
    address = f"/commitments/{commitment.pk}/"
    listed = f"/commitments/?agency={agency.code}"

    department = visitor_here(390)
    department.sign_in(handler.username, PASSWORD)
    assert department.open("/commitments/desk/") == 200
    sound(department, "duty-desk-phone")
    department.open(f"{address}?quarter={quarter}")
    department.page.get_by_role("textbox", name="进展").fill("举办对接活动 3 场")
    department.page.get_by_label("完成数").fill("3")
    department.page.get_by_label("佐证文件").set_input_files(paper)
    press(department, "签署报送")
    expect(department.page.get_by_text("已报送，待市级审核")).to_be_visible()
    sound(department, "duty-phone")

    bureau = visitor_here(1440)
    bureau.sign_in(clerk.username, PASSWORD)
    bureau.open(listed)
    row = bureau.page.get_by_role("row").filter(has_text=commitment.clause.title)
    expect(row).to_contain_text("黄灯")
    sound(bureau, "duties-filtered")
    bureau.open(address)
    expect(bureau.page.get_by_role("link", name="活动清单.pdf")).to_be_visible()
    sound(bureau, "duty-reported")
    bureau.page.get_by_label("退回理由").fill("请写明参加企业数")
    press(bureau, "退回")

    department.open(f"{address}?quarter={quarter}")
    expect(department.page.get_by_text("请写明参加企业数")).to_be_visible()
    department.page.get_by_role("textbox", name="进展").fill("举办对接活动 3 场，参加企业 86 家")
    press(department, "签署报送")
    bureau.open(address)
    press(bureau, "审核通过")
    bureau.open(listed)
    expect(row).to_contain_text("绿灯")

    for layout in ("xlsx", "docx"):
        with bureau.page.expect_download() as taken:
            bureau.page.get_by_role("link", name=f"任务分解表（{layout}）").click()
        body = Path(str(taken.value.path())).read_bytes()
        if layout == "docx":
            text = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
        else:
            rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
            text = repr(list(rows))
        assert "举办对接活动 3 场，参加企业 86 家" in text
    assert department.complaints == bureau.complaints == []
    assert department.went_outside() == bureau.went_outside() == []


def test_records_are_kept_on_a_wide_and_a_narrow_screen(
    visitor_here: Callable[..., Visitor],
) -> None:
    clerk = make_user("bureau_staff")
    for width, suffix in ((1440, ""), (390, "-phone")):
        person = visitor_here(width)
        person.sign_in(clerk.username, PASSWORD)
        for path, name in (
            ("/records/", "records-none"),
            ("/records/events/", "record-list"),
            ("/records/events/new/", "record-form"),
        ):
            assert person.open(path) == 200
            sound(person, f"{name}{suffix}")
        person.page.get_by_label("台账编号").fill(f"HD-{width}")
        person.page.get_by_label("事项名称").fill("专精特新专场招聘会")
        person.page.get_by_label("日期", exact=False).first.fill("2026-03-01")
        person.page.get_by_label("形式").select_option("fair")
        press(person, "登记")
        expect(person.page.get_by_text("已登记")).to_be_visible()
        assert person.complaints == []


def test_targets_assessment_and_replies_are_led_on_a_wide_and_a_narrow_screen(
    visitor_here: Callable[..., Visitor],
) -> None:
    clerk, chief = make_user("bureau_staff"), make_user("bureau_lead")
    target = TierTarget.objects.get(code="m1c")
    bureau, lead = visitor_here(1440), visitor_here(390)
    bureau.sign_in(clerk.username, PASSWORD)
    lead.sign_in(chief.username, PASSWORD)
    bureau.open(f"/targets/{target.pk}/")
    bureau.page.get_by_label("口径说明").fill("时点持有数，自今日起")
    press(bureau, "制定计划")
    expect(bureau.page.get_by_role("heading", name="推进路径")).to_be_visible()
    bureau.open("/district-assessment/")
    for label, value in (
        ("名称", "上半年"),
        ("起始日", "2026-01-01"),
        ("截止日", "2026-06-30"),
        ("自评截止", "2026-07-31"),
    ):
        bureau.page.get_by_label(label).fill(value)
    press(bureau, "发起")
    of = AssessmentRound.objects.get()
    bureau.open("/proposals/new/")
    for label, value in (
        ("编号", "20260123"),
        ("届次", "四次会议"),
        ("提出人", "示例代表"),
        ("标题", "完善梯度培育"),
        ("交办日期", "2026-03-01"),
        ("答复期限", "2027-03-01"),
    ):
        bureau.page.get_by_label(label).fill(value)
    bureau.page.get_by_label("主办单位").select_option(label="市经信局")
    press(bureau, "登记")
    proposal = Proposal.objects.get()
    words = f"小巨人[[tier_holders:little_giant@{timezone.localdate()}]]家"
    bureau.page.get_by_label("答复稿").fill(words)
    press(bureau, "提交答复稿")
    lead.open(f"/proposals/{proposal.pk}/")
    press(lead, "审定答复")
    expect(lead.page.get_by_text("引用的数已固定")).to_be_visible()
    pages = {
        "targets": "/targets/",
        "target": f"/targets/{target.pk}/",
        "closers": f"/targets/{target.pk}/closers/?of=unit&key=jiangxia",
        "district-return": f"/district-assessment/{of.pk}/unit/?unit=jiangxia",
        "proposal": f"/proposals/{proposal.pk}/",
        "effect": "/effect/",
    }
    for name, address in pages.items():
        assert lead.open(address) == 200, address
        sound(lead, f"{name}-phone")
    for name in ("target", "district-return", "proposal"):
        assert bureau.open(pages[name]) == 200
        sound(bureau, name)
    assert bureau.complaints == lead.complaints == []
    assert bureau.went_outside() == lead.went_outside() == []
