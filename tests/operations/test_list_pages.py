"""Lists of enterprises and titles, the radar, and one enterprise in full."""

from datetime import date, timedelta

import pytest
import time_machine

from enterprises.choices import Tier
from tests.factories.accounts import make_agency, make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.operations.holders import make_title
from wuhan_smes.web import listing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY} 10:00+08:00", tick=False):
        yield


@pytest.fixture
def here():
    return make_unit("jiangxia")


@pytest.fixture
def at_desk(client, here):
    client.force_login(make_user("district_staff", unit=here))
    return lambda address: client.get(address).content.decode()


def test_a_list_shows_one_s_own_unit_only(at_desk, here):
    mine = make_enterprise(unit=here)
    foreign = make_enterprise(unit=make_unit("hongshan"))
    for enterprise in (mine, foreign):
        make_title(enterprise)

    for address in ("/enterprises/", "/titles/", "/radar/?days=90"):
        page = at_desk(address)
        assert mine.name in page
        assert foreign.name not in page


def test_an_enterprise_of_another_unit_does_not_exist(client, at_desk, here):
    mine, foreign = make_enterprise(unit=here), make_enterprise(unit=make_unit("hongshan"))

    assert client.get(f"/enterprises/{mine.pk}/").status_code == 200
    assert client.get(f"/enterprises/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("q=光", "请至少输入两个字"),
        ("on=2026-02-30", "日期应形如 2025-07-25"),
        ("jurisdiction=hongshan", "没有这个单位，或它不在您的范围内"),
    ],
)
def test_a_wrong_filter_shows_why_and_no_rows_at_all(at_desk, here, words, sentence):
    mine = make_enterprise(unit=here)

    page = at_desk(f"/enterprises/?{words}")

    assert sentence in page
    assert mine.name not in page


def test_a_broken_page_mark_is_said_in_words(client, at_desk):
    response = client.get("/enterprises/?cursor=nonsense")

    assert response.status_code == 400
    assert "翻页标记无效" in response.content.decode()


def test_pages_lead_through_every_row_and_keep_the_filters(client, at_desk, here, monkeypatch):
    monkeypatch.setattr(listing, "SIZE", 2)
    names = {make_title(make_enterprise(unit=here)).enterprise.name for _ in range(5)}
    address, seen = "/radar/?days=90&tier=srdi_sme", []

    while address:
        page = client.get(address).context["page"]
        seen += [title.enterprise.name for title in page.rows]
        address = page.next_url

    assert sorted(seen) == sorted(names)
    assert "tier=srdi_sme" in page.previous_url


def test_the_radar_counts_the_last_day_itself(client, at_desk, here):
    edges = {left: TODAY + timedelta(days=left) for left in (0, 30, 31)}
    for valid_to in edges.values():
        make_title(make_enterprise(unit=here), valid_to=valid_to)
    make_title(make_enterprise(unit=here), review_pending=True)
    make_title(make_enterprise(unit=here), valid_to=TODAY - timedelta(days=1))

    lines = client.get("/radar/?days=30").context["lines"]

    assert [(line.days_left, line.valid_to) for line in lines] == [(0, edges[0]), (30, edges[30])]


def test_the_unions_of_the_base_are_found_by_the_rung(at_desk, here):
    for tier in (Tier.TECH_SME, Tier.INNOVATIVE_SME, Tier.SRDI_SME):
        make_title(make_enterprise(unit=here, name=f"示例{tier.label}公司"), tier)

    page = at_desk("/enterprises/?tier=tech_innovative")

    assert "示例科技型中小企业公司" in page
    assert "示例创新型中小企业公司" in page
    assert "示例专精特新中小企业公司" not in page


def test_a_phone_number_is_masked_and_the_trail_is_for_those_who_may_read_it(client, at_desk, here):
    enterprise = make_enterprise(unit=here)
    make_contact(enterprise, phone="13912345678")

    page = at_desk(f"/enterprises/{enterprise.pk}/")
    client.force_login(make_user("auditor"))
    audited = client.get(f"/enterprises/{enterprise.pk}/").content.decode()

    assert "*******5678" in page
    assert "13912345678" not in page
    assert "操作留痕" not in page
    assert "操作留痕" in audited


def test_the_life_of_an_enterprise_is_told_newest_first(client, at_desk, here):
    enterprise = make_enterprise(unit=here, former_names=[("示例旧名公司", date(2022, 5, 1))])
    make_title(enterprise, since=date(2024, 1, 1), valid_to=date(2026, 12, 31))

    events = client.get(f"/enterprises/{enterprise.pk}/").context["events"]

    told = [(event.on, event.text) for event in events]
    assert told == sorted(told, key=lambda one: one[0], reverse=True)
    assert (date(2027, 1, 1), "期满：专精特新中小企业") in told
    assert (date(2024, 1, 1), "专精特新中小企业") in told
    assert any("示例旧名公司" in text for _, text in told)


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("district_lead", "办事入口", "2028 年目标"),
        ("handler", "本单位承担的措施", "今日梯度"),
        ("administrator", "办事入口", "查企业"),
    ],
)
def test_the_first_page_shows_what_the_role_works_with(client, role, seen, unseen):
    agency = make_agency() if role == "handler" else None
    client.force_login(make_user(role, agency=agency))

    page = client.get("/").content.decode()

    assert seen in page
    assert unseen not in page
