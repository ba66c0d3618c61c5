"""From a list of who lacks one thing, to a task on a specialist's telephone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.actions import prospects
from enterprises.models import Assessment, Enterprise
from tests.browser.conftest import Visitor
from tests.factories.accounts import PASSWORD, make_access, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators, make_size
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.titles import make_title
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "示例长江光电有限公司"


def nearly_a_giant(name: str) -> Enterprise:
    """A 专精特新 enterprise that lacks one patent by the standard of today and nothing else."""
    this = timezone.localdate().year
    enterprise = make_enterprise(unit=make_unit("jiangan"), name=name)
    make_title(enterprise, tier="srdi_sme", valid_from=timezone.localdate() - timedelta(days=300))
    make_size(enterprise, this - 1, "small")
    calm = {"serious_incidents": 0, "data_falsification": 0, "award_provincial_up_count": 0}
    for year in range(this - 3, this + 1):
        amounts = {"revenue": 100_000_000 + 20_000_000 * (year - this + 3)}
        last = {
            "main_revenue": 135_000_000,
            "total_assets": 1000,
            "total_liabilities": 500,
            "segment_years": 5,
            "market_share": 20,
            "residency_mainland": True,
            "on_abnormal_list": False,
            "on_dishonest_list": False,
            "prohibited_industry": False,
            "ip_class1_applied_own_top3": 3,
            "j_key_field": True,
            "lg_control_link": False,
            "lg_same_group_similar_product": False,
        }
        told = {**amounts, "rd_expense": 8_000_000} if year < this else {"platform_score": 70}
        make_indicators(enterprise, year, **calm, **told, **(last if year == this - 1 else {}))
    return enterprise


def test_the_bureau_finds_who_lacks_one_thing_and_the_specialist_hears_of_it(
    visitor_here: Callable[..., Visitor],
) -> None:
    enterprise = nearly_a_giant(NAME)
    station = make_profile(make_station(make_unit("jiangan"), name="示例街道服务站")).station
    helper = make_user("specialist", station=station, display_name="示例专员")
    make_assignment(enterprise, make_specialist(station, user=helper), cadence_days=30)
    access = make_access("bureau_staff")
    with scoped(access):
        prospects.refresh(access=access, at=timezone.now())
    staff = make_user("bureau_staff")
    person = visitor_here()
    person.sign_in(staff.username, PASSWORD)
    page = person.page

    person.open("/prospects/")
    page.get_by_label("目标梯度").select_option("little_giant")
    page.get_by_label("只差").select_option("one")
    page.get_by_label("现持有").select_option("srdi_sme")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("row", name=NAME)).to_be_visible()
    assert person.faults() == []
    person.shot("prospects-lacking-one")
    person.follow(page.get_by_role("link", name=f"逐条看 {NAME}"))
    expect(page.get_by_role("heading", name="不符合")).to_be_visible()
    person.shot("assessment")
    page.get_by_text("中的任何一项").click()
    assert person.faults() == []

    page.locator("input[name='f.ip_class1_applied_own_top3']").fill("4")
    page.locator("input[name='f.ip_class1_applied_own_top3']").press("Tab")
    expect(page.get_by_text("改动后为“符合”")).to_be_visible()
    with bootstrap_scope():
        assert Assessment.objects.count() == 0

    person.follow(page.get_by_role("button", name="加入培育库"))
    person.follow(page.locator("tbody a", has_text=NAME).first)
    page.get_by_role("textbox", name="任务").fill("补一项自主知识产权")
    page.get_by_label("完成期限").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("交服务专员").check()
    page.get_by_role("button", name="下达任务").click()
    expect(page.locator("strong", has_text="补一项自主知识产权")).to_be_visible()
    assert person.complaints == []

    phone = visitor_here(390)
    phone.sign_in(helper.username, PASSWORD)
    phone.open("/")
    expect(phone.page.get_by_text("补一项自主知识产权").first).to_be_visible()
    phone.page.locator(".today-card summary", has_text="办结").first.click()
    phone.page.get_by_label("办理情况").fill("已上门")
    assert phone.faults() == []
    phone.page.get_by_role("button", name="已办结").click()
    expect(phone.page.get_by_text("培育任务已办结")).to_be_visible()


def test_the_pages_fit_the_screen_and_work_without_scripts(
    visitor_here: Callable[..., Visitor],
) -> None:
    enterprise = nearly_a_giant(NAME)
    access = make_access("bureau_staff")
    with scoped(access):
        prospects.refresh(access=access, at=timezone.now())
    staff = make_user("bureau_staff")
    person = visitor_here()
    person.sign_in(staff.username, PASSWORD)
    found = {}
    for path in (
        "/prospects/",
        "/prospects/discovered/",
        "/prospects/reviews/",
        "/prospects/load/?tier=little_giant",
        "/rule-changes/",
        f"/enterprises/{enterprise.pk}/assessment/",
        f"/enterprises/{enterprise.pk}/assessment/?f.ip_class1_applied_own_top3=4",
    ):
        person.open(path)
        found[path] = person.faults()
    assert {path: fault for path, fault in found.items() if fault} == {}
    assert person.complaints == []

    plain = visitor_here(390, scripts=False)
    plain.sign_in(staff.username, PASSWORD)
    plain.open(f"/enterprises/{enterprise.pk}/assessment/")
    plain.page.locator("summary", has_text="中的任何一项").click()
    plain.page.locator("input[name='f.ip_class1_applied_own_top3']").fill("4")
    plain.page.get_by_role("button", name="看结论").click()
    expect(plain.page.get_by_text("改动后为“符合”")).to_be_visible()
