"""Versions and drafts on pages and over HTTP: copied, edited line by line, compared, enacted."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import make_user
from wuhan_smes.rulekit.models import RuleDraft, RuleSet

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def filled(response: Any) -> dict[str, Any]:
    """The form of a line as the browser would send it back."""
    form, rows = response.context["form"], response.context["rows"]
    sent = {name: form[name].value() for name in form.fields}
    for row in [rows.management_form, *rows]:
        sent |= {row.add_prefix(name): row[name].value() for name in row.fields}
    return {name: value for name, value in sent.items() if value not in (None, "")}


def test_a_line_is_edited_by_its_form_compared_and_put_into_force() -> None:
    staff, lead = signed_in("bureau_staff"), signed_in("bureau_lead")
    base = RuleSet.objects.get(code="LG-2022")
    assert "起草新版本" in shown(staff, f"/rules/{base.pk}/")
    staff.post(f"/rules/{base.pk}/start/")
    draft = RuleDraft.objects.get()
    at = f"/rules/drafts/{draft.pk}/"
    line = staff.get(f"{at}lines/H7/")
    sent = filled(line)

    staff.post(f"{at}lines/H7/", sent)
    assert RuleDraft.objects.get().written == draft.written, "sent back as shown, nothing changes"
    wrong = staff.post(f"{at}lines/H7/", {**sent, "row-1-value": "三成"})
    assert "应与数字比较" in wrong.content.decode()
    staff.post(f"{at}lines/H7/", {**sent, "row-1-value": "4", "seen": "2"})
    page = shown(staff, at)
    assert "近两年每年均研发费用占营业收入比重 ≥ 4 %" in page
    staff.post(f"{at}propose/", {"seen": "3"})
    assert "施行依据的文件" in shown(lead, at)
    words = {"document_no": "示例〔2027〕1号", "effective_from": "2026-03-01", "seen": "4"}
    done = lead.post(f"{at}enact/", words)

    made = RuleSet.objects.get(code="LG-2022", version=2)
    assert done["Location"] == f"/rules/{made.pk}/"
    compared = shown(staff, f"/rules/compare/?before={base.pk}&after={made.pk}")
    assert "≥ 3 %" in compared
    assert "≥ 4 %" in compared
    assert "示例〔2027〕1号" in compared


def test_who_keeps_no_rules_reads_them_and_is_offered_nothing() -> None:
    reader = signed_in("auditor")
    base = RuleSet.objects.get(code="SRDI-2022")

    assert "起草新版本" not in shown(reader, f"/rules/{base.pk}/")
    assert reader.post(f"/rules/{base.pk}/start/").status_code == 403
    assert "工信部企业〔2022〕63号" in shown(reader, "/rules/")


def test_bands_and_an_end_go_through_their_forms() -> None:
    staff = signed_in("bureau_staff")
    base = RuleSet.objects.get(code="SRDI-2022")
    staff.post(f"/rules/{base.pk}/start/")
    draft = RuleDraft.objects.get()
    at = f"/rules/drafts/{draft.pk}/"
    for code in ("S11", "S04", "V1", "S09", "D1"):
        staff.post(f"{at}lines/{code}/", filled(staff.get(f"{at}lines/{code}/")))
    assert RuleDraft.objects.get().written == draft.written
    heading = staff.get(at).context["form"]
    sent = {name: heading[name].value() for name in heading.fields if heading[name].value()}
    staff.post(at, sent)
    assert RuleDraft.objects.get().written == draft.written

    other = RuleSet.objects.get(code="CHAMP-HB")
    words = {"last_day": "2026-12-31", "document_no": "示例〔2026〕1号"}
    staff.post(f"/rules/{other.pk}/start/", words)
    ending = RuleDraft.objects.get(code="CHAMP-HB")
    assert (ending.state, ending.written["uses"][0]["to"]) == ("proposed", "2026-12-31")


def test_programs_do_the_same_by_the_interface() -> None:
    staff, lead = signed_in("bureau_staff"), signed_in("bureau_lead")
    base = RuleSet.objects.get(code="LG-2026")

    def post(client: Client, path: str, **words: Any) -> Any:
        return client.post(f"/api/v1/{path}", words, content_type="application/json")

    draft = post(staff, f"rule-sets/{base.pk}/draft/").json()
    at = f"rule-drafts/{draft['id']}/"
    line = next(one for one in draft["written"]["criteria"] if one["code"] == "H2")
    refused = post(staff, f"{at}amend/", line={**line, "test": {"field": "moon"}})
    assert refused.status_code == 400
    assert post(staff, f"{at}amend/", line=[]).status_code == 400
    line["test"]["value"] = 6000
    assert post(staff, f"{at}amend/", line=line).status_code == 200
    assert post(staff, f"{at}propose/").json()["state"] == "proposed"
    assert post(staff, f"{at}turn-back/", reason="再看").json()["state"] == "draft"
    post(staff, f"{at}propose/")
    words = {"document_no": "示例", "effective_from": "2027-01-01"}
    assert post(staff, f"{at}enact/", **words).status_code == 403
    made = post(lead, f"{at}enact/", **words).json()["made"]
    found = staff.get(f"/api/v1/rule-sets/{made}/differences/?before={base.pk}").json()

    assert [(one["code"], one["fate"]) for one in found] == [("H2", "changed")]
    assert [one["label"] for one in found[0]["said"]] == ["门槛"]
    ended = {"last_day": "2027-12-31", "document_no": "示例"}
    assert post(staff, f"rule-sets/{made}/retire/", **ended).status_code == 201
