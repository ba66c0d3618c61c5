"""A month's table: asked for by the city, handed in, sent back once, handed in again, accepted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.choices import Tier
from tests.browser.conftest import Visitor
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting.models import HandIn, ReportRun
from wuhan_smes.scope import bootstrap_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(person: Visitor, name: str) -> None:
    person.follow(person.page.get_by_role("button", name=name, exact=True).first)


def made() -> ReportRun:
    """The newest table ordered, made as a worker makes it."""
    with bootstrap_scope():
        ordered = ReportRun.objects.latest("pk")
    run(ordered.job_id)
    return ordered


def test_a_month_is_asked_for_handed_in_sent_back_and_accepted(
    visitor_here: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)
    unit, today = make_unit("jiangxia"), timezone.localdate()
    for name in ("武汉示例江夏光电有限公司", "武汉示例江夏智能有限公司"):
        award(make_enterprise(unit=unit, name=name), Tier.SRDI_SME, until=today + timedelta(60))
    city, district = visitor_here(), visitor_here()
    city.sign_in(make_user("bureau_lead").username, PASSWORD)
    district.sign_in(make_user("district_lead", unit=unit).username, PASSWORD)
    for person in (city, district):
        person.page.on("dialog", lambda dialog: dialog.accept())

    city.open("/reports/tier-table/open-period/")
    city.page.get_by_label("报送期").fill("本月")
    city.page.get_by_label("截止日").fill((today + timedelta(3)).isoformat())
    press(city, "开设")
    with bootstrap_scope():
        row = HandIn.objects.get(jurisdiction=unit)
    address = f"/reports/hand-ins/{row.pk}/"
    district.open("/")
    expect(district.page.get_by_text("待报送").first).to_be_visible()
    district.open(address)
    press(district, "生成")
    first = made()
    late = make_enterprise(unit=unit, name="武汉示例补录有限公司")
    award(late, Tier.SRDI_SME, until=today + timedelta(60), recorded_at=timezone.now())
    district.open(address)
    expect(district.page.locator("main")).to_contain_text("武汉示例补录有限公司")
    assert district.faults(name="hand-in") == []
    press(district, "报送")

    city.open(address)
    city.page.get_by_label("退回原因").fill("请补录一家")
    press(city, "退回")
    district.open(address)
    expect(district.page.locator("main")).to_contain_text("请补录一家")
    press(district, "生成")
    second = made()
    district.open(address)
    press(district, "报送")
    city.open(address)
    press(city, "接收")
    assert city.faults() == []

    with bootstrap_scope():
        row.refresh_from_db()
        assert (row.state, row.accepted_run_id) == ("accepted", second.pk)
        assert ReportRun.objects.get(pk=first.pk).sealed_at is not None
    for person in (city, district):
        assert person.complaints == []
        assert person.went_outside() == []
