"""A report as people read it: figures opened, a list kept as a view, a briefing, Ctrl-K."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting.actions import reports
from wuhan_smes.scope import scoped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(monkeypatch):
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)
    unit = make_unit("jiangxia")
    for name in ("示例江夏光电", "示例江夏智能"):
        firm = make_enterprise(unit=unit, name=f"武汉{name}有限公司")
        award(firm, Tier.SRDI_SME, until=timezone.localdate() + timedelta(60))
        make_ticket("collected", enterprise=firm, title=f"{name}招工难")
    return make_user("district_staff", unit=unit)


@pytest.fixture
def made(clerk):
    """The table of changes of this year."""
    access = access_for(clerk)
    with scoped(access):
        asked = reports.order(
            "tier-flows", access=access, at=timezone.now(), words={}, layout="pdf"
        )
    run(asked.job_id)
    return asked


def test_figures_are_opened_kept_told_and_found(visitor_here, clerk, made):
    person = visitor_here()

    def seen(name: str) -> None:
        """Nothing hidden, nothing in the way, and a picture where PICTURES says."""
        assert (person.faults(name=name), person.complaints) == ([], [])

    person.sign_in(clerk.username, PASSWORD)
    person.open(f"/reports/runs/{made.pk}/")
    seen("report-run")
    person.follow(person.page.locator("tbody td.num a").last)
    assert person.page.locator("h1").inner_text() == "数字来源"
    assert person.page.locator("[aria-labelledby=rows] tbody tr").count() == 2
    seen("report-figure")

    person.page.locator("details.export-menu summary").click()
    person.page.get_by_text("选栏目，存为视图").click()
    person.page.get_by_label("视图名称").fill("本区在册")
    seen("report-new-view")
    person.follow(person.page.get_by_role("button", name="保存"))
    assert person.page.locator("h1").inner_text() == "本区在册"
    assert person.page.locator("tbody tr").count() == 2
    seen("report-view")

    for path, name in (
        ("/reports/", "reports"),
        ("/reports/briefing/?kind=week", "report-briefing"),
        ("/reports/forms/", "report-forms"),
        ("/views/", "report-views"),
    ):
        person.open(path)
        seen(name)

    person.page.keyboard.press("Control+k")
    person.page.get_by_label("查找企业、问题、措施、报表").press_sequentially("江夏光电")
    person.page.locator("#find-hits").get_by_text("示例江夏光电招工难").wait_for()
    seen("find-dialog")
    person.follow(person.page.locator("#find-hits").get_by_text("武汉示例江夏光电有限公司"))
    assert "武汉示例江夏光电有限公司" in person.page.locator("h1").inner_text()
    assert person.went_outside() == []
