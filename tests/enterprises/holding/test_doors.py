"""Duties, complaints and projects from the pages and for programs."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprises.choices import Tier
from enterprises.choices.holding import DutyKind
from enterprises.models import Complaint, KeyProject, MilestonePaper, Recognition, TitleDuty
from enterprises.tasks import keep_duties
from services.rules.due import Standing, reasons
from tests.enterprises.batches.test_doors import JSON, said, signed_in
from tests.enterprises.register.conftest import Town, build_town
from tests.enterprises.titles.conftest import current
from tests.factories.titles import make_title

SIGNED = {
    "received_on": "2026-03-02",
    "complainant": "示例王某",
    "phone": "13800001234",
    "text": "研发费用虚报",
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def owing(town: Town, **values: Any) -> tuple[Recognition, TitleDuty]:
    title = make_title(town.enterprise(), Tier.SRDI_SME)
    words = {"counted_from": date(2026, 1, 1), "due_on": date(2026, 5, 31), **values}
    duty = TitleDuty.objects.create(
        enterprise=title.enterprise,
        jurisdiction=town.here,
        series=title.series,
        tier=title.tier,
        kind=DutyKind.YEARLY_UPDATE,
        **words,
    )
    return title, duty


def test_duties_are_done_and_forgiven_from_the_page_and_by_programs(town: Town) -> None:
    clerk, bureau = signed_in("district_staff", unit=town.here), signed_in("bureau_staff")
    title, duty = owing(town)
    _, lost = owing(town, reminded_on=date(2026, 3, 1), lost_on=date(2026, 6, 1))

    assert "已办结 1 项" in said(clerk, "/duties/done/", row=duty.pk, done_on="2026-05-20")
    assert "办结已撤回" in said(clerk, f"/duties/{duty.pk}/", reason="录错")
    assert clerk.post(f"/duties/{lost.pk}/", {"reason": "x", "excuse": "1"}).status_code == 403
    assert "复核资格已恢复" in said(bureau, f"/duties/{lost.pk}/", reason="平台故障", excuse="1")
    words = {"enterprises": title.enterprise.name, "cause": "merged", "on": "2026-02-01"}
    assert "已生成 1 项变更报告" in said(clerk, "/duties/changes/", **words)
    page = clerk.get("/duties/?state=excused").content.decode()
    assert "已恢复资格" in page

    api = "/api/v1/duties/"
    done = clerk.post(f"{api}fulfil/", {"duties": [duty.pk], "done_on": "2026-05-20"}, **JSON)
    assert [it["state"] for it in done.json()] == ["done"]
    back = clerk.post(f"{api}{duty.pk}/take-back/", {"reason": "录错"}, **JSON)
    assert (back.status_code, back.json()["done_on"]) == (200, None)
    assert bureau.post(f"{api}{duty.pk}/excuse/", {"reason": "x"}, **JSON).status_code == 409
    body = {"enterprise": title.enterprise_id, "cause": "reorganised", "on": "2026-02-01"}
    assert clerk.post(api, body, **JSON).status_code == 201
    assert len(clerk.get(f"{api}?state=excused").json()["results"]) == 1
    assert keep_duties(at="2026-03-03T04:00:00+00:00")["lost"] == 0


def test_a_specialist_hears_of_what_his_enterprise_owes() -> None:
    late = Standing(None, date(2026, 1, 1), duties=2, duty_due_on=date(2026, 5, 31))

    assert [it.text for it in reasons(late, on=date(2026, 6, 1))] == ["2 项称号更新已逾期"]
    (soon,) = reasons(late, on=date(2026, 5, 31))
    (far,) = reasons(late, on=date(2026, 5, 2))
    assert (soon.text, far.text) == ("2 项称号更新，今天到期", "2 项称号更新，29 天后到期")
    assert soon.weight > far.weight


def test_a_complaint_is_led_from_its_page_and_by_programs(town: Town) -> None:
    clerk, bureau = signed_in("district_staff", unit=town.here), signed_in("bureau_lead")
    title = make_title(town.enterprise())

    words = {"enterprise": title.enterprise.name, **SIGNED}
    assert "没有找到这家企业" in said(clerk, "/complaints/new/", **{**words, "enterprise": "无"})
    page = said(clerk, "/complaints/new/", **words)
    row = Complaint.objects.get()
    path = f"/complaints/{row.pk}/"
    assert f"已登记 {row.number}" in page
    assert SIGNED["complainant"] not in page
    assert clerk.post(path, {"reveal": "1", "reason": "核实"}).status_code == 403
    assert SIGNED["complainant"] in said(bureau, path, reveal="1", reason="核实")
    assert "据此撤销称号" not in clerk.get(path).content.decode()
    falls = {
        "outcome": "upheld",
        "conclusion": "属实",
        "series": title.series,
        "cause": "falsification",
        "on": "2026-03-03",
        "withdrawal_document": "鄂经信〔2026〕7号",
    }
    assert "举报已办结" in said(bureau, path, **falls)
    assert current(title.series).withdrawal_cause == "falsification"
    assert row.number in clerk.get("/complaints/?outcome=upheld").content.decode()
    assert row.number not in clerk.get("/complaints/?outcome=open").content.decode()

    api = "/api/v1/complaints/"
    made = clerk.post(api, {"enterprise": title.enterprise_id, **SIGNED}, **JSON)
    assert (made.status_code, made.json()["complainant"]) == (201, "示**")
    pk = made.json()["id"]
    assert clerk.post(f"{api}{pk}/reveal/", {"reason": "核实"}, **JSON).status_code == 403
    assert (
        bureau.post(f"{api}{pk}/reveal/", {"reason": "核实"}, **JSON).json()["phone"]
        == SIGNED["phone"]
    )
    found = {"outcome": "dismissed", "conclusion": "账目一致"}
    told = clerk.post(f"{api}{pk}/conclude/", found, **JSON)
    assert told.json()["outcome"] == "dismissed"
    assert clerk.get(f"{api}?open=true").json()["results"] == []
    assert signed_in("specialist").get("/complaints/").status_code == 403


def test_a_project_is_led_from_its_page_with_the_files_that_show_it(town: Town) -> None:
    bureau, clerk = signed_in("bureau_staff"), signed_in("district_staff", unit=town.here)
    firm = make_title(town.enterprise(), Tier.LITTLE_GIANT, valid_until=None).enterprise
    plan = {
        "enterprise": firm.name,
        "title": "示例计划",
        "year": 2026,
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
        "planned": "3200",
        "milestones": "2026-03-01 中试线投产\n2026-12-31，量产",
    }

    assert "应形如：2026-12-31" in said(
        bureau, "/key-projects/new/", **plan | {"milestones": "投产"}
    )
    assert "项目已登记" in said(bureau, "/key-projects/new/", **plan)
    row = KeyProject.objects.get()
    page = f"/key-projects/{row.pk}/"
    first, second = row.milestones.order_by("ordinal")
    assert "示例计划" in clerk.get("/key-projects/?late=on").content.decode()
    assert clerk.get("/key-projects/?state=passed").content.decode().count("示例计划") == 0
    sent = {"on": "2026-11-01", "file": SimpleUploadedFile("投产证明.pdf", b"%PDF-1.7 example")}
    assert "节点已登记完成" in said(clerk, f"/key-milestones/{first.pk}/", **sent)
    paper = MilestonePaper.objects.get()
    first.refresh_from_db()
    assert first.evidence == "投产证明.pdf"
    file = clerk.get(f"/milestone-papers/{paper.pk}/")
    assert b"".join(file.streaming_content) == b"%PDF-1.7 example"
    more = SimpleUploadedFile("补充.pdf", b"%PDF-1.7 more")
    assert "佐证文件已保存" in said(clerk, f"/key-milestones/{first.pk}/paper/", file=more)
    assert "佐证文件已撤下" in said(clerk, f"/milestone-papers/{paper.pk}/remove/", reason="换新")
    assert "请写明佐证材料" in said(clerk, f"/key-milestones/{second.pk}/", on="2026-11-01")
    words = {"state": "passed", "on": "2026-11-02", "invested": "3000", "evaluation": "意见"}
    assert "还有 1 个节点没有完成" in said(bureau, f"{page}evaluate/", **words)
    assert clerk.post(f"{page}evaluate/", words).status_code == 403
    assert "补充.pdf" in clerk.get(page).content.decode()
    assert "重点“小巨人”项目" in clerk.get(f"/enterprises/{firm.pk}/").content.decode()
    other = signed_in("district_staff", unit=town.there)
    assert other.get(page).status_code == 404
    assert other.get(f"/milestone-papers/{paper.pk}/").status_code == 404

    api = "/api/v1/milestone-papers/"
    sent = {"milestone": second.pk, "file": SimpleUploadedFile("丙.pdf", b"%PDF-1.7 c")}
    made = clerk.post(api, sent).json()
    kept = clerk.get(f"{api}{made['id']}/file/")
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 c"
    taken = clerk.post(f"{api}{made['id']}/remove/", {"reason": "换新"}, **JSON).json()
    assert (made["name"], taken["removed_reason"]) == ("丙.pdf", "换新")


def test_programs_keep_projects(town: Town) -> None:
    bureau: Client = signed_in("bureau_staff")
    clerk = signed_in("district_staff", unit=town.here)
    firm = make_title(town.enterprise(), Tier.LITTLE_GIANT, valid_until=None).enterprise
    api = "/api/v1/key-projects/"
    plan = {
        "enterprise": firm.pk,
        "title": "示例计划",
        "year": 2026,
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
        "planned": "3200.00",
        "milestones": [{"title": "投产", "due_on": "2026-12-31"}],
    }

    made = bureau.post(api, plan, **JSON)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    (milestone,) = clerk.get(f"/api/v1/key-milestones/?project={pk}").json()["results"]
    reached = {"on": "2026-11-01", "evidence": "投产证明"}
    path = f"/api/v1/key-milestones/{milestone['id']}/reach/"
    assert clerk.post(path, reached, **JSON).json()["evidence"] == "投产证明"
    words = {"state": "failed", "on": "2026-11-02", "invested": "1000.00", "evaluation": "意见"}
    told = bureau.post(f"{api}{pk}/evaluate/", words, **JSON)
    assert (told.json()["state"], told.json()["claw_back"]) == ("failed", True)
