"""Departments bring short lists of the records they lead, all of a list or nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from measures.models import PublicEvent, TechDeputy
from tests.factories.accounts import make_agency, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.records import make_answering
from wuhan_smes.exchange import at_once
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
DEPUTIES = "企业名称,统一社会信用代码,台账编号,事项名称,日期,姓名,派出单位\n"
EVENTS = "台账编号,管理单位,事项名称,日期,形式,岗位\n"


def signed_in(role: str, **where: object) -> Client:
    page = Client()
    page.force_login(make_user(role, **where))  # type: ignore[arg-type] # as make_user's
    return page


def handed(page: Client, kind: str, text: str) -> tuple[int, str]:
    file = SimpleUploadedFile("名单.csv", text.encode())
    answer = page.post(f"/records/{kind}/list/", {"file": file})
    return answer.status_code, answer.content.decode()


def deputy(code: str, number: str, title: str = "科技副总") -> str:
    return f"示例企业,{code},{number},{title},2025-03-01,李四,示例大学\n"


def kept() -> int:
    with bootstrap_scope():
        return TechDeputy.objects.count()


def test_a_department_brings_records_of_enterprises_and_units_it_leads() -> None:
    near, far = make_unit("jiangxia"), make_unit("huangpi")
    first, second = make_enterprise(unit=near).uscc or "", make_enterprise(unit=far).uscc or ""
    department, government = make_agency(), make_agency(near, kind="district_government")
    make_answering(department, "8f", "20e")
    make_answering(government, "8f")
    page = signed_in("handler", agency=department)
    assert "按表登记" in page.get("/records/deputies/").content.decode()
    assert page.get("/records/deputies/list/").status_code == 200
    template = page.get("/records/deputies/list/?template=1")
    assert b"".join(template)[:2] == b"PK"

    nobody = "91420100616400352X"
    status, shown = handed(page, "deputies", DEPUTIES + deputy(first, "1") + deputy(nobody, "2"))
    assert (status, kept()) == (400, 0)
    assert "第 3 行" in shown
    assert "没有找到可登记的企业" in shown
    governed = signed_in("handler", agency=government)
    both = DEPUTIES + deputy(first, "1") + deputy(second, "2")
    assert "第 3 行" in handed(governed, "deputies", both)[1]

    assert handed(page, "deputies", both)[0] == 302
    assert handed(page, "deputies", both.replace("科技副总", "改后"))[0] == 302
    with bootstrap_scope():
        rows = TechDeputy.objects.order_by("number")
        assert [(row.jurisdiction_id, row.title, row.version) for row in rows] == [
            (near.pk, "改后", 2),
            (far.pk, "改后", 2),
        ]
        assert rows[0].source == "《名单.csv》 第1表第2行"
    events = (
        EVENTS + "HD-1,江夏区,招聘会,2025-03-01,招聘会,3000\nHD-2,,全市招聘会,2025-03-02,招聘会,\n"
    )
    assert handed(page, "events", events)[0] == 302
    with bootstrap_scope():
        units = list(PublicEvent.objects.order_by("number").values_list("jurisdiction", flat=True))
        assert units == [near.pk, department.jurisdiction_id]


def test_who_does_not_keep_a_kind_brings_no_list_of_it() -> None:
    department = make_agency()
    make_answering(department, "8f", role="co")
    row = DEPUTIES + deputy(make_enterprise(unit=make_unit("jiangxia")).uscc or "", "1")

    for page in (signed_in("handler", agency=department), signed_in("auditor")):
        assert page.get("/records/deputies/list/").status_code == 403
        assert handed(page, "deputies", row)[0] == 403
    assert signed_in("handler", agency=department).get("/records/x/list/").status_code == 404
    assert kept() == 0


def test_a_district_brings_a_short_list_of_its_own_enterprises_alone() -> None:
    near, far = make_unit("jiangxia"), make_unit("huangpi")
    page = signed_in("district_staff", unit=near)
    mine, foreign = make_enterprise(unit=near).uscc or "", make_enterprise(unit=far).uscc or ""

    assert "没有找到" in handed(page, "deputies", DEPUTIES + deputy(foreign, "1"))[1]
    assert handed(page, "deputies", DEPUTIES + deputy(mine, "1"))[0] == 302
    outside = EVENTS + "HD-1,黄陂区,招聘会,2025-03-01,招聘会,3000\n"
    assert "只能登记本单位的台账" in handed(page, "events", outside)[1]


def test_a_list_is_short_and_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    page = signed_in("district_staff", unit=make_unit("jiangxia"))
    row = "HD-{},江夏区,招聘会,2025-03-01,招聘会,3000\n"

    assert "请选择文件" in page.post("/records/events/list/").content.decode()
    assert handed(page, "events", "随便,什么\n1,2\n")[0] == 400
    assert handed(page, "events", EVENTS)[0] == 400
    monkeypatch.setattr(at_once, "MOST_BYTES", 10)
    assert "最多" in handed(page, "events", EVENTS + row.format(1))[1]


def test_a_program_brings_the_same_lists_by_the_same_rules() -> None:
    department, aside = make_agency(), make_agency()
    make_answering(department, "8f")
    make_answering(aside, "8f", role="co")
    code = make_enterprise(unit=make_unit("jiangxia")).uscc or ""

    def handed_in(who: dict[str, object], text: str) -> Any:
        api = APIClient()
        api.force_login(make_user("handler", **who))  # type: ignore[arg-type] # as make_user's
        file = SimpleUploadedFile("名单.csv", text.encode())
        return api.post("/api/v1/records/deputies/list/", {"file": file}, format="multipart")

    good, wrong = deputy(code, "1"), deputy("91420100616400352X", "2")
    assert handed_in({"agency": aside}, DEPUTIES + good).status_code == 403
    refused = handed_in({"agency": department}, DEPUTIES + good + wrong)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/rows/3"
    assert kept() == 0
    taken = handed_in({"agency": department}, DEPUTIES + good)
    assert (taken.status_code, taken.json()) == (201, {"new": 1, "changed": 0, "unchanged": 0})
