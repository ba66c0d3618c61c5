"""The 102 clauses as commitments, their pages, their interface, their table."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from rest_framework.test import APIClient

from measures.choices import AgencyRole
from measures.models import Clause, Commitment, CommitmentUnit, ProgressEntry
from tests.factories.accounts import make_agency, make_unit, make_user
from tests.factories.records import make_commitment
from wuhan_smes.accounts.models.unit import AgencyKind
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 evidence"


def signed_in(role: str, **where: Any) -> tuple[Client, APIClient]:
    user = make_user(role, **where)
    page, api = Client(), APIClient()
    page.force_login(user)
    api.force_login(user)
    return page, api


def test_every_clause_is_owed_by_somebody_or_shown_as_a_gap() -> None:
    with bootstrap_scope():
        rows = Commitment.objects.all()
        leads = CommitmentUnit.objects.filter(role=AgencyRole.LEAD)
        gaps = dict(rows.exclude(gaps=[]).values_list("clause__code", "gaps"))
        districts = CommitmentUnit.objects.filter(
            commitment__clause__code="1a", agency__kind=AgencyKind.DISTRICT_GOVERNMENT
        )

        assert rows.count() == Clause.objects.count() == 102
        assert set(leads.values_list("commitment", flat=True)) == set(
            rows.values_list("pk", flat=True)
        )
        assert districts.count() == 15
        assert set(rows.values_list("starts_on", flat=True)) == {None}
        assert not rows.filter(due_on=None).exists()
    assert {code.rstrip("abcdef"): flags for code, flags in gaps.items()} == {
        "17": ["F7"],
        "18": ["F6"],
        "23": ["F7"],
        "25": ["F8"],
    }


def test_a_department_signs_its_quarter_by_page_and_the_bureau_returns_and_takes_it() -> None:
    agency = make_agency()
    commitment = make_commitment(agency)
    handler, _ = signed_in("handler", agency=agency)
    bureau, api = signed_in("bureau_staff")
    address = f"/commitments/{commitment.pk}/"
    quarter = "2025-07-01"

    words = {"agency_id": agency.pk, "quarter_on": quarter, "text": "已完成 2 场", "figure": "2"}
    file = SimpleUploadedFile("清单.pdf", PDF, "application/pdf")
    made = handler.post(address, {**words, "evidence": file})
    assert made.status_code in {200, 302}, made.content.decode()
    quarters = [c[0] for c in handler.get(address).context["form"].fields["quarter_on"].choices]
    if quarter not in quarters:
        file = SimpleUploadedFile("清单.pdf", PDF, "application/pdf")
        made = handler.post(address, {**words, "quarter_on": quarters[0], "evidence": file})
    assert made.status_code == 302

    with bootstrap_scope():
        entry = ProgressEntry.objects.get(commitment=commitment)
        evidence = entry.evidence.get()
    judge = f"/progress/{entry.pk}/judge/"
    assert "清单.pdf" in bureau.get(address).content.decode()
    kept = bureau.get(f"/progress/{entry.pk}/evidence/{evidence.pk}/")
    assert b"".join(kept.streaming_content) == PDF
    assert bureau.post(judge, {"return": "1", "reason": ""}).status_code == 302
    bureau.post(judge, {"return": "1", "reason": "请写明地点"})
    desk = handler.get(f"/commitments/desk/?quarter={entry.quarter_on}").content.decode()
    assert "请写明地点" in desk
    assert handler.post(judge, {"accept": "1"}).status_code == 403
    assert api.post(f"/api/v1/progress/{entry.pk}/accept/").status_code == 409

    page = bureau.get("/commitments/")
    assert commitment.clause.title in page.content.decode()
    assert page.status_code == 200
    shown = {line.commitment.pk: line for line in page.context["lines"]}
    assert page.context["odd"] == len(Commitment.objects.exclude(gaps=[]))
    assert commitment.pk in shown
    assert bureau.get("/commitments/?gaps=1&light=grey").status_code == 200
    for light, count in page.context["tally"]:
        opened = bureau.get(f"/commitments/?light={light}")
        assert len(opened.context["lines"]) == count
        assert (f'href="?light={light}"' in page.content.decode()) is (count > 0)


def test_the_interface_takes_reports_and_files_and_shows_lights() -> None:
    unit = make_unit("jiangxia")
    agency = make_agency(unit, kind=AgencyKind.DISTRICT_GOVERNMENT)
    commitment = make_commitment(agency)
    _, district = signed_in("district_staff", unit=unit)
    _, elsewhere = signed_in("district_staff", unit=make_unit("huangpi"))
    _, lead = signed_in("bureau_lead")
    body = {"agency": agency.code, "quarter_on": "2025-04-01", "text": "已推进"}
    address = f"/api/v1/commitments/{commitment.pk}/"

    assert elsewhere.post(f"{address}report/", body).status_code == 404
    file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    made = district.post(f"{address}report/", {**body, "evidence": [file]}, format="multipart")
    assert made.status_code == 201, made.content
    entry = made.json()
    assert [it["name"] for it in entry["evidence"]] == ["a.pdf"]
    evidence = f"/api/v1/progress/{entry['id']}/evidence/{entry['evidence'][0]['id']}/"
    assert b"".join(district.get(evidence).streaming_content) == PDF
    assert elsewhere.get(evidence).status_code == 404
    returned = lead.post(f"/api/v1/progress/{entry['id']}/return/", {"reason": "补"})
    assert returned.json()["state"] == "returned"

    shown = lead.get(address, {"quarter": "2025-04-01"}).json()
    assert (shown["light"], shown["lead"]) == ("red", [{"code": agency.code, "name": agency.name}])
    assert [it["id"] for it in shown["progress"]] == [entry["id"]]
    hidden = elsewhere.get(address, {"quarter": "2025-04-01"}).json()
    assert (hidden["light"], hidden["progress"]) == (None, [])
    listed = lead.get("/api/v1/commitments/", {"measure": 1, "quarter": "2025-04-01"}).json()
    assert {it["measure"] for it in listed["results"]} == {shown["measure"]} or listed["results"]
    assert lead.get("/api/v1/commitments/", {"quarter": "spring"}).status_code == 400
    fresh = make_commitment(agency, starts_on=None)
    started = lead.post("/api/v1/commitments/start/", {"ids": [fresh.pk], "on": "2025-04-01"})
    assert [it["starts_on"] for it in started.json()] == ["2025-04-01"]


def test_the_breakdown_names_all_districts_as_documents_do() -> None:
    page, _ = signed_in("bureau_staff")

    made = page.get("/commitments/breakdown/", {"quarter": "2025-05-06", "layout": "xlsx"})
    paper = page.get("/commitments/breakdown/", {"quarter": "2025-04-01", "layout": "docx"})

    body = b"".join(made.streaming_content) if made.streaming else made.content
    drawn = b"".join(paper.streaming_content) if paper.streaming else paper.content
    text = zipfile.ZipFile(io.BytesIO(drawn)).read("word/document.xml").decode()
    assert "措施任务分解表" in text
    assert "各区人民政府" in text
    assert '<w:jc w:val="left"/>' in text  # long words begin at the edge of their column
    assert page.get("/commitments/breakdown/", {"layout": "odt"}).status_code == 400
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    first = next(row for row in rows if row[1] == "1a")
    assert first[4:7] == ("市经信局", "市投促局、各区人民政府", "2028年底前完成")
    assert len([row for row in rows if row[0] and str(row[0]).isdigit()]) == 102
    assert catalogue.get("breakdown").title == "措施任务分解表"
