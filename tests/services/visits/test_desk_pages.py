"""Visits written at a desk: put right with a reason, taken over from the past, their history."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from services.models import Visit, VisitMember
from tests.factories.accounts import make_agency, make_unit, make_user
from tests.factories.visits import make_visit
from tests.services.visits.test_pages import Desk, signed_in, written
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
FRESH = timedelta(hours=2)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def visit_of(desk: Desk, **values: Any) -> Visit:
    at = timezone.now() - FRESH
    given = {"visited_at": at, "recorded_at": at, "received_phone": "13800001234", **values}
    return make_visit(desk.enterprise, desk.station, specialist=desk.specialist, **given)


def words(visit: Visit, **more: Any) -> dict[str, Any]:
    return {
        "mode": visit.mode,
        "purposes": visit.purposes,
        "summary": visit.summary,
        "expected_version": visit.version,
        "reason": "听错了",
        **more,
    }


def test_a_visit_is_put_right_on_its_page_and_the_page_tells_what_was_changed(desk: Desk) -> None:
    visit = visit_of(desk)
    path = f"/visits/{visit.pk}/amend/"

    form = desk.walker.get(path).content.decode()
    answer = desk.walker.post(path, words(visit, summary="订单下降三成", mode="phone", staff="30"))

    visit.refresh_from_db()
    assert "13800001234" not in form
    assert answer.headers["Location"] == f"/visits/{visit.pk}/"
    assert (visit.summary, visit.mode, visit.staff, visit.version) == (
        "订单下降三成",
        "phone",
        30,
        2,
    )
    assert visit.received_phone == "13800001234"
    page = desk.walker.get(f"/visits/{visit.pk}/").content.decode()
    assert "听错了" in page
    assert "<del>实地</del> → 电话" in page
    assert "<del>—</del> → 30" in page
    colleague = signed_in(make_user("specialist", station=desk.station))
    for reader in (desk.somebody("auditor"), colleague):
        assert "听错了" in reader.get(f"/visits/{visit.pk}/").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": ""}, "请说明更正理由"),
        ({"summary": ""}, "请填写走访情况"),
        ({"expected_version": 7}, "已被他人修改"),
    ],
)
def test_what_cannot_be_put_right_is_said_on_the_form(
    desk: Desk, more: dict[str, Any], said: str
) -> None:
    visit = visit_of(desk)

    answer = desk.walker.post(f"/visits/{visit.pk}/amend/", words(visit, place="新址", **more))

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "新址" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.version == 1


def test_the_days_over_the_page_says_so_and_offers_nothing(desk: Desk) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    visit = visit_of(desk, visited_at=long_ago, recorded_at=long_ago)

    page = desk.walker.get(f"/visits/{visit.pk}/").content.decode()
    refused = desk.walker.post(f"/visits/{visit.pk}/amend/", words(visit, summary="改"))

    assert "不能更正" in page
    assert f"/visits/{visit.pk}/amend/" not in page
    assert "天，不能更正" in refused.content.decode()


def test_others_put_nothing_right(desk: Desk) -> None:
    visit = visit_of(desk)
    stranger = signed_in(make_user("district_lead", unit=make_unit("hanyang")))

    for client, code in ((stranger, 404), (desk.somebody("auditor"), 403)):
        assert client.post(f"/visits/{visit.pk}/amend/", words(visit)).status_code == code


def test_who_stays_in_the_team_keeps_the_agency_he_was_written_with(desk: Desk) -> None:
    visit, agency = visit_of(desk), make_agency(desk.unit)
    with bootstrap_scope():
        VisitMember.objects.create(
            visit=visit, ordinal=1, name="甲", unit=agency.name, agency=agency, rank="department"
        )
    team = {
        "member-0-name": "甲",
        "member-0-unit": agency.name,
        "member-0-rank": "department",
        "member-1-name": "乙",
        "member-1-unit": "区科经局",
        "member-1-rank": "district",
    }

    desk.walker.post(f"/visits/{visit.pk}/amend/", words(visit, **team))

    rows = visit.members.order_by("ordinal").values_list("name", "agency_id")
    assert list(rows) == [("甲", agency.pk), ("乙", None)]


def of_the_past(desk: Desk, **more: Any) -> dict[str, Any]:
    given = written(desk, uscc=desk.enterprise.uscc, late_reason="旧台账未录", **more)
    given["visited_at"] = f"{timezone.localtime() - timedelta(days=200):%Y-%m-%dT%H:%M}"
    return given


def test_the_district_takes_over_a_visit_of_the_past_with_the_reason(desk: Desk) -> None:
    sent = of_the_past(desk, station=desk.station.pk)

    answer = desk.lead.post("/visits/past/", sent)
    again = desk.lead.post("/visits/past/", sent, follow=True)

    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/visits/{visit.pk}/"
    assert (visit.historical, visit.station, visit.late_reason) == (
        True,
        desk.station,
        "旧台账未录",
    )
    assert "没有重复登记" in again.content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"late_reason": ""}, "请说明补录理由"),
        ({"uscc": ""}, "请填写企业的统一社会信用代码"),
        ({}, "请写明市领导、市直部门或区级的走访人员"),
    ],
)
def test_a_visit_of_the_past_is_refused_beside_its_field(
    desk: Desk, more: dict[str, Any], said: str
) -> None:
    answer = desk.lead.post("/visits/past/", {**of_the_past(desk), **more})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Visit.objects.count() == 0


def test_a_second_one_of_the_station_that_day_needs_its_own_reason(desk: Desk) -> None:
    sent = of_the_past(desk, station=desk.station.pk)
    desk.lead.post("/visits/past/", sent)

    second = {**sent, "client_uuid": str(uuid4()), "summary": "下午又去"}
    refused = desk.lead.post("/visits/past/", second)
    desk.lead.post("/visits/past/", {**second, "again_reason": "上下午两批人"})

    assert "再次走访请填写理由" in refused.content.decode()
    assert Visit.objects.count() == 2


def test_a_specialist_takes_nothing_over(desk: Desk) -> None:
    assert desk.walker.get("/visits/past/").status_code == 403
