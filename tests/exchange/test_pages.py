"""The pages about imports, from the empty list to the history, each state by an ordinary form."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.exchange.driving import again, handed_in, rows_of, work
from tests.factories.accounts import make_user
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.models import HeaderAlias, Import
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = "写法,字段\n厂名,name\n厂商代码,uscc\n"
MIXED = "写法,字段\n厂名,name\n禁用,name\n,uscc\n"


@pytest.fixture
def clerk(transactional_db: None) -> Access:
    """Staff of one district, whose browser is `desk`."""
    user = make_user("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))
    return access_for(user)


@pytest.fixture
def desk(clerk: Access) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=clerk.actor_id))
    return client


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, **where))
    return client


def text_of(response: Any) -> str:
    """What a person reads of a page, without the markup."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def page(desk: Client, import_: Import, query: str = "") -> str:
    return text_of(desk.get(f"/imports/{import_.pk}/{query}"))


def press(desk: Client, import_: Import, button: str, **words: Any) -> Any:
    response = desk.post(f"/imports/{import_.pk}/{button}/", words)
    work()
    return response


def test_whoever_never_imported_is_told_where_to_begin(desk):
    shown = text_of(desk.get("/imports/"))

    assert "还没有导入过名单" in shown
    assert "表头写法供引擎自测空白模板" in shown


def test_a_file_is_uploaded_checked_and_shown_with_its_numbers(desk, clerk):
    file = SimpleUploadedFile("写法.csv", MIXED.encode())

    response = desk.post("/imports/", {"kind": "test_aliases", "rank": "", "file": file})
    running = text_of(desk.get(response["Location"]))
    work()
    import_ = Import.objects.get()
    shown = text_of(desk.get(response["Location"]))

    assert "读取中" in running
    assert response["Location"] == f"/imports/{import_.pk}/"
    assert "检查结果：共3行" in shown
    assert "只导入无误的1行，其余保留" in shown
    assert "还有2行需要处理" in shown
    assert import_.number in text_of(desk.get("/imports/"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "请选择文件"),
        ({"kind": "nothing"}, "没有这个名单类型"),
        ({"kind": ""}, "请选择名单类型"),
        ({"file": SimpleUploadedFile("空.csv", b"")}, "文件是空的"),
        ({"file": SimpleUploadedFile("a.csv", b"1"), "rank": "7"}, "没有这个来源"),
    ],
)
def test_an_upload_that_cannot_be_taken_is_said_beside_its_field(desk, words, sentence):
    response = desk.post("/imports/", {"kind": "test_aliases", **words})

    assert response.status_code == 400
    assert sentence in text_of(response)


def test_a_file_nobody_can_read_says_what_to_do_and_can_be_tried_again(desk, clerk):
    import_ = handed_in("\x00\x01", clerk)

    shown = page(desk, import_)

    assert "上一步没有完成" in shown
    assert "再试一次" in shown


def test_columns_are_confirmed_answers_given_and_a_header_is_taught(desk, clerk):
    import_ = handed_in("序号,厂子叫法\n1,厂名\n2,商号\n", clerk)
    asked = page(desk, import_)

    press(
        desk,
        import_,
        "columns",
        **{
            "column-0-1": "alias",
            "remember-0-1": "1",
            "answer-field": "name",
            "version": import_.version,
        },
    )

    assert "还没有对应的必填项：写法" in asked
    assert ("A列序号行号，不用导入" in asked, "B列厂子叫法未识别" in asked) == (True, True)
    assert asked.count("记住这个表头写法") == 1
    assert again(import_, clerk).state == ImportState.CHECKED
    assert again(import_, clerk).answers == {"field": "name"}
    with bootstrap_scope():
        assert HeaderAlias.objects.get(alias="厂子叫法").field == "alias"
    assert "新增2" in page(desk, import_)
    assert "没有导入的列" not in page(desk, import_)
    taught = text_of(desk.get(f"/imports/{import_.pk}/columns/"))
    assert ("已认得这个写法" in taught, "记住这个表头写法" in taught) == (True, False)


def test_columns_of_a_checked_file_can_be_set_right(desk, clerk):
    import_ = handed_in(GOOD, clerk)

    shown = text_of(desk.get(f"/imports/{import_.pk}/columns/"))
    press(desk, import_, "columns", **{"column-0-0": "alias", "answer-field": "x"})

    assert "B列字段" in shown
    assert [row.values["field"] for row in rows_of(import_, clerk)] == ["x", "x"]


def test_a_column_that_nothing_takes_is_named_beside_the_numbers(desk, clerk):
    import_ = handed_in("序号,写法,字段,厂子叫法\n1,厂名,name,甲\n", clerk)

    assert "没有导入的列：D列“厂子叫法”。其中有要导入的" in page(desk, import_)


def test_refused_rows_name_the_cell_what_stands_there_and_why(desk, clerk):
    import_ = handed_in(MIXED, clerk)

    shown = page(desk, import_, "?verdict=refused")

    assert "禁用" in shown
    assert "A列“写法”" in shown
    assert "这个写法不能用" in shown
    assert "第3行" in shown


def test_good_rows_are_applied_after_the_numbers_were_shown_and_taken_back(desk, clerk):
    import_ = handed_in(MIXED, clerk)
    asked = text_of(desk.get(f"/imports/{import_.pk}/apply/?mode=good"))

    press(desk, import_, "apply", mode="good", version=import_.version)
    applied = page(desk, import_)
    ask_back = text_of(desk.get(f"/imports/{import_.pk}/revert/"))
    press(desk, import_, "revert", reason="传错文件")

    assert "将写入1行" in asked
    assert "有错误2行" in asked
    assert "已导入" in applied
    assert "看看板的变化" in applied
    assert "将撤回1行" in ask_back
    assert "已撤回" in page(desk, import_)
    with bootstrap_scope():
        assert not HeaderAlias.objects.filter(alias="厂名").exists()


def test_what_was_changed_since_is_listed_before_anybody_takes_it_back(desk, clerk):
    import_ = handed_in(GOOD, clerk)
    press(desk, import_, "apply", mode="all")
    with bootstrap_scope():
        HeaderAlias.objects.filter(alias="厂名").delete()

    shown = text_of(desk.get(f"/imports/{import_.pk}/revert/"))

    assert "有1行导入后又被改动" in shown
    assert "第1表第2行已被删除" in shown


def test_applying_all_with_rows_open_is_refused_on_the_page(desk, clerk):
    import_ = handed_in(MIXED, clerk)

    response = desk.post(f"/imports/{import_.pk}/apply/", {"mode": "all"}, follow=True)

    assert "还有有错误2行，请先处理" in text_of(response)
    assert again(import_, clerk).state == ImportState.CHECKED


def test_a_decision_about_an_older_state_is_not_carried_out(desk, clerk):
    import_ = handed_in(GOOD, clerk)

    words = {"mode": "all", "version": import_.version - 1}
    response = desk.post(f"/imports/{import_.pk}/apply/", words, follow=True)

    assert "已被他人操作" in text_of(response)


@pytest.fixture
def owned(desk: Client, clerk: Access) -> Import:
    """A list with one row of each: changed, doubtful, another unit's, unknown."""
    first = handed_in("写法,字段\n厂名,name\n", clerk)
    press(desk, first, "apply", mode="all")
    return handed_in(
        "写法,字段\n厂名,tax_id\n像厂名,name\n外厂名,name\n", clerk, kind="test_owners"
    )


def test_changes_are_shown_field_by_field(desk, owned):
    assert "字段name→改为tax_id" in page(desk, owned, "?verdict=changed")


def test_a_doubtful_row_stands_beside_whom_it_may_mean(desk, clerk, owned):
    shown = page(desk, owned)
    doubtful = rows_of(owned, clerk)[1]
    subject = HeaderAlias.objects.get(alias="厂名").pk

    response = desk.post(
        f"/imports/{owned.pk}/choose/",
        {"row": doubtful.pk, "subject": subject, "verdict": "doubtful"},
    )

    assert "文件：" in shown
    assert "80分相近" in shown
    assert "0都不是" in shown
    assert response["Location"] == f"/imports/{owned.pk}/?verdict=doubtful"
    assert again(owned, clerk).counts[Verdict.DOUBTFUL] == 0


def test_whom_a_doubtful_row_means_is_looked_for_where_nobody_is_proposed(desk, clerk, owned):
    row = rows_of(owned, clerk)[1]
    address = f"?verdict=doubtful&row={row.pk}&q="

    found, none = page(desk, owned, f"{address}厂名"), page(desk, owned, f"{address}商号")
    short, strange = page(desk, owned, f"{address}厂"), page(desk, owned, "?row=x&q=厂名")

    assert ("登记簿里查“厂名”" in found, "写法厂名" in found, "是这一家" in found) == (True,) * 3
    assert ("没有查到" in none, "是这一家" in none, "0都不是" in none) == (True, False, True)
    assert "请至少输入两个字" in short
    assert "80分相近" in strange


def test_a_doubtful_row_left_for_later_is_gone_for_one_person_and_comes_back(desk, clerk, owned):
    doubtful = rows_of(owned, clerk)[1]
    words = {"row": doubtful.pk, "verdict": "doubtful"}

    left = desk.post(f"/imports/{owned.pk}/later/", words)
    press(desk, owned, "check")
    mine = page(desk, owned, "?verdict=doubtful")
    later = page(desk, owned, "?verdict=doubtful&later=1")
    desk.force_login(make_user("district_staff", unit=owned.jurisdiction))
    colleague = page(desk, owned, "?verdict=doubtful")
    desk.force_login(User.objects.get(pk=clerk.actor_id))
    row = rows_of(owned, clerk)[1]
    back = desk.post(
        f"/imports/{owned.pk}/later/", {"row": row.pk, "verdict": "doubtful", "back": "1"}
    )

    assert left["Location"] == back["Location"] == f"/imports/{owned.pk}/?verdict=doubtful"
    assert "其余的都放到了稍后" in mine
    assert "放到稍后的1行不在这里" in mine
    assert "0都不是" in later
    assert "0都不是" in colleague
    assert "0都不是" in page(desk, owned, "?verdict=doubtful")


def test_a_row_that_does_not_exist_is_not_found(desk, owned):
    response = desk.post(f"/imports/{owned.pk}/choose/", {"row": "x", "subject": "1"})

    assert response.status_code == 404


def test_conflicts_are_settled_one_by_one_or_all_at_once(desk, clerk):
    first = handed_in("写法,字段\n厂名,name\n", clerk)
    press(desk, first, "apply", mode="all")
    better = handed_in("写法,字段\n厂名,tax_id\n", clerk, kind="test_owners", rank=10)
    press(desk, better, "apply", mode="all")
    import_ = handed_in("写法,字段\n厂名,uscc\n", clerk, kind="test_owners")
    (row,) = rows_of(import_, clerk)
    shown = page(desk, import_)

    press(desk, import_, "settle", row=row.pk, chosen="file")
    one = page(desk, import_, "?verdict=conflict")
    press(desk, import_, "settle", all="1", chosen="register")

    assert "原值来自" in shown
    assert "采用文件值采用文件值" in one
    assert rows_of(import_, clerk)[0].chosen == "register"


def test_an_import_is_given_up(desk, clerk):
    import_ = handed_in(MIXED, clerk)

    press(desk, import_, "cancel")

    assert "这次导入已放弃" in page(desk, import_)


def test_an_import_of_another_unit_does_not_exist(clerk):
    import_ = handed_in(GOOD, clerk)
    neighbour = signed_in("district_staff", unit=Jurisdiction.objects.get(code="hanyang"))

    for path in ("", "columns/", "apply/", "revert/", "errors.xlsx"):
        assert neighbour.get(f"/imports/{import_.pk}/{path}").status_code == 404


def test_an_auditor_reads_and_finds_no_button(clerk):
    import_ = handed_in(MIXED, clerk)
    auditor = signed_in("auditor")

    shown = page(auditor, import_)

    assert "检查结果" in shown
    assert "全部导入" not in shown
    assert "下载问题行工作簿（" not in shown
    assert auditor.get(f"/imports/{import_.pk}/errors.xlsx").status_code == 403
    assert auditor.post(f"/imports/{import_.pk}/apply/", {"mode": "good"}).status_code == 403


def test_a_specialist_has_no_business_here():
    assert signed_in("specialist").get("/imports/").status_code == 403


def test_taking_the_workbook_of_questions_leaves_an_entry(desk, clerk):
    import_ = handed_in(MIXED, clerk)

    response = desk.get(f"/imports/{import_.pk}/errors.xlsx")

    assert response.status_code == 200
    with bootstrap_scope():
        kinds = AuditEvent.objects.about(import_).values_list("kind", flat=True)
        assert "import.errors_taken" in set(kinds)


def test_the_history_is_filtered_and_nonsense_shows_nothing(desk, clerk):
    import_ = handed_in(GOOD, clerk)

    assert import_.number in text_of(desk.get("/imports/?state=checked&kind=test_aliases"))
    for query in ("state=applied", "state=nonsense", "kind=nonsense"):
        shown = text_of(desk.get(f"/imports/?{query}"))
        assert import_.number not in shown
        assert "没有符合条件的导入" in shown
