"""The same acts from the pages and for programs: from an empty list to the titles, and back."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from enterprises.models import BatchCandidate, BatchObjection, Recognition, RecognitionBatch
from tests.enterprises.batches.conftest import Round, states
from tests.factories.accounts import make_user
from tests.factories.titles import make_title

JSON: dict[str, Any] = {"content_type": "application/json"}


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, **where))
    return client


def said(client: Client, path: str, **words: Any) -> str:
    """What the page says after an act was posted."""
    return client.post(path, words, follow=True).content.decode()


def test_a_batch_is_led_from_its_pages(world: Round) -> None:
    bureau, lead = signed_in("bureau_staff"), signed_in("bureau_lead")
    clerk = signed_in("district_staff", unit=world.here)
    firm, out = world.enterprise(), world.enterprise()
    opened = {
        "tier": "innovative_sme",
        "kind": "new",
        "name": "示例第九批",
        "recogniser": "示例省经信厅",
        "recogniser_level": "provincial",
        "year": 2026,
        "ordinal": 9,
    }
    assert clerk.post("/batches/open/", opened).status_code == 403
    assert "批次已登记" in said(bureau, "/batches/open/", **opened)
    assert "已经登记" in said(bureau, "/batches/open/", **opened)
    batch = RecognitionBatch.objects.get(name="示例第九批")
    path = f"/batches/{batch.pk}/"
    today = timezone.localdate()

    names = f"{firm.name}\n{out.uscc}"
    assert "没有找到：无此企业" in said(bureau, f"{path}do/add/", enterprises="无此企业")
    assert "已列入名单" in said(bureau, f"{path}do/add/", enterprises=names)
    assert "名单中没有企业" in said(bureau, f"{path}do/add-listed/", source="ready")
    assert "名单已冻结" in said(bureau, f"{path}do/freeze/", on=today, workdays=10)
    assert "名单已解冻" in said(bureau, f"{path}do/thaw/", reason="漏列")
    said(bureau, f"{path}do/freeze/", on=today, workdays=10)
    assert "名额已分配" in said(bureau, f"{path}quotas/", **{f"quota-{world.here.pk}": "1"})
    assert "没有需要修改的名额" in said(bureau, f"{path}quotas/")

    desk = clerk.get(f"{path}unit/").content.decode()
    assert firm.name in desk
    assert "名额 1 家" in desk
    words = {"unit": world.here.code, f"state-{out.pk}": "declined"}
    assert "须说明理由" in said(clerk, f"{path}unit/", **words)
    words |= {f"note-{out.pk}": "不符", f"state-{firm.pk}": "recommended", f"rank-{firm.pk}": "1"}
    assert "已报送" in said(clerk, f"{path}unit/", submit="1", **words)
    back = {"jurisdiction_id": world.here.pk, "reason": "再核"}
    assert "已退回该单位" in said(bureau, f"{path}do/hand-back/", **back)
    said(clerk, f"{path}unit/", submit="1", unit=world.here.code)
    assert "已进入评审" in said(bureau, f"{path}do/review/")
    results = {"enterprises": firm.name, "outcome": "passed"}
    assert "评审结果已登记" in said(bureau, f"{path}do/results/", **results)
    first = today - timedelta(days=20)
    assert "已进入公示" in said(bureau, f"{path}do/publicise/", notice_from=first)
    line = BatchCandidate.objects.get(batch=batch, enterprise=firm)
    words = {"candidate_id": line.pk, "raised_on": first, "raised_by": "示例王某", "text": "不实"}
    assert "异议已登记" in said(clerk, f"{path}do/object/", **words)
    objection = BatchObjection.objects.get()
    announced = {"document_no": "示例发〔2026〕9号", "announced_on": today, "valid_from": today}
    assert "须由另一人办理" in said(bureau, f"{path}do/announce/", **announced)
    settled = {"objection_id": objection.pk, "outcome": "dismissed", "settlement": "经核实"}
    page = said(bureau, f"{path}do/settle/", **settled)
    assert "异议已处理" in page
    assert "示**" in page
    assert "示例王某" not in page
    assert "已公布，称号已登记" in said(lead, f"{path}do/announce/", **announced)
    assert Recognition.objects.current().filter(batch=batch).count() == 1
    assert "公布已撤回" in said(lead, f"{path}do/retract/", reason="误办")
    assert states(batch) == {firm.pk: "publicised", out.pk: "declined"}

    listed = clerk.get("/batches/?stage=publicised").content.decode()
    assert "示例第九批" in listed
    assert clerk.post(f"{path}do/announce/", announced).status_code == 403
    assert bureau.post(f"{path}do/whim/").status_code == 404
    reader = signed_in("auditor")
    assert reader.get(path).status_code == 200
    assert reader.get(f"{path}unit/").status_code == 403


def test_programs_lead_a_batch_too(world: Round) -> None:
    bureau, clerk = signed_in("bureau_staff"), signed_in("district_staff", unit=world.here)
    firm = world.enterprise()
    batch = world.batch(firm)
    path, unit = f"/api/v1/batches/{batch.pk}/", {"jurisdiction": world.here.code}

    def post(client: Client, verb: str, body: Any, at: str = path) -> Any:
        return client.post(f"{at}{verb}", body, **JSON)

    frozen = post(bureau, "freeze/", {"workdays": 5})
    assert frozen.status_code == 200, frozen.content
    assert frozen.json()["frozen_on"] == timezone.localdate().isoformat()
    assert post(bureau, "thaw/", {"reason": "漏列"}).json()["frozen_on"] is None
    assert post(bureau, "add-listed/", {"source": "ready"}).status_code == 409
    post(bureau, "freeze/", {})
    assert post(bureau, "allot/", {"quotas": [{**unit, "quota": 1}]}).json()["count"] == 1
    nobody = {"quotas": [{"jurisdiction": "nowhere", "quota": 1}]}
    assert post(bureau, "allot/", nobody).status_code == 400
    word = {"enterprise": firm.pk, "state": "recommended", "rank": 1}
    assert post(clerk, "recommend/", {"enterprises": [word]}).json()["count"] == 1
    assert post(clerk, "submit/", unit).status_code == 200
    assert post(bureau, "hand-back/", {**unit, "reason": "再核"}).status_code == 200
    assert post(clerk, "submit/", unit).status_code == 200
    parts = bureau.get(f"/api/v1/batch-units/?batch={batch.pk}&submitted=true").json()["results"]
    assert [(it["jurisdiction"]["code"], it["quota"]) for it in parts] == [(world.here.code, 1)]
    post(bureau, "advance/", {"stage": "reviewing"})
    result = {"enterprise": firm.pk, "outcome": "passed"}
    assert post(bureau, "results/", {"results": [result]}).json()["count"] == 1
    again = {"enterprises": [firm.pk], "reason": "录错"}
    assert post(bureau, "take-back-results/", again).json()["count"] == 1
    post(bureau, "results/", {"results": [result]})
    post(bureau, "advance/", {"stage": "publicised", "notice_from": "2026-02-02"})
    line = bureau.get(f"{path}candidates/").json()["results"][0]
    assert (line["rank"], line["expert_outcome"]) == (1, "passed")
    body = {
        "candidate": line["id"],
        "raised_on": "2026-02-03",
        "raised_by": "示例王某",
        "text": "不实",
    }
    objections = "/api/v1/objections/"
    made = clerk.post(objections, body, **JSON)
    assert (made.status_code, made.json()["raised_by"]) == (201, "示**")
    settled = {"outcome": "dismissed", "settlement": "经核实"}
    told = post(bureau, f"{made.json()['id']}/settle/", settled, objections)
    assert told.json()["outcome"] == "dismissed"
    assert clerk.get(f"{objections}?open=true").json()["results"] == []
    words = {"document_no": "甲", "announced_on": "2026-03-01", "valid_from": "2026-03-01"}
    assert post(signed_in("bureau_lead"), "announce/", words).status_code == 200
    assert post(bureau, "retract/", {"reason": "误办"}).json()["stage"] == "publicised"


def test_a_review_is_filled_from_its_page(world: Round) -> None:
    title = make_title(world.enterprise(), tier="gazelle")
    batch = world.batch(tier="gazelle", kind="review")
    words = {"ends_from": "2026-12-01", "ends_to": "2026-12-31"}

    page = said(signed_in("bureau_staff"), f"/batches/{batch.pk}/do/add-due/", **words)

    assert "已列入应复核企业" in page
    assert states(batch) == {title.enterprise_id: "due"}
