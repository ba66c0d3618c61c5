"""The workbook of questions goes out, is corrected and comes back; blank forms map themselves."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.aliases import ALIASES
from tests.exchange.driving import NOW, again, handed_in, work
from wuhan_smes.access import Capability
from wuhan_smes.exchange import workbook
from wuhan_smes.exchange.actions import running, uploads
from wuhan_smes.exchange.choices import ImportState, Mode, Verdict
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.exchange.workbook import WHERE, WHY, errors_book
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
NOTED = "附件1\n2026年表头写法\n序号,写法,字段\n1,厂名,name\n2,禁用,name\n3,=1+1,\n"


def opened(content: Any) -> openpyxl.Workbook:
    data = content if isinstance(content, bytes) else b"".join(content)
    return openpyxl.load_workbook(io.BytesIO(data))


def taken(import_: Any, access: Any) -> Worksheet:
    with scoped(access):
        return opened(errors_book(import_, access=access, at=NOW).content).worksheets[0]


def cells(page: Worksheet) -> list[list[str]]:
    return [[str(cell.value or "") for cell in row] for row in page.iter_rows()]


def test_it_repeats_what_was_printed_and_says_why_and_where(clerk):
    import_ = handed_in(NOTED, clerk)

    page = taken(import_, clerk)
    *above, header, first, second = cells(page)

    assert [row[0] for row in above] == ["附件1", "2026年表头写法"]
    assert header == ["序号", "写法", "字段", WHY, WHERE]
    assert first[:3] == ["2", "禁用", "name"]
    assert first[3] == "B 列“写法”：这个写法不能用"
    assert first[4] == f"{import_.number} 第1表 第 5 行"
    assert second[:3] == ["3", "'=1+1", ""]
    bad = page["B4"]
    assert bad.comment is not None
    assert bad.comment.text == "这个写法不能用"
    assert bad.number_format == "@"


def test_corrected_it_comes_back_as_a_following_import_that_is_right(clerk):
    import_ = handed_in(NOTED, clerk)
    page = taken(import_, clerk)
    page["B4"], page["B5"], page["C5"] = "厂址", "商号", "uscc"
    out = io.BytesIO()
    page.parent.save(out)

    with scoped(clerk):
        second = uploads.upload(
            kind=import_.kind,
            file_name="写法-问题行.xlsx",
            pieces=[out.getvalue()],
            access=clerk,
            at=NOW,
            follows_id=import_.pk,
        )
    work()
    second = again(second, clerk)

    assert second.state == ImportState.CHECKED
    assert second.counts[Verdict.NEW] == 2
    assert second.counts[Verdict.REFUSED] == 0


def test_only_rows_left_over_stand_in_it_even_after_the_others_were_applied(clerk):
    import_ = handed_in(NOTED, clerk)
    with scoped(clerk):
        running.apply(import_.pk, access=clerk, at=NOW, mode=Mode.GOOD)
    work()

    assert len(cells(taken(again(import_, clerk), clerk))) == 5


def test_a_workbook_without_questions_says_so(clerk):
    import_ = handed_in("写法,字段\n厂名,name\n", clerk)

    assert cells(taken(import_, clerk)) == [["没有问题行"]]


def test_too_many_rows_for_formats_are_streamed_with_the_same_words(clerk, monkeypatch):
    import_ = handed_in(NOTED, clerk)
    monkeypatch.setattr(workbook, "FORMATTED_AT_MOST", 1)

    with scoped(clerk):
        content = errors_book(import_, access=clerk, at=NOW).content
    rows = cells(opened(content).worksheets[0])

    assert not isinstance(content, bytes)
    assert rows[0] == ["序号", "写法", "字段", WHY, WHERE]
    assert rows[1][:4] == ["2", "禁用", "name", "B 列“写法”：这个写法不能用"]


def test_a_blank_form_maps_itself_and_explains_each_column(clerk):
    reach = clerk.reach(Capability.REGISTER_EDIT)
    book = opened(template_book(ALIASES, reach=reach).content)
    form, explained = book.worksheets

    assert [cell.value for cell in form[1]] == ["写法", "字段"]
    assert "必填" in form["A1"].comment.text
    assert [cell.value for cell in explained[3]][:3] == ["列", "必填", "怎么填"]

    form["A2"], form["B2"] = "商号", "name"
    out = io.BytesIO()
    book.save(out)
    with scoped(clerk):
        import_ = uploads.upload(
            kind=ALIASES.name,
            file_name="模板.xlsx",
            pieces=[out.getvalue()],
            access=clerk,
            at=NOW,
        )
    work()

    done = again(import_, clerk)
    assert done.state == ImportState.CHECKED
    assert done.counts[Verdict.NEW] == 1
    assert sum(done.counts.values()) == 1
