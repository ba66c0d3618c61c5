"""Money over HTTP: the verbs of each step, the papers of a batch, and what nobody is shown."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from measures.choices import PaymentState
from tests.factories.accounts import grant, make_user
from tests.factories.money import AT, DAY, Office, state_of
from wuhan_smes.accounts.models import User
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
API = "/api/v1"


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, **where))
    return client


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"{API}/{path}/", json.dumps(body), "application/json")


def test_a_line_goes_its_way_over_http(time_machine: Any) -> None:
    time_machine.move_to(AT)
    office = Office()
    line, other = office.line(), office.line()
    district, bureau = signed_in("district_staff", unit=office.unit), signed_in("bureau_staff")
    finance, lead = signed_in("finance"), signed_in("finance_lead")
    budget = post(
        finance,
        "budgets",
        programme=office.of.pk,
        year=2026,
        level="municipal",
        jurisdiction="wuhan",
        amount="1000000.00",
        document_no="武财〔2026〕1号",
    )
    assert budget.status_code == 201, budget.content

    for pk in (line.pk, other.pk):
        assert post(district, f"entitlements/{pk}/review").json()["state"] == "district_reviewed"
    assert post(bureau, f"entitlements/{line.pk}/check").json()["state"] == "city_checked"
    said = post(bureau, f"entitlements/{other.pk}/send-back", reason="缺少证明")
    assert said.json()["state"] == "proposed"
    wrong = {"ids": [line.pk], "title": "第一批", "year": 2026, "expected_total": "1.00"}
    assert post(bureau, "disbursements", **wrong).status_code == 400
    made = post(bureau, "disbursements", **wrong | {"expected_total": "1000000.00"}).json()
    assert (made["lines"], made["total"]) == (1, "1000000.00")

    phones = {"discipline_phone": "027-1", "business_phone": "027-2"}
    shown = post(
        bureau, f"disbursements/{made['id']}/publish", shown_from="2026-03-09", **phones
    ).json()
    assert (shown["shown_from"], shown["shown_to"]) == ("2026-03-09", "2026-03-13")
    early = post(bureau, f"disbursements/{made['id']}/order", document_no="文", on="2026-03-13")
    assert early.status_code == 400  # the day has not come
    time_machine.move_to(AT + 4 * DAY)
    bureau = signed_in("bureau_staff")
    early = post(bureau, f"disbursements/{made['id']}/order", document_no="文", on="2026-03-13")
    assert early.status_code == 409  # the notice is not over
    time_machine.move_to(AT + 7 * DAY)
    district, bureau = signed_in("district_staff", unit=office.unit), signed_in("bureau_staff")
    finance, lead = signed_in("finance"), signed_in("finance_lead")
    post(bureau, f"disbursements/{made['id']}/order", document_no="武财产9号", on="2026-03-16")
    confirmed = district.post(
        f"{API}/entitlements/{line.pk}/confirm/",
        {
            "holder": line.payee.name,
            "bank": "汉口银行",
            "number": "6222021234567890",
            "signed_name": "张三",
            "scan": SimpleUploadedFile("a.pdf", b"%PDF-1.4", "application/pdf"),
        },
    )
    assert confirmed.status_code == 201, confirmed.content
    assert (confirmed.status_code, confirmed.json()["last_four"]) == (201, "7890")
    assert "6222021234567890" not in confirmed.content.decode()

    (payment,) = finance.get(f"{API}/payments/").json()["results"]
    assert (payment["state"], payment["account"]["last_four"]) == ("submitted", "7890")
    path = f"payments/{payment['id']}"
    assert post(finance, f"{path}/approve").status_code == 403
    assert post(lead, f"{path}/approve", seen="0" * 64).status_code == 409
    assert post(lead, f"{path}/approve", seen=payment["digest"]).json()["state"] == "approved"
    assert post(finance, f"{path}/release").json()["state"] == "released"
    assert state_of(line) == "released"
    assert post(finance, f"{path}/reveal", reason="核对").json() == {"number": "6222021234567890"}
    entries = finance.get(f"{API}/ledger/", {"payment": payment["id"]}).json()["results"]
    assert [entry["move"] for entry in entries] == ["reserve", "post"]
    assert len(bureau.get(f"{API}/entitlements/{line.pk}/steps/").json()) == 8


def test_whoever_arranged_does_not_approve_though_he_holds_the_right() -> None:
    office = Office()
    batch = office.confirmed([office.line()])
    (pk,) = office.payments(batch, PaymentState.SUBMITTED)
    with bootstrap_scope():
        arranger = User.objects.get(pk=office.bureau.actor_id)
    grant(arranger, "finance_lead")
    client = Client()
    client.force_login(arranger)

    refused = post(client, f"payments/{pk}/approve")

    assert (refused.status_code, refused.json()["code"]) == (409, "same_person")
    assert post(signed_in("finance_lead"), f"payments/{pk}/approve").status_code == 200


def test_the_papers_of_a_batch_are_files() -> None:
    office = Office()
    batch = office.noticed([office.line()])
    bureau = signed_in("bureau_staff")
    path = f"{API}/disbursements/{batch.pk}"
    (kept,) = bureau.get(f"{API}/disbursement-papers/", {"batch": batch.pk}).json()["results"]
    assert (kept["kind"], kept["lines"], kept["total"]) == ("notice", 1, "1000000.00")
    paper = f"{API}/disbursement-papers/{kept['id']}"

    for name, inside in (
        (f"{paper}/docx", "word/document.xml"),
        (f"{paper}/annex", "xl/workbook.xml"),
        (f"{path}/annex", "xl/workbook.xml"),
    ):
        answer = bureau.get(f"{name}/")
        assert answer.status_code == 200
        assert inside in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    mine = signed_in("district_staff", unit=office.unit)
    assert mine.get(f"{path}/").status_code == 200  # a unit reads a batch it has a line in
    assert signed_in("district_staff", unit=Office().unit).get(f"{path}/").status_code == 404
