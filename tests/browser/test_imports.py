"""A clerk imports a list in a real browser, with a real worker: dry run, faults, board, revert."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import psycopg
import pytest
import xlsxwriter
from django.utils import timezone
from playwright.sync_api import Browser

from enterprises.choices import Tier
from enterprises.rules.ladder import BASE_TITLES
from tests import databases
from tests.browser.conftest import Visitor, visitors
from tests.live import LiveSite, live_site

pytestmark = pytest.mark.browser
ROWS: Final = 2_500
WAIT: Final = 120_000
HEADER: Final = ("序号", "企业名称", "统一社会信用代码", "认定类别", "公布日期", "有效期")
# Who was never on such a list, and holds no other title of the lowest rung this year.
UNTITLED: Final = """
SELECT e.name, e.uscc FROM enterprises_enterprise e
 WHERE e.status = 'active' AND e.uscc IS NOT NULL
   AND NOT EXISTS (SELECT FROM enterprises_recognition r
                    WHERE r.enterprise_id = e.id AND r.tier = ANY(%(tiers)s)
                      AND (r.tier = %(announced)s OR r.superseded_at IS NULL
                           AND coalesce(upper(r.in_force), 'infinity') > %(first)s))
 ORDER BY e.id LIMIT %(rows)s
"""
List = list[list[str]]


@pytest.fixture(scope="module")
def city(whole_city: str) -> Iterator[LiveSite]:
    """A whole demo city with a worker: many of its enterprises hold no title."""
    with live_site(of=whole_city, worker=True, called="lists") as site:
        yield site


@pytest.fixture
def clerk(browser: Browser, city: LiveSite) -> Iterator[Callable[..., Visitor]]:
    """Makes clerks of the bureau, signed in."""
    with visitors(browser, city.url) as make:

        def signed_in(width: int = 1440, **options: Any) -> Visitor:
            person = make(width, **options)
            person.sign_in("bureau")
            return person

        yield signed_in


@pytest.fixture(scope="module")
def announced(city: LiveSite) -> List:
    """The list as it should have been published: 2,500 enterprises that get a title."""
    year = timezone.localdate().year
    everything = databases.url_for("TEST_ADMIN_DATABASE_URL", city.database)
    with psycopg.connect(everything) as admin:
        found = admin.execute(
            UNTITLED,
            {
                "tiers": list(BASE_TITLES),
                "announced": Tier.INNOVATIVE_SME,
                "first": date(year, 1, 1),
                "rows": ROWS,
            },
        ).fetchall()
    assert len(found) == ROWS
    span = f"{year}年1月1日至{year + 2}年12月31日"
    return [
        [str(number), name, uscc, "创新型中小企业", f"{year}-01-15", span]
        for number, (name, uscc) in enumerate(found, start=1)
    ]


def planted(right: List) -> List:
    """The same list with ten faults, as lists have them."""
    rows = [list(row) for row in right]
    for number in (10, 500, 2_400):
        code = rows[number][2]
        rows[number][2] = code[:-1] + ("0" if code[-1] != "0" else "1")
    for number in (77, 1_200):
        rows[number][3] = "创新大企业"
    for number in (300, 1_500, 2_499):
        rows[number][4] = "2026年13月40日"
    for number in (42, 1_999):
        rows[number][5] = "长期有效吧"
    return rows


def as_xlsx(rows: List) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("附件1")
        page.merge_range(0, 0, 0, len(HEADER) - 1, "附件1")
        page.merge_range(1, 0, 1, len(HEADER) - 1, "2026年第一批创新型中小企业名单")
        for line, row in enumerate([HEADER, *rows], start=2):
            page.write_row(line, 0, row)
    return out.getvalue()


def corrected(path: Path, right: List) -> bytes:
    """The workbook of questions with every cell set right, as somebody does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    (head,) = (row for row in page.iter_rows() if row[0].value == HEADER[0])
    for row in page.iter_rows(min_row=head[0].row + 1):
        for cell, text in zip(row, right[int(row[0].value) - 1], strict=False):
            cell.value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(person: Visitor, content: bytes, name: str = "名单.xlsx") -> None:
    person.open("/imports/")
    person.page.get_by_role("radio", name="批次名单").check()
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file: Any = {"name": name, "mimeType": mime, "buffer": content}
    person.page.get_by_label("文件", exact=True).set_input_files(file)
    person.page.get_by_role("button", name="上传并检查").click()


def answer(person: Visitor) -> None:
    """What no column of the list says: left open."""
    person.page.get_by_text("确认并检查").or_(person.page.get_by_text("检查结果")).first.wait_for(
        timeout=WAIT
    )
    confirm = person.page.get_by_role("button", name="确认并检查")
    if confirm.count():
        confirm.click()
    person.page.get_by_text("检查结果").wait_for(timeout=WAIT)


def number(person: Visitor, verdict: str) -> int:
    """The rows under one verdict."""
    tab = person.page.locator(".verdict", has_text=verdict).locator("strong")
    return int(tab.inner_text().replace(",", ""))


def on_board(person: Visitor) -> int:
    """How many enterprises the board shows on the lowest rung."""
    person.open("/board/")
    shown = person.page.locator(".step-1 .rung-shape a strong").inner_text()
    return int(shown.replace(",", ""))


def apply(person: Visitor, button: str) -> str:
    """Press, confirm, wait for the end; the address of the import."""
    person.page.get_by_role("link", name=button).click()
    person.page.get_by_role("button", name="确认导入").click()
    person.page.get_by_role("heading", name="已导入").wait_for(timeout=WAIT)
    return person.page.url.removeprefix(person.site).partition("?")[0]


def revert(person: Visitor, address: str) -> None:
    person.open(f"{address}revert/")
    person.page.get_by_label("理由").fill("名单有误，重新公布")
    person.page.get_by_role("button", name="确认撤回").click()
    person.page.get_by_role("heading", name="已撤回").wait_for(timeout=WAIT)


def test_a_list_with_faults_is_corrected_applied_seen_on_the_board_and_taken_back(
    clerk, announced, tmp_path
):
    person = clerk()
    before = on_board(person)

    hand_in(person, as_xlsx(planted(announced)))
    answer(person)
    assert (number(person, "有错误"), number(person, "新增")) == (10, ROWS - 10)
    first = apply(person, "只导入无误的 2,490 行，其余保留")
    person.shot("import-result")
    assert on_board(person) == before + ROWS - 10

    person.open(f"{first}?verdict=refused")
    with person.page.expect_download() as taken:
        person.page.get_by_role("link", name="下载问题行工作簿（10 行）").click()
    path = tmp_path / "问题行.xlsx"
    taken.value.save_as(path)
    file: Any = {
        "name": "问题行.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": corrected(path, announced),
    }
    correction = person.page.locator("details.correction")
    if correction.get_attribute("open") is None:
        correction.locator("summary").click()
    person.page.get_by_label("更正后的文件").set_input_files(file)
    person.page.get_by_role("button", name="上传更正后的文件").click()
    person.page.get_by_text("检查结果").wait_for(timeout=WAIT)
    assert (number(person, "有错误"), number(person, "新增")) == (0, 10)
    second = apply(person, "全部导入")
    assert on_board(person) == before + ROWS

    hand_in(person, as_xlsx(announced))
    answer(person)
    assert number(person, "无变化") == ROWS

    for address in (second, first):
        revert(person, address)
    assert on_board(person) == before
    assert person.complaints == []
    assert person.went_outside() == []


def test_each_page_of_an_import_fits_the_screen_and_shuts_nobody_out(clerk, announced):
    person, found = clerk(), {}

    def look(name: str, picture: str = "") -> None:
        found[name] = person.faults(name=picture)

    person.open("/imports/")
    look("list", "import-list")
    unknown = [[*row[:1], "甲" + row[1][2:], "", *row[3:]] for row in announced[:3]]
    hand_in(person, as_xlsx([*planted(announced)[:80], *unknown]), "示例.xlsx")
    answer(person)
    address = person.page.url.removeprefix(person.site).partition("?")[0]
    pictures = {"refused": "import-refused", "doubtful": "import-doubtful"}
    for verdict in ("refused", "doubtful", "new", "conflict"):
        person.open(f"{address}?verdict={verdict}")
        look(verdict, pictures.get(verdict, ""))
    for step in ("columns/", "apply/?mode=good"):
        person.open(f"{address}{step}")
        look(step)
    person.open("/help/imports/")
    look("help")

    assert {name: fault for name, fault in found.items() if fault} == {}
    assert person.complaints == []


def test_without_scripts_a_list_goes_all_the_way(clerk, announced):
    person = clerk(scripts=False)

    hand_in(person, as_xlsx(announced[:20]), "二十家.xlsx")
    answer(person)
    address = apply(person, "全部导入")
    revert(person, address)

    assert "已撤回" in person.page.content()


def test_a_doubtful_row_is_decided_by_one_key(clerk, announced):
    person = clerk()
    name = announced[0][1].replace("有限公司", "股份有限公司")
    hand_in(person, as_xlsx([["1", name, "", *announced[0][3:]]]), "更名.xlsx")
    answer(person)
    assert number(person, "待确认企业") == 1

    search = person.page.get_by_role("search").get_by_role("searchbox")
    search.fill(announced[0][1][2:8])
    search.press("Enter")
    person.page.get_by_role("heading", name="登记簿里查").wait_for(timeout=WAIT)
    person.page.evaluate("document.activeElement.blur()")
    person.page.keyboard.press("1")
    person.page.locator(".verdict.none", has_text="待确认企业").wait_for(timeout=WAIT)

    assert number(person, "新增") == 1
