"""Programmes and what is owed, over HTTP and on pages: one way through both."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from enterprises.choices import Tier
from measures.models import Entitlement, Programme
from measures.queries.left_out import LeftOut
from measures.tasks import find_all
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.promises import make_document, make_entitlement, make_programme
from tests.factories.titles import make_title
from wuhan_smes.jobs.models import Job
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
API = "/api/v1/programmes/"


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, json.dumps(body), "application/json")


@pytest.fixture
def bureau() -> Client:
    client = Client()
    client.force_login(make_user("bureau_staff"))
    return client


@pytest.fixture
def lead() -> Client:
    client = Client()
    client.force_login(make_user("bureau_lead"))
    return client


def test_a_programme_is_written_down_approved_and_looked_for_over_http(
    bureau: Client, lead: Client
) -> None:
    with bootstrap_scope():
        document = make_document()
    giant = make_enterprise(unit=make_unit("jiangan"))
    make_title(giant, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
    matter = post(bureau, "/api/v1/matters/", code="m", title="奖励", once_per="lifetime")
    body = {
        "code": "giants",
        "title": "小巨人奖励",
        "matter": "m",
        "document": document.code,
        "mode": "matched",
        "level": "municipal",
        "payee_kind": "enterprise",
        "eligibility": {"events": [{"event": "title_gained", "tiers": ["little_giant"]}]},
        "shares": [{"level": "municipal", "percent": "100"}],
    }
    made = post(bureau, API, **body)
    path = f"{API}{made.json()['id']}/"
    unread = bureau.patch(path, json.dumps({"note": "x"}), "application/json")
    told = bureau.patch(
        path,
        json.dumps({"amount_rule": {"kind": "fixed", "amount": "60000"}}),
        "application/json",
        headers={"If-Match": made.headers["ETag"]},
    )
    asked = post(bureau, f"{path}propose/", valid_from="2025-01-01")
    refused = post(bureau, f"{path}put-into-force/")
    settled = post(lead, f"{path}put-into-force/")
    ordered = post(bureau, f"{path}find/", on="2026-03-03")
    call_command("find_entitlements", programme="giants", on=date(2026, 3, 3))

    assert matter.status_code == 201, matter.content
    assert (made.status_code, made.json()["amount_text"]) == (201, "未明确"), made.content
    assert unread.status_code == 428
    assert told.json()["amount_text"] == "60,000.00 元"
    assert (asked.status_code, refused.status_code) == (200, 403)
    assert (settled.status_code, settled.json()["state"]) == (200, "in_force")
    assert ordered.status_code == 202
    assert Job.objects.get(pk=ordered.json()["id"]).task == "measures.find_entitlements"
    (row,) = bureau.get("/api/v1/entitlements/", {"programme": "giants"}).json()["results"]
    assert (row["payable"], row["reason"]) == ("60000.00", "best")
    mine = bureau.get(f"/api/v1/enterprises/{giant.pk}/entitlements/").json()["results"]
    assert [it["id"] for it in mine] == [row["id"]]
    assert find_all(on="2026-03-03") == 0


def test_the_form_of_a_clerk_says_the_same_as_the_terms(bureau: Client, lead: Client) -> None:
    with bootstrap_scope():
        sample = make_programme()
    fields = {
        "code": "by-hand",
        "title": "手工新增的项目",
        "matter": sample.matter_id,
        "document": sample.document_id,
        "mode": "matched",
        "level": "municipal",
        "payee_kind": "enterprise",
        "event": "title_gained",
        "tiers": ["little_giant"],
        "vetoes": ["abnormal", "evasion"],
        "amount_kind": "share",
        "percent": "10",
        "of": "rd_expense",
        "cap": "500000",
        "share_municipal": "60",
        "share_district": "40",
        "instalments": "60，40",
        "months": "12",
        "proofs": ["certificate"],
        "papers": "承诺书",
    }

    wrong = bureau.post("/programmes/new/", {**fields, "percent": ""})
    made = bureau.post("/programmes/new/", fields)
    row = Programme.objects.get(code="by-hand")
    edit = f"/programmes/{row.pk}/edit/"
    again = bureau.post(edit, {**fields, "title": "改名的项目"})
    shown = bureau.get(edit).context["form"].initial
    page = bureau.get(made.headers["Location"])
    bureau.post(f"/programmes/{row.pk}/propose/", {"valid_from": "2025-01-01"})
    approved = lead.post(f"/programmes/{row.pk}/approve/", follow=True)

    table = {"amount_kind": "table", "percent": "", "of": "", "cap": ""}
    steps = "小巨人 300,000\n专精特新中小企业：100000\nchampion 500000"
    odd = bureau.post("/programmes/new/", {**fields, **table, "steps": "大巨人 300000"})
    by_tier = {**fields, **table, "code": "by-tier", "steps": steps}
    tiered = bureau.post("/programmes/new/", by_tier)
    other = Programme.objects.get(code="by-tier")
    shown_steps = bureau.get(f"/programmes/{other.pk}/edit/").context["form"].initial["steps"]
    assert "没有称号“大巨人”" in odd.content.decode()
    assert tiered.status_code == 302
    assert [it["from"] for it in other.amount_rule["rows"]] == [
        "little_giant",
        "srdi_sme",
        "champion",
    ]
    assert shown_steps == (
        "专精特新“小巨人”企业 300000\n专精特新中小企业 100000\n制造业单项冠军企业 500000"
    )
    assert bureau.post(f"/programmes/{other.pk}/edit/", {**by_tier, "steps": shown_steps})
    other.refresh_from_db()
    assert {it["from"] for it in other.amount_rule["rows"]} == {
        "little_giant",
        "srdi_sme",
        "champion",
    }
    assert "请填写" in wrong.content.decode()
    assert again.status_code == 302
    assert {name: shown[name] for name in ("of", "instalments", "papers", "vetoes", "event")} == {
        "of": "rd_expense",
        "instalments": "60,40",
        "papers": "承诺书",
        "vetoes": ["abnormal", "evasion"],
        "event": "title_gained",
    }
    assert "研发费用" in page.content.decode()
    assert "已批准施行" in approved.content.decode()
    assert [rule["code"] for rule in row.eligibility["criteria"]] == ["abnormal", "evasion"]


def test_the_form_changes_what_was_changed_and_loses_nothing_it_cannot_say(bureau: Client) -> None:
    """Two events and a figure stand on the form; a sum over two years only the terms can say."""
    upgrade = Programme.objects.get(code="measure-11c")
    giants = Programme.objects.get(code="measure-1g")
    richer = Programme.objects.get(code="measure-4a")
    line = upgrade.eligibility["criteria"][0]
    summed = {**line["test"], "period": "Y-2..Y-1", "agg": "sum"}
    with bootstrap_scope():
        richer.eligibility = {**richer.eligibility, "criteria": [{**line, "test": summed}]}
        richer.save(update_fields=["eligibility"])

    def sent(row: Programme, **fields: Any) -> Any:
        edit = f"/programmes/{row.pk}/edit/"
        shown = bureau.get(edit).context["form"].initial
        given = {name: value for name, value in shown.items() if value not in (None, "", False)}
        answer = bureau.post(edit, {**given, **fields})
        before = row.eligibility
        row.refresh_from_db()
        return answer.status_code, row.eligibility == before

    assert (
        bureau.get(f"/programmes/{upgrade.pk}/edit/").context["form"].initial["conditions"]
        == "技术改造设备投资额 ≥ 500"
    )
    for row in (upgrade, giants, richer):
        assert sent(row, note="改了说明") == (302, True), row
        assert row.note == "改了说明"
    assert sent(richer, conditions="营业收入总额 ≥ 5000") == (200, True)
    assert sent(upgrade, conditions="技术改造设备投资额 ≥ 600 万元") == (302, False)
    assert upgrade.eligibility["criteria"][0]["test"]["value"] == 600
    assert sent(upgrade, conditions="没有这样的指标 ≥ 5") == (200, True)
    assert [event["event"] for event in giants.eligibility["events"]] == [
        "title_gained",
        "title_moved_in",
    ]


def test_pages_show_what_is_owed_what_is_missing_and_who_was_left_out(bureau: Client) -> None:
    unit = make_unit("jiangan")
    with bootstrap_scope():
        line = make_entitlement(make_enterprise(unit=unit))
        waiting = make_entitlement(
            make_enterprise(unit=unit),
            programme=line.programme,
            state="missing_evidence",
            reason="evidence_missing",
            missing=["paper"],
        )
    specialist, elsewhere = Client(), Client()
    elsewhere.force_login(make_user("district_staff", unit=make_unit("jianghan")))
    page = bureau.get(reverse("programme", args=[line.programme_id]), {"reasons": "1"})
    reasons = dict(page.context["reasons"])
    left = bureau.get("/programmes/left-out/", {"programme": line.programme_id})
    lines = bureau.get("/entitlements/", {"state": "proposed"})
    chase = bureau.get("/entitlements/chase/")

    assert reasons[LeftOut.NO_EVENT] >= 2
    assert sum(reasons.values()) == reasons[LeftOut.NO_EVENT] + reasons[LeftOut.NOT_ACTIVE]
    assert left.context["page"].total == reasons[LeftOut.NO_EVENT]
    assert line.payee.name in lines.content.decode()
    assert lines.context["owed"].lines == 1
    assert [row.pk for row, _ in chase.context["lines"]] == [waiting.pk]
    assert elsewhere.get("/entitlements/chase/").context["lines"] == []
    assert specialist.get("/entitlements/").status_code == 302
    assert bureau.get("/programmes/").status_code == 200
    assert bureau.get("/entitlements/", {"layout": "csv"}).status_code == 200


def test_a_draft_without_a_day_is_costed_as_if_it_were_in_force_since_new_year(
    bureau: Client,
) -> None:
    for gained in (date(2025, 3, 1), date(2024, 9, 1)):
        giant = make_enterprise(unit=make_unit("jiangan"))
        make_title(giant, Tier.LITTLE_GIANT, valid_from=gained)
    with bootstrap_scope():
        draft = make_programme(state="draft", valid_from=None)
    words = {"programme": draft.pk, "on": "2025-12-31"}
    api = f"/api/v1/sandbox/{draft.pk}/"

    page = bureau.get("/sandbox/", words)
    longer = bureau.get("/sandbox/", {**words, "since": "2024-07-01"}).context["one"]
    told = bureau.get(api, {"on": "2025-12-31"}).json()
    later = bureau.get(api, {"on": "2025-12-31", "since": "2025-06-01"}).json()

    assert page.context["one"].total.claims == 1
    assert page.context["one"].since == date(2025, 1, 1)
    assert "起的事实" in page.content.decode()
    assert (longer.since, longer.total.claims) == (date(2024, 7, 1), 2)
    assert (told["since"], told["total"]["claims"]) == ("2025-01-01", 1)
    assert (later["since"], later["total"]["claims"]) == ("2025-06-01", 0)


def test_the_sandbox_costs_two_designs_and_a_past_day_as_it_was_known(bureau: Client) -> None:
    giant, later = (make_enterprise(unit=make_unit("jiangan")) for _ in range(2))
    make_title(giant, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
    with bootstrap_scope():
        programme = make_programme(amount_rule={"kind": "fixed", "amount": "100"})
        richer = make_programme(
            matter=programme.matter,
            state="draft",
            replaces=programme,
            transition="at_once",
            amount_rule={"kind": "fixed", "amount": "300"},
        )
    words = {"programme": programme.pk, "on": "2025-12-31", "by": "unit"}
    then = {**words, "known_on": "2025-12-31"}

    before = bureau.get("/sandbox/", then).context["one"]
    make_title(
        later, Tier.LITTLE_GIANT, valid_from=date(2025, 7, 1), recorded_at="2026-02-01T00:00:00Z"
    )
    now = bureau.get("/sandbox/", words).context["one"]
    again = bureau.get("/sandbox/", then).context["one"]
    both = bureau.get("/sandbox/", {**words, "other": richer.pk}).context["both"]
    page = bureau.get("/sandbox/", {**words, "by": "tier"}).content.decode()

    assert (before.total.claims, before.total.payable) == (1, 100)
    assert again.rows == before.rows
    assert (now.total.claims, now.total.payable) == (2, 200)
    assert [(row.one.payable, row.other.payable, row.difference) for row in both] == [
        (200, 600, 400)
    ]
    assert "小巨人" in page
    assert Entitlement.objects.count() == 0
