"""The desks of money: what waits stands there, ticked rows are done together, refusals say why."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from measures.models import (
    Clawback,
    DisbursementBatch,
    Entitlement,
    MatterSpelling,
    PastPayment,
    Payment,
    PolicyDocument,
    PublicNotice,
)
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, NUMBER, Office
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
MANY, ONE = "/money/acts/{}/", "/money/acts/{}/{}/"


@pytest.fixture
def office() -> Office:
    return Office(unit=make_unit("jiangan"))


def person(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(make_user(role, unit=unit) if unit else make_user(role))
    return client


def said(client: Client, path: str, **words: Any) -> str:
    """What the page says after an act, or beside the fields of the form that was not taken."""
    response = client.post(path, {"back": "/money/", **words}, follow=True)
    told = [str(it) for it in response.context["messages"]]
    if "may_send" in response.context:
        form = response.context["form"]
        for name, texts in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            told += [f"{label}：{text}" if label else text for text in texts]
    return "；".join(told)


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_line_goes_from_the_district_to_the_bank_over_the_desks(
    office: Office, time_machine: Any
) -> None:
    time_machine.move_to(AT)
    today = timezone.localdate()
    line = office.line(make_enterprise(unit=office.unit, name="示例江岸科技有限公司"))
    office.grant(office.total, year=today.year)
    district, bureau = person("district_staff", office.unit), person("bureau_staff")
    finance, finance_lead = person("finance"), person("finance_lead")

    assert "示例江岸科技有限公司" in shown(district, "/entitlements/desk/")
    assert "请先勾选" in said(district, MANY.format("review"))
    assert "理由：" in said(district, MANY.format("reject"), row=line.pk, note="")
    assert said(district, MANY.format("review"), row=line.pk, note="真实") == "已审核通过"
    assert "示例江岸科技有限公司" in shown(bureau, "/entitlements/desk/")
    assert said(bureau, MANY.format("check"), row=line.pk) == "已复核通过"
    wrong = said(
        bureau, MANY.format("arrange"), row=line.pk, title="首批", year=today.year, expected_total=1
    )
    assert "填报合计（元）：合计应为 1,000,000.00 元" in wrong
    told = said(bureau, MANY.format("arrange"), row=line.pk, title="首批", year=today.year)
    assert told == "已列入批次，预算已占用"
    batch = DisbursementBatch.objects.get()
    page = f"/money/batches/{batch.pk}/"
    assert "开始公示" in shown(bureau, page)
    assert "下一步" in shown(district, page)
    phones = {"discipline_phone": "027-1", "business_phone": "027-2", "workdays": 1}
    said(bureau, ONE.format("publish", batch.pk), shown_from=today, **phones)
    assert "公示期为" in said(
        bureau, ONE.format("object", line.pk), text="x", raised_on="2020-01-01"
    )
    notice = PublicNotice.objects.get()
    at = notice.shown_from.isoformat()
    assert "只停这一项" in said(bureau, ONE.format("object", line.pk), text="已迁出", raised_on=at)
    assert "核查结论" in shown(bureau, page)
    objection = line.objections.get()
    assert "恢复公示" in said(bureau, ONE.format("dismiss", objection.pk), finding="属实")
    assert "不能早于今天" in said(
        bureau, ONE.format("publish", batch.pk), shown_from="2026-01-01", **phones
    )
    day = (notice.shown_to + timedelta(days=1)).isoformat()
    early = said(bureau, ONE.format("order", batch.pk), document_no="武财产1号", on=day)
    assert "不能晚于今天" in early
    time_machine.move_to(AT + timedelta(days=1))
    today = timezone.localdate()
    district, bureau = person("district_staff", office.unit), person("bureau_staff")
    finance, finance_lead = person("finance"), person("finance_lead")
    assert said(bureau, ONE.format("order", batch.pk), document_no="武财产1号", on=day) == "已下达"
    scan = SimpleUploadedFile("确认书.pdf", b"%PDF-1.4 signed", "application/pdf")
    account = {"bank": "汉口银行", "number": NUMBER, "signed_name": "张三", "scan": scan}
    link = district.post(f"/entitlements/{line.pk}/ask/").content.decode()
    assert "/l/" in link
    assert (
        said(district, ONE.format("confirm", line.pk), holder="示例江岸科技有限公司", **account)
        == "收款账户已登记"
    )
    payment = Payment.objects.get()
    pay = f"/money/payments/{payment.pk}/"
    assert NUMBER.replace(" ", "") not in shown(finance, pay)
    revealed = finance.post(f"{pay}account/", {"reason": "核对"}).content.decode()
    assert NUMBER.replace(" ", "") in revealed
    assert "请写明查看完整账号的事由" in finance.post(f"{pay}account/").content.decode()
    assert bureau.post(f"{pay}account/", {"reason": "核对"}).status_code == 403
    assert payment.digest in shown(finance_lead, "/money/")
    stale = {"row": payment.pk, f"seen-{payment.pk}": "0" * 64}
    assert "与您看到的不一致" in said(finance_lead, MANY.format("approve"), **stale)
    seen = {"row": payment.pk, f"seen-{payment.pk}": payment.digest}
    assert said(finance_lead, MANY.format("approve"), **seen) == "已审批"
    assert said(finance, MANY.format("release"), row=payment.pk) == "已拨付"
    assert "另编付款号" in said(
        finance, ONE.format("bounce", payment.pk), on=today, cause="账号有误"
    )
    assert "退票待重新确认" in shown(finance, "/money/?tab=returned")
    assert (
        person("bureau_staff").post(MANY.format("release"), {"row": payment.pk}).status_code == 403
    )
    assert "退票" in shown(district, f"/entitlements/{line.pk}/")
    for kept in batch.papers.all():
        for paper, kind in (("paper", "word"), ("annex", "sheet")):
            path = f"/money/papers/{kept.pk}/{paper}/"
            assert kind in bureau.get(path).headers["Content-Type"]


def test_a_form_that_is_not_taken_keeps_every_word_and_says_what_is_wrong_where(
    office: Office,
) -> None:
    line = office.line()
    office.paid([line])
    lead, path = person("finance_lead"), ONE.format("claw-back", line.pk)
    words = {
        "cause": "材料不实",
        "decision_no": "决〔2026〕1号",
        "decided_on": "2026-04-01",
        "due_on": "2026-03-01",
        "principal": "1.234",
        "interest_percent": "3.45",
        "back": f"/entitlements/{line.pk}/",
    }

    once = shown_again(lead, path, **words)
    twice = shown_again(lead, path, **{**words, "principal": "9000000"})
    third = shown_again(lead, path, **{**words, "principal": "5", "due_on": "2026-03-20"})
    done = lead.post(path, {**words, "principal": "5", "due_on": "2026-05-01"})
    ticked = shown_again(person("bureau_staff"), MANY.format("check"), note="情况属实")

    for text in (once, twice, third):
        for word in ("材料不实", "决〔2026〕1号", "2026-04-01", "3.45"):
            assert f'value="{word}"' in text, word
    assert wrong_at(once) == {"principal"}
    assert wrong_at(twice) == {"principal"}
    assert wrong_at(third) == {"due_on"}
    assert (done.status_code, done["Location"]) == (302, f"/entitlements/{line.pk}/")
    assert ('value="情况属实"' in ticked, "请先勾选" in ticked) == (True, True)


def shown_again(client: Client, path: str, **words: Any) -> str:
    """The page on which a form is asked again; nothing was done."""
    response = client.post(path, words)
    assert response.status_code == 200
    return response.content.decode()


def wrong_at(text: str) -> set[str]:
    """The fields beside which something is said to be wrong."""
    return set(re.findall(r'<p class="wrong" id="id_(\w+?)_error"', text))


def test_money_demanded_back_budgets_and_the_overview_have_their_pages(office: Office) -> None:
    line = office.line()
    office.paid([line])
    office.line()
    lead, finance, auditor = person("finance_lead"), person("finance"), person("auditor")

    assert "决定追回" in shown(lead, f"/entitlements/{line.pk}/")
    words = {"cause": "材料不实", "decision_no": "决〔2026〕1号", "decided_on": "2026-04-01"}
    done = said(
        lead,
        ONE.format("claw-back", line.pk),
        due_on="2026-05-01",
        last_barred="2027-04-01",
        **words,
    )
    assert done == "追回已登记"
    row = Clawback.objects.get()
    assert row.barred_until.isoformat() == "2027-04-02"
    assert "逾期" in shown(finance, "/money/clawbacks/")
    assert "逾期未还的追回" in shown(finance, "/money/")
    assert said(finance, ONE.format("receive", row.pk), principal="400000.00") == "已登记"
    assert "已收到追回款" in said(lead, ONE.format("waive", row.pk), reason="撤销")
    assert "400,000" in shown(finance, "/money/budgets/")
    book = f"/money/book/?budget={office.budget.pk}"
    assert "追回本金" in shown(auditor, book)
    assert "调减" not in shown(auditor, book).replace("预算调减", "")
    cut = said(finance, ONE.format("cut", office.budget.pk), amount="1", document_no="武财1号")
    assert cut == "预算已调减"
    assert "可用预算" in said(
        finance, ONE.format("cut", office.budget.pk), amount="99999999", document_no="武财1号"
    )
    for by in ("programme", "unit", "level"):
        text = shown(auditor, f"/money/overview/?by={by}")
        assert "2,000,000" in text
        assert "400,000" in text
    for path in ("/money/payments/", "/money/batches/", "/documents/", "/entitlements/unmapped/"):
        shown(auditor, path)
    allot = {
        "programme_id": office.of.pk,
        "year": 2031,
        "level": "municipal",
        "jurisdiction_id": office.budget.jurisdiction_id,
        "amount": "5.00",
        "document_no": "武财2号",
    }
    assert said(finance, ONE.format("allot", 0), **allot) == "预算已下达"
    elsewhere = person("district_staff", make_unit("jiangxia"))
    assert elsewhere.get(f"/entitlements/{line.pk}/").status_code == 404


def test_a_spelling_nobody_registered_is_put_to_a_matter(office: Office) -> None:
    line = office.line()
    with bootstrap_scope():
        for amount in (60, None):
            PastPayment.objects.create(
                enterprise=line.payee.enterprise,
                jurisdiction=line.jurisdiction,
                programme="老奖励",
                matter="没有登记的写法",
                amount=amount,
                year=2024,
                recorded_at=AT,
            )
    bureau, path = person("bureau_staff"), "/entitlements/unmapped/"

    before = shown(bureau, path)
    assert "没有登记的写法" in before
    assert "归入" not in shown(person("district_staff", office.unit), path).split("<table")[1]
    bureau.post(path, {"written": "没有登记的写法", "matter": line.matter_id})

    assert MatterSpelling.objects.get(written="没有登记的写法").matter_id == line.matter_id
    assert "没有登记的写法" not in shown(bureau, path)


def test_a_draft_document_and_the_sandbox_are_worked_from_their_pages(office: Office) -> None:
    row = PolicyDocument.objects.get(code="draft-measures")
    bureau, lead = person("bureau_staff"), person("bureau_lead")
    words = {
        "number": "武政规〔2026〕9号",
        "issued_on": "2026-06-01",
        "effective_from": "2026-07-01",
    }

    assert "提请施行" in shown(bureau, f"/documents/{row.pk}/")
    assert "请另一人批准" in said(bureau, ONE.format("propose-document", row.pk), **words)
    assert "批准施行" in shown(lead, f"/documents/{row.pk}/")
    assert "一并切换" in said(lead, ONE.format("approve-document", row.pk))
    row.refresh_from_db()
    assert row.status == "in_force"
    later = bureau.post("/sandbox/later/", {"programme": office.of.pk}, follow=True)
    assert "已开始测算" in later.content.decode()
    api = f"/api/v1/sandbox/{office.of.pk}/"
    office.line()
    cost = bureau.get(f"{api}?on=2026-03-09&by=unit")
    assert cost.status_code == 200
    assert cost.json()["total"]["payable"] == "0"
    job = bureau.post(f"{api}later/", "{}", "application/json")
    assert job.status_code == 202
    assert Entitlement.objects.count() == 1
