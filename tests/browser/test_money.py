"""Money on screen, from who is owed it to the bank: found, reviewed, checked, shown to all with
one objection, ordered, confirmed by a link, approved, released by a second person, returned by the
bank, and paid again.
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from enterprises.choices import Tier
from measures.choices import FlowMove
from measures.models import DisbursementBatch, Entitlement, EntitlementStep, Payment
from measures.queries.book_check import findings
from tests.browser.conftest import Visitor
from tests.browser.test_batches import sound
from tests.exchange.driving import work
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import Office
from tests.factories.titles import make_title
from wuhan_smes.accounts.models import User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCAN: Final[FilePayload] = {
    "name": "确认书.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4 signed",
}
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


@dataclass
class Desk:
    """One screen at which one person after the other sits down, signed in beforehand."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    @cached_property
    def people(self) -> dict[str, User]:
        unit = {"district_staff": make_unit("jiangan")}
        roles = (
            *("district_staff", "bureau_staff", "bureau_lead"),
            *("finance", "finance_lead", "auditor"),
        )
        return {role: make_user(role, unit=unit.get(role)) for role in roles}

    def sits(self, role: str) -> Page:
        client = Client()
        client.force_login(self.people[role])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.visitor.site}]
        )
        return self.page

    def open(self, path: str) -> None:
        assert self.visitor.open(path, "load") == 200, path

    def press(self, button: str, said: str) -> None:
        """Press, and see what the page says of it."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.get_by_text(said).first).to_be_visible()

    def ticked(self, path: str, button: str, said: str, *names: str) -> None:
        """Tick rows of a desk and press its button."""
        self.open(path)
        for name in names:
            self.page.get_by_role("checkbox", name=name).check()
        self.press(f"{button}（所勾选的）", said)


def found(desk: Desk, office: Office) -> list[Entitlement]:
    """Two little giants; the bureau orders the look, a worker makes it, and both are owed."""
    for name in NAMES:
        firm = make_enterprise(unit=office.unit, name=name)
        make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
    now = timezone.now()
    office.grant(office.total, year=timezone.localdate(now).year)
    desk.sits("bureau_staff")
    desk.open(f"/programmes/{office.of.pk}/")
    desk.press("查找应兑付企业", "已开始查找")
    work()
    desk.open(f"/entitlements/?programme={office.of.pk}")
    for name in NAMES:
        expect(desk.page.get_by_role("row", name=name)).to_be_visible()
    lines = {line.payee.name: line for line in Entitlement.objects.select_related("payee")}
    return [lines[name] for name in NAMES]


def publicised(desk: Desk) -> DisbursementBatch:
    """Reviewed by the district, checked and arranged by the city, shown to everybody; an objection
    to one line is heard and found wrong.
    """
    desk.sits("district_staff")
    desk.ticked("/entitlements/desk/", "审核通过", "已审核通过", *NAMES)
    page = desk.sits("bureau_staff")
    desk.ticked("/entitlements/desk/", "复核通过", "已复核通过", *NAMES)
    desk.open("/entitlements/desk/?stage=city_checked")
    sound(desk.visitor, "line-desk")
    for name in NAMES:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("批次名称").fill("示例小巨人奖励首批")
    page.get_by_label("填报合计（元）").fill("1")
    desk.press("列入批次（所勾选的）", "合计应为")  # and every word typed is still there
    page.get_by_label("填报合计（元）").fill("2000000")
    desk.press("列入批次", "已列入批次")
    page.get_by_label("纪检监督电话").fill("027-00000001")
    page.get_by_label("业务咨询电话").fill("027-00000002")
    desk.press("开始公示", "已进入公示")
    row = page.locator("tr", has_text=NAMES[1])
    row.locator("summary", has_text="登记异议").click()
    row.get_by_label("异议内容").fill("已经迁出本市")
    row.get_by_role("button", name="登记异议").click()
    expect(page.get_by_text("只停这一项")).to_be_visible()
    sound(desk.visitor, "disbursement")
    page.locator("summary", has_text="核查结论").first.click()
    page.get_by_label("核查情况").fill("经核实仍在本市")
    desk.press("异议不成立", "恢复公示")
    return DisbursementBatch.objects.get()


def confirmed(desk: Desk, firm: Visitor, line: Entitlement) -> None:
    """The district asks by a link, the enterprise answers it without an account, on a telephone."""
    desk.sits("district_staff")
    desk.open(f"/entitlements/{line.pk}/")
    desk.press("生成企业确认链接", "请把下面的链接发给企业联系人")
    page = firm.page
    page.goto(desk.page.locator("#account-link").inner_text())
    page.get_by_label("户名").fill(NAMES[1])
    page.get_by_label("开户行").fill("示例银行武汉分行")
    page.get_by_label("账号", exact=False).last.fill("6222021234567890")
    page.get_by_label("承诺人姓名").fill("示例法人")
    assert firm.overflow() == 0
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("尾号 7890")).to_be_visible()


def confirmed_on_paper(desk: Desk, line: Entitlement) -> None:
    """After its money came back the enterprise signs on paper, and the district enters it: first
    with a holder who is somebody else, which is refused beside the field.
    """
    page = desk.sits("district_staff").locator("main")
    desk.open(f"/entitlements/{line.pk}/")
    expect(page.get_by_text("退票", exact=True).first).to_be_visible()
    page.get_by_label("户名").fill("别人有限公司")
    page.get_by_label("开户行").fill("示例银行光谷支行")
    page.get_by_label("账号").fill("6217 0000 1111 2222")
    page.get_by_label("承诺人").fill("示例法人")
    page.get_by_label("签字扫描件").set_input_files(SCAN)
    desk.press("登记收款账户", "户名应与")
    expect(page.get_by_label("开户行")).to_have_value("示例银行光谷支行")
    page.get_by_label("户名").fill(NAMES[1])
    page.get_by_label("签字扫描件").set_input_files(SCAN)
    desk.press("登记收款账户", "收款账户已登记")
    expect(page.get_by_text("尾号 2222")).to_be_visible()


def papers_open(desk: Desk, batch: DisbursementBatch, folder: Path) -> None:
    """Notice, order and their annexes, taken from the page of the batch, open in LibreOffice."""
    desk.open(f"/money/batches/{batch.pk}/")
    taken = []
    for link in desk.page.locator("section[aria-labelledby=papers] a.button").all():
        with desk.page.expect_download() as coming:
            link.click()
        # LibreOffice names what it makes after the file; both annexes are called alike but for it.
        taken.append(folder / f"{len(taken)}-{coming.value.suggested_filename}")
        coming.value.save_as(taken[-1])
    assert sorted(path.suffix for path in taken) == [".docx", ".docx", ".xlsx", ".xlsx"]
    if shutil.which("soffice") is None:
        return
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), *map(str, taken)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = [path.with_suffix(".pdf").read_bytes()[:5] for path in taken]
    assert made == [b"%PDF-"] * len(taken)


def test_money_goes_its_whole_way_and_once_more(
    visitor_here: Callable[..., Visitor], time_machine: Any, tmp_path: Path
) -> None:
    office = Office(unit=make_unit("jiangan"))
    desk = Desk(visitor_here())
    plain, line = found(desk, office)
    batch = publicised(desk)

    over = batch.notice.shown_to + timedelta(days=1)
    time_machine.move_to(timezone.now() + timedelta(days=(over - timezone.localdate()).days))
    page = desk.sits("bureau_staff")
    desk.open(f"/money/batches/{batch.pk}/")
    page.get_by_label("指标文号").fill("示例财产〔2026〕9号")
    desk.press("下达", "已下达")
    papers_open(desk, batch, tmp_path)
    confirmed(desk, visitor_here(390), line)
    first = Payment.objects.get(entitlement=line)
    _released(desk, first)
    desk.open(f"/money/payments/{first.pk}/")
    sound(desk.visitor, "payment")
    page = desk.page
    page.get_by_label("退票日期").fill(timezone.localdate().isoformat())
    page.get_by_label("退票原因").fill("账号有误")
    desk.press("登记退票", "另编付款号")

    again = Payment.objects.get(entitlement=line, replaces=first)
    confirmed_on_paper(desk, line)
    _released(desk, again)
    desk.ticked("/money/?tab=released", "登记到账", "已登记到账", again.order_no)

    with bootstrap_scope():
        line.refresh_from_db()
        steps = EntitlementStep.objects.filter(entitlement=line).order_by("ordinal")
        assert (line.state, [step.move for step in steps]) == ("settled", STEPS)
        told = AuditEvent.objects.filter(target="measures.entitlement", target_id=line.pk)
        kinds = [event.kind.partition(".")[2] for event in told.order_by("pk")]
        assert kinds == ["found", *STEPS]
        assert Entitlement.objects.get(pk=plain.pk).state == "ordered"
        assert list(findings()) == []
    _every_step_is_shown(desk, line)
    _every_page_reads(desk, batch, line, first)


def _released(desk: Desk, payment: Payment) -> None:
    """Approved by one person at his desk, and released by another at hers."""
    desk.sits("finance_lead")
    desk.ticked("/money/", "审批付款", "已审批", payment.order_no)
    desk.sits("finance")
    desk.ticked("/money/", "拨付", "已拨付", payment.order_no)


def _every_step_is_shown(desk: Desk, line: Entitlement) -> None:
    """On the page of the line, and in the trail that an auditor reads: who did what, in order."""
    page = desk.sits("auditor")
    desk.open(f"/entitlements/{line.pk}/")
    shown = page.locator("section[aria-labelledby=steps] .timeline .badge").all_inner_texts()
    assert shown == [FlowMove(move).label for move in reversed(STEPS)]
    desk.open(f"/admin/audit/auditevent/?q={line.pk}")
    for kind in {"found", *STEPS}:
        expect(page.get_by_text(f"entitlement.{kind}", exact=True).first).to_be_visible()


def _every_page_reads(desk: Desk, batch: Any, line: Entitlement, payment: Payment) -> None:
    """Nothing wider than a telephone on every page of money, nothing in anybody's way."""
    desk.sits("bureau_lead")
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
        desk.open(path)
        assert (path, desk.visitor.faults(390)) == (path, [])
    assert desk.visitor.complaints == []
