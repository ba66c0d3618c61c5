"""A round of running monitoring and a new version of a rule, as people lead them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.factories.accounts import PASSWORD, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.titles import make_title
from wuhan_smes.rulekit.models import RuleSet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "示例长江光电有限公司"


def test_a_round_is_opened_at_the_bureau_and_filled_in_on_the_telephone(
    visitor_here: Callable[..., Visitor],
) -> None:
    today, unit = timezone.localdate(), make_unit("jiangan")
    enterprise = make_enterprise(unit=unit, name=NAME)
    make_title(enterprise, tier="srdi_sme", valid_from=today - timedelta(days=300))
    station = make_profile(make_station(unit)).station
    helper = make_user("specialist", station=station)
    make_assignment(enterprise, make_specialist(station, user=helper))
    last_month = today.replace(day=1) - timedelta(days=1)
    bureau, phone = visitor_here(), visitor_here(390)
    bureau.sign_in(make_user("bureau_staff").username, PASSWORD)

    bureau.open("/monitoring/")
    page = bureau.page
    page.get_by_label("期间").fill(f"{last_month:%Y-%m}")
    page.get_by_label("报送截止日").fill((today + timedelta(days=20)).isoformat())
    page.get_by_label("专精特新中小企业").check()
    page.get_by_label("依据").fill("示例监测通知")
    page.get_by_role("button", name="开启").click()
    expect(page.get_by_role("row", name=NAME)).to_be_visible()
    assert bureau.faults() == []

    phone.sign_in(helper.username, PASSWORD)
    phone.open("/monitoring/mine/")
    phone.follow(phone.page.get_by_role("link", name="填报").first)
    phone.page.locator("input[name=revenue]").fill("500")
    assert phone.faults() == []
    phone.follow(phone.page.get_by_role("button", name="保存"))
    page.reload()
    expect(page.locator(".stat", has_text="已报")).to_contain_text("1")
    assert bureau.complaints + phone.complaints == []


def test_a_line_of_a_rule_is_changed_compared_and_enacted_by_another(
    visitor_here: Callable[..., Visitor],
) -> None:
    rule = RuleSet.objects.newest().get(code="LG-2026")
    writer, lead = visitor_here(), visitor_here()
    writer.sign_in(make_user("bureau_staff").username, PASSWORD)
    lead.sign_in(make_user("bureau_lead").username, PASSWORD)

    writer.open(f"/rules/{rule.pk}/")
    page = writer.page
    writer.follow(page.get_by_role("button", name="起草新版本"))
    writer.follow(page.locator("a[href*='/lines/']").nth(1))
    note = page.get_by_label("说明", exact=True)
    note.fill("以审计报告为准")
    assert writer.faults() == []
    page.get_by_role("button", name="保存条款").click()
    expect(page.get_by_role("heading", name="差别")).to_be_visible()
    expect(page.locator("section[aria-labelledby=changes]")).to_contain_text("以审计报告为准")
    draft = page.url.removeprefix(writer.site)
    page.get_by_role("button", name="提交施行").click()
    expect(page.get_by_text("待施行").first).to_be_visible()

    lead.open(draft)
    assert lead.faults() == []
    expect(lead.page.get_by_role("button", name="施行", exact=True)).to_be_visible()
    assert writer.complaints + lead.complaints == []
