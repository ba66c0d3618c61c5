"""A programme on screen: written down, tried in the sandbox, put into force by another person, and
its people found; and every page of money before there is any.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.choices import Tier
from measures.models import Entitlement, Programme
from tests.browser.conftest import Visitor
from tests.browser.test_batches import pressed, signed_in, sound
from tests.exchange.driving import work
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.promises import make_document, make_matter, make_programme
from tests.factories.titles import make_title
from wuhan_smes.scope import bootstrap_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# As long as a name of the register may well be.
LONG = "示例（武汉东湖新技术开发区）先进光电子制造与智能装备产业技术研究院有限责任公司第二分公司"
EMPTY = {
    "/money/": "finance",
    "/money/payments/": "payments",
    "/money/batches/": "batches",
    "/money/clawbacks/": "clawbacks",
    "/money/budgets/": "budgets",
    "/money/overview/": "overview",
    "/entitlements/": "entitlements",
    "/entitlements/desk/": "desk",
    "/entitlements/chase/": "chase",
    "/entitlements/unmapped/": "unmapped",
    "/programmes/?q=没有这样的项目": "programmes",
    "/sandbox/": "sandbox",
}


@pytest.fixture
def little_giants(transactional_db: None) -> None:
    """One known since last year, and one of this year's list that came in today."""
    unit, year = make_unit("jiangan"), timezone.localdate().year
    gained = {"valid_from": date(year, 1, 2)}
    make_title(make_enterprise(unit=unit, name=LONG), Tier.LITTLE_GIANT, **gained)
    late = make_enterprise(unit=unit, name="示例江城后报企业有限公司")
    make_title(late, Tier.LITTLE_GIANT, **gained, recorded_at=timezone.now())


def test_a_programme_is_added_tried_and_put_into_force_on_screen(
    visitor_here: Callable[..., Visitor], little_giants: None
) -> None:
    with bootstrap_scope():
        matter = make_matter(title="小巨人认定奖励（示例）")
        document = make_document(title="示例奖补办法")
        richer = make_programme(
            matter=matter,
            title="示例加码方案",
            state="draft",
            valid_from=None,
            amount_rule={"kind": "fixed", "amount": "500000"},
        )
    bureau, lead = (signed_in(visitor_here, role) for role in ("bureau_staff", "bureau_lead"))

    row = _written_down(bureau, matter.pk, document.pk)
    _tried(bureau, row, richer)
    bureau.open(f"/programmes/{row.pk}/")
    bureau.page.get_by_label("施行日期").fill(f"{timezone.localdate().year}-01-01")
    pressed(bureau, "提请施行")
    expect(bureau.page.get_by_text("请另一人批准").first).to_be_visible()
    expect(bureau.page.get_by_role("button", name="批准施行")).to_have_count(0)
    lead.open(f"/programmes/{row.pk}/")
    pressed(lead, "批准施行")
    expect(lead.page.get_by_text("已批准施行").first).to_be_visible()
    bureau.open(f"/programmes/{row.pk}/")
    pressed(bureau, "查找应兑付企业")
    work()

    assert Entitlement.objects.filter(programme=row, state="proposed").count() == 2
    bureau.open(f"/programmes/{row.pk}/?reasons=1")
    expect(bureau.page.get_by_role("heading", name="未列入的原因")).to_be_visible()
    sound(bureau, "programme")
    for path in ("/programmes/", f"/entitlements/?programme={row.pk}", "/entitlements/desk/"):
        bureau.open(path)
        sound(bureau, f"long-{path.strip('/').split('/')[-1].split('?')[0]}")
    bureau.open(f"/enterprises/{Entitlement.objects.first().payee.enterprise_id}/")  # type: ignore[union-attr] # found above
    bureau.page.get_by_role("heading", name="惠企支持").scroll_into_view_if_needed()
    sound(bureau, "support")
    assert bureau.complaints == lead.complaints == []


def _written_down(bureau: Visitor, matter: int, document: int) -> Programme:
    """First without the amount that the kind of amount asks for: said beside the field, and every
    word is still there.
    """
    page = bureau.page
    bureau.open("/programmes/")
    bureau.follow(page.get_by_role("link", name="新增项目"))
    for label, words in (
        ("代码", "sample-giants"),
        ("项目名称", "示例小巨人认定奖励"),
        ("市承担（%）", "100"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    for label, value in (
        ("同一事项", str(matter)),
        ("依据文件", str(document)),
        ("兑现方式", "matched"),
        ("兑付对象", "enterprise"),
        ("触发事实", "title_gained"),
        ("称号", "little_giant"),
        ("金额标准", "fixed"),
    ):
        page.get_by_label(label, exact=True).select_option(value)
    page.evaluate("scrollTo(0, 0)")
    sound(bureau, "programme-new")
    pressed(bureau, "保存草拟")
    expect(page.get_by_role("alert").filter(has_text="金额（元）")).to_be_visible()
    expect(page.locator(".wrong").first).to_be_visible()
    expect(page.get_by_label("项目名称", exact=True)).to_have_value("示例小巨人认定奖励")
    sound(bureau, "programme-refused")
    page.get_by_label("金额（元）", exact=True).fill("300000")
    pressed(bureau, "保存草拟")
    expect(page.get_by_text("300,000.00 元").first).to_be_visible()
    return Programme.objects.get(code="sample-giants")


def _tried(bureau: Visitor, row: Programme, richer: Programme) -> None:
    """What the draft would cost, beside another design, and with what was known yesterday."""
    page, today = bureau.page, timezone.localdate()
    ask = page.locator("main form[role=search]")

    def costed(**words: str) -> str:
        bureau.open("/sandbox/")
        ask.get_by_label("项目", exact=True).select_option(str(row.pk))
        for label, value in words.items():
            field = ask.get_by_label(label, exact=True)
            if label == "对照方案":
                field.select_option(value)
            else:
                field.fill(value)
        bureau.follow(ask.get_by_role("button", name="测算"))
        return page.inner_text("main")

    assert "600,000" in costed()
    sound(bureau, "sandbox")
    both = costed(对照方案=str(richer.pk))
    assert ("600,000" in both, "1,000,000" in both, "400,000" in both) == (True, True, True)
    sound(bureau, "sandbox-compared")
    known = (today - timedelta(days=1)).isoformat()
    then = costed(按当时掌握的数据=known)
    assert ("300,000" in then, "600,000" in then) == (True, False)
    sound(bureau, "sandbox-backtest")
    assert "300,000" not in costed(测算日="2019-01-01")
    sound(bureau, "sandbox-empty")


def test_every_page_of_money_reads_before_there_is_any(
    visitor_here: Callable[..., Visitor], db: None
) -> None:
    lead = signed_in(visitor_here, "bureau_lead")
    for path, name in EMPTY.items():
        lead.open(path)
        sound(lead, f"empty-{name}")
    finance = signed_in(visitor_here, "finance")
    finance.open("/money/budgets/")
    pressed(finance, "下达预算")
    expect(finance.page.locator(".wrong").first).to_be_visible()
    sound(finance, "budget-refused")
    district = signed_in(visitor_here, "district_staff", "jiangan")
    for path in ("/entitlements/desk/", "/money/overview/", "/entitlements/chase/"):
        district.open(path)
        sound(district, f"empty-district-{path.strip('/').split('/')[-1]}")
    assert lead.complaints == finance.complaints == district.complaints == []
