"""Money on screen, from who is owed it to the bank: found, reviewed, checked, shown to all with
one objection, ordered, confirmed by a link, approved, released by a second person, returned by the
bank, and paid again.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from enterprises.choices import Tier
from measures.actions import finding
from measures.models import DisbursementBatch, Entitlement, EntitlementStep, Payment
from tests.browser.conftest import Visitor
from tests.browser.test_batches import pressed, signed_in, sound
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.money import Office
from tests.factories.titles import make_title
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("示例江城光电有限公司", "示例江城精密有限公司")
# Every step of the line that was objected to, and paid after its first payment came back.
STEPS = [
    "review",
    "check",
    "arrange",
    "publish",
    "object",
    "dismiss",
    "order",
    "confirm",
    "approve",
    "release",
    "bounce",
    "confirm",
    "approve",
    "release",
    "settle",
]


def found(office: Office) -> list[Entitlement]:
    """Two little giants, and what the finder says they are owed."""
    for name in NAMES:
        firm = make_enterprise(unit=office.unit, name=name)
        make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
    now = timezone.now()
    office.grant(office.total, year=timezone.localdate(now).year)
    with scoped(office.bureau):
        finding.find(office.of.pk, access=office.bureau, at=now, on=timezone.localdate(now))
    return list(Entitlement.objects.order_by("pk"))


def ticked(person: Visitor, path: str, button: str, *names: str) -> None:
    """Tick rows of a desk and press its button."""
    person.open(path)
    for name in names:
        person.page.get_by_role("checkbox", name=name).check()
    pressed(person.page, f"{button}（所勾选的）")


def opened(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).first.click()


def confirmed(district: Visitor, firm: Visitor, line: Entitlement, number: str) -> None:
    """The district asks by a link, the enterprise answers it without an account."""
    district.open(f"/entitlements/{line.pk}/")
    pressed(district.page, "生成企业确认链接")
    link = district.page.locator("#account-link").inner_text()
    firm.page.goto(link)
    page = firm.page
    page.get_by_label("户名").fill(NAMES[1])
    page.get_by_label("开户行").fill("示例银行武汉分行")
    page.get_by_label("账号", exact=False).last.fill(number)
    page.get_by_label("承诺人姓名").fill("示例法人")
    pressed(page, "提交")
    expect(page.get_by_text(f"尾号 {number[-4:]}")).to_be_visible()


def sent(visitor: Callable[..., Visitor], order_no: str) -> None:
    """Approved by one, released by another."""
    lead = signed_in(visitor, "finance_lead")
    ticked(lead, "/money/", "审批付款", order_no)
    expect(lead.page.get_by_text("已审批", exact=True)).to_be_visible()
    finance = signed_in(visitor, "finance")
    ticked(finance, "/money/", "拨付", order_no)
    expect(finance.page.get_by_text("已拨付", exact=True).first).to_be_visible()


def test_money_goes_its_whole_way_and_once_more(
    visitor_here: Callable[..., Visitor], time_machine: Any
) -> None:
    office = Office(unit=make_unit("jiangan"))
    plain, line = found(office)
    district = signed_in(visitor_here, "district_staff", "jiangan")
    ticked(district, "/entitlements/desk/", "审核通过", *NAMES)
    sound(district)
    bureau = signed_in(visitor_here, "bureau_staff")
    ticked(bureau, "/entitlements/desk/", "复核通过", *NAMES)
    bureau.open("/entitlements/desk/?stage=city_checked")
    sound(bureau, "line-desk")
    for name in NAMES:
        bureau.page.get_by_role("checkbox", name=name).check()
    bureau.page.get_by_label("批次名称").fill("示例小巨人奖励首批")
    pressed(bureau.page, "列入批次（所勾选的）")
    batch = DisbursementBatch.objects.get()
    bureau.page.get_by_label("纪检监督电话").fill("027-00000001")
    bureau.page.get_by_label("业务咨询电话").fill("027-00000002")
    pressed(bureau.page, "开始公示")
    row = bureau.page.locator("tr", has_text=NAMES[1])
    row.locator("summary", has_text="登记异议").click()
    row.get_by_label("异议内容").fill("已经迁出本市")
    row.get_by_role("button", name="登记异议").click()
    expect(bureau.page.get_by_text("只停这一项")).to_be_visible()
    sound(bureau, "disbursement")
    opened(bureau.page, "核查结论")
    bureau.page.get_by_label("核查情况").fill("经核实仍在本市")
    pressed(bureau.page, "异议不成立")
    expect(bureau.page.get_by_text("恢复公示")).to_be_visible()

    batch.refresh_from_db()
    over = batch.notice.shown_to + timedelta(days=1)
    time_machine.move_to(timezone.now() + timedelta(days=(over - timezone.localdate()).days))
    bureau = signed_in(visitor_here, "bureau_staff")
    bureau.open(f"/money/batches/{batch.pk}/")
    bureau.page.get_by_label("指标文号").fill("示例财产〔2026〕9号")
    pressed(bureau.page, "下达")
    expect(bureau.page.get_by_text("已下达").first).to_be_visible()

    district = signed_in(visitor_here, "district_staff", "jiangan", 390)
    firm = visitor_here(390)
    confirmed(district, firm, line, "6222021234567890")
    first = Payment.objects.get(entitlement=line)
    sent(visitor_here, first.order_no)
    finance = signed_in(visitor_here, "finance")
    finance.open(f"/money/payments/{first.pk}/")
    sound(finance, "payment")
    finance.page.get_by_label("退票日期").fill(timezone.localdate().isoformat())
    finance.page.get_by_label("退票原因").fill("账号有误")
    pressed(finance.page, "登记退票")
    expect(finance.page.get_by_text("另编付款号")).to_be_visible()

    confirmed(district, firm, line, "6217000011112222")
    again = Payment.objects.get(entitlement=line, replaces=first)
    sent(visitor_here, again.order_no)
    ticked(finance, "/money/?tab=released", "登记到账", again.order_no)
    expect(finance.page.get_by_text("已登记到账")).to_be_visible()

    with bootstrap_scope():
        line.refresh_from_db()
        steps = EntitlementStep.objects.filter(entitlement=line).order_by("ordinal")
        assert (line.state, [step.move for step in steps]) == ("settled", STEPS)
        told = AuditEvent.objects.filter(target="measures.entitlement", target_id=line.pk)
        kinds = [event.kind.partition(".")[2] for event in told.order_by("pk")]
        assert kinds == ["found", *STEPS]
        assert Entitlement.objects.get(pk=plain.pk).state == "ordered"
    _every_page_reads(visitor_here, batch, line, first)


def _every_page_reads(
    visitor: Callable[..., Visitor], batch: Any, line: Entitlement, payment: Payment
) -> None:
    """Nothing wider than a telephone, nothing in anybody's way, on every page of money."""
    person = signed_in(visitor, "bureau_lead", width=390)
    for path in (
        "/money/",
        "/money/overview/",
        "/money/payments/",
        f"/money/payments/{payment.pk}/",
        "/money/batches/",
        f"/money/batches/{batch.pk}/",
        "/money/clawbacks/",
        "/money/budgets/",
        f"/money/book/?budget={payment.budget_id}",
        "/entitlements/",
        "/entitlements/desk/",
        "/entitlements/unmapped/",
        f"/entitlements/{line.pk}/",
        "/documents/",
        f"/documents/{line.programme.document_id}/",
        "/sandbox/",
    ):
        assert person.open(path, "load") == 200, path
        assert (path, person.overflow(), person.barriers()) == (path, 0, [])
    assert person.complaints == []
