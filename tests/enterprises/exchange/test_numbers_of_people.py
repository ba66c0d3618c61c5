"""Numbers people are reached by: on no screen of an import whole, and yet correctable."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.exchange.driving import NOW, handed_in, work
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.workbook import errors_book
from wuhan_smes.scope import bootstrap_scope, scoped

LISTED = (
    "附件：联系人 13900000009\n"
    "企业名称,联系人,手机,邮箱,备用号码\n"
    "示例甲科技有限公司,张三,13800000001,zhang@example.com,13700000007\n"
    "示例乙制造有限公司,李四,1380000000222,,\n"
    "示例丙贸易有限公司,王五,027-87650003,wang@example.com,\n"
)
WHOLE = (
    "13800000001",
    "1380000000222",
    "027-87650003",
    "zhang@example.com",
    "wang@example.com",
    "13900000009",
    "13700000007",
)


def seen(content: Any) -> list[str]:
    text = content if isinstance(content, str) else content.content.decode()
    return [number for number in WHOLE if number in text]


@pytest.fixture
def clerk(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Access:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    unit = Jurisdiction.objects.get(code="jiangxia")
    make_enterprise(unit=unit, name="示例甲科技有限公司")
    make_enterprise(unit=unit, name="示例乙制造有限公司")
    return access_for(make_user("district_staff", unit=unit))


@pytest.fixture
def listed(clerk: Access) -> Import:
    return handed_in(LISTED, clerk, kind="contacts", name="联系人.csv")


def taken(import_: Import, access: Access) -> bytes:
    with scoped(access):
        return b"".join(errors_book(import_, access=access, at=NOW).response())


def cells_of(book: bytes) -> str:
    page = load_workbook(io.BytesIO(book)).worksheets[0]
    return "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row)


def test_no_screen_and_no_program_is_told_a_whole_number_and_the_workbook_brings_it_back(
    listed: Import, clerk: Access
) -> None:
    desk, api = Client(), f"/api/v1/imports/{listed.pk}/"
    desk.force_login(User.objects.get(pk=clerk.actor_id))
    page = f"/imports/{listed.pk}/"
    shown = [
        *(desk.get(f"{page}?verdict={it}") for it in ("new", "refused", "doubtful", "changed")),
        desk.get(f"{page}columns/"),
        desk.get(api),
        desk.get(f"{api}rows/"),
    ]
    new, refused = (shown[at].content.decode() for at in (0, 1))

    book = taken(listed, clerk)
    file = SimpleUploadedFile("联系人-问题行.xlsx", book)
    words = {"kind": "contacts", "rank": "", "follows_id": listed.pk, "file": file}
    response = desk.post("/imports/", words)
    work()
    with scoped(clerk):
        again = Import.objects.order_by("-pk").first()

    assert [(each.status_code, seen(each)) for each in shown] == [(200, [])] * len(shown)
    assert "***0001" in new
    assert "z***@example.com" in new
    assert "张三" in new
    assert "“***0222”不是有效的手机号：应为11位，现为13位" in refused
    assert seen(cells_of(book)) == [*WHOLE[1:3], *WHOLE[4:6]]
    assert (response.status_code, again.follows_id) == (302, listed.pk)
    with bootstrap_scope():
        entry = AuditEvent.objects.get(kind="import.errors_taken")
        assert entry.changes == {"rows": 2, "numbers": "whole"}


def test_a_colleague_who_may_not_reveal_numbers_takes_a_workbook_that_hides_them(
    listed: Import, clerk: Access
) -> None:
    colleague = access_for(make_user("district_lead", unit=listed.jurisdiction))
    reaches = {c: reach for c, reach in colleague.reaches.items() if c != Capability.CONTACT_REVEAL}

    hiding = cells_of(taken(listed, replace(colleague, reaches=reaches)))

    assert seen(hiding) == []
    assert "***0222" in hiding
    assert seen(cells_of(taken(listed, colleague))) == [
        "1380000000222",
        "027-87650003",
        "wang@example.com",
        "13900000009",
    ]


def test_whoever_only_looks_sees_neither_number_nor_name(listed: Import) -> None:
    desk = Client()
    desk.force_login(make_user("auditor"))

    page = desk.get(f"/imports/{listed.pk}/?verdict=new")

    assert (page.status_code, seen(page)) == (200, [])
    assert "张三" not in page.content.decode()
    assert desk.get(f"/imports/{listed.pk}/errors.xlsx").status_code == 403
