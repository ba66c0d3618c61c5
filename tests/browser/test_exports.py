"""Taking a list out in a real browser: the menu carries the filter, the file comes."""

from pathlib import Path

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone

from tests.browser.conftest import screen
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting.actions import exports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lies_on_screen(part, page, width: int) -> bool:
    page.set_viewport_size(screen(width))
    box = part.bounding_box()
    return box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.fixture
def clerk():
    unit = make_unit("jiangxia")
    for name in ("示例江夏光电", "示例江夏智能", "示例长江生物"):
        make_enterprise(unit=unit, name=f"武汉{name}有限公司")
    return make_user("district_staff", unit=unit)


def test_a_filtered_list_is_taken_out_through_its_menu(visitor_here, clerk, tmp_path):
    person = visitor_here()
    person.sign_in(clerk.username, PASSWORD)
    person.open("/enterprises/?q=示例江夏")
    menu = person.page.locator("details.export-menu")

    menu.locator("summary").click()
    assert person.faults(name="export-menu") == []
    sheet = menu.locator(".menu-sheet")
    assert all(lies_on_screen(sheet, person.page, width) for width in (390, 1440))
    with person.page.expect_download() as coming:
        menu.get_by_text("Excel 表格（xlsx）").click()
    coming.value.save_as(tmp_path / "list.xlsx")

    page = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert [row[1].value for row in page] == [
        "企业名称",
        "武汉示例江夏光电有限公司",
        "武汉示例江夏智能有限公司",
    ]
    assert page.freeze_panes == "A2"
    person.open("/exports/")
    assert person.page.get_by_text("企业名单").first.is_visible()
    assert (person.faults(name="exports"), person.complaints) == ([], [])


def test_the_admin_list_has_the_same_menu(visitor_here, clerk):
    person = visitor_here()
    person.sign_in(clerk.username, PASSWORD)
    person.open("/admin/enterprises/enterprise/?status__exact=active")
    menu = person.page.locator("details.export-menu")

    menu.locator("summary").click()
    person.shot("export-admin")
    with person.page.expect_download() as coming:
        menu.get_by_text("纯数据（csv）").click()

    assert "示例长江生物" in Path(coming.value.path()).read_text("utf-8-sig")
    assert person.overflow() == 0


def test_a_long_list_is_offered_made_and_fetched_without_reloading(
    visitor_here, clerk, monkeypatch
):
    monkeypatch.setattr("wuhan_smes.reporting.door.MANY", 0)
    person = visitor_here()
    person.sign_in(clerk.username, PASSWORD)
    person.open("/enterprises/?q=示例江夏")
    person.page.locator("details.export-menu summary").click()
    person.page.locator("details.export-menu").get_by_text("纯数据（csv）").click()

    person.page.get_by_role("button", name="在后台生成").wait_for()
    assert person.faults(name="export-offer") == []
    person.page.get_by_role("button", name="在后台生成").click()
    person.page.get_by_text("排队中").wait_for()
    person.shot("export-waiting")
    with transaction.atomic():
        (job_id,) = clerk.exports.values_list("job_id", flat=True)
    run(job_id)
    person.page.get_by_role("link", name="下载").wait_for(timeout=10_000)
    person.shot("export-done")
    with person.page.expect_download() as coming:
        person.page.get_by_role("link", name="下载").click()

    assert Path(coming.value.path()).read_text("utf-8-sig").count("示例江夏") == 2
    assert (person.faults(), person.complaints) == ([], [])


def test_an_expired_file_says_so(visitor_here, clerk):
    access = access_for(clerk)
    with transaction.atomic():
        export = exports.order(
            "enterprises", access=access, at=timezone.now(), words={}, layout="csv"
        )
    run(export.job_id)
    clerk.exports.update(expires_at=timezone.now())
    person = visitor_here(390)
    person.sign_in(clerk.username, PASSWORD)

    person.open("/exports/")

    assert person.page.get_by_text("已过期").is_visible()
