"""A batch on screen, from the first name on its list to the board; on a telephone, too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.choices import Tier
from enterprises.choices.holding import DutyKind
from enterprises.models import Complaint, Recognition, RecognitionBatch, TitleDuty
from tests.browser.conftest import Visitor
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.scope import bootstrap_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "示例长江光电有限公司"


def signed_in(
    visit: Callable[..., Visitor], role: str, unit: str = "", width: int = 1440
) -> Visitor:
    user = make_user(role, unit=make_unit(unit)) if unit else make_user(role)
    person = visit(width)
    person.sign_in(user.username, PASSWORD)
    return person


def sound(person: Visitor, name: str = "") -> None:
    """Nothing wider than the screen, nothing in anybody's way; a picture where PICTURES says."""
    assert person.faults(name=name) == []


def pressed(person: Visitor, name: str) -> None:
    person.follow(person.page.get_by_role("button", name=name, exact=True).first)


def counted(person: Visitor) -> str:
    """How many hold the base title, as the board says it."""
    person.open("/api/v1/tier-counts/?basis=holder")
    text = person.page.inner_text("body")
    rows = [part for part in text.split("{") if '"innovative_sme"' in part.replace(" ", "")]
    return rows[0].rsplit(":", 1)[1].strip(" }],\n")


def test_a_batch_goes_from_its_list_to_the_board(visitor_here: Callable[..., Visitor]) -> None:
    firm = make_enterprise(unit=make_unit("jiangan"), name=NAME)
    held = make_title(make_enterprise(unit=make_unit("jiangan")), Tier.SRDI_SME)
    today = timezone.localdate()
    with bootstrap_scope():
        mine = {"enterprise": held.enterprise, "jurisdiction_id": held.jurisdiction_id}
        TitleDuty.objects.create(
            **mine,
            series=held.series,
            tier=held.tier,
            kind=DutyKind.YEARLY_UPDATE,
            counted_from=today.replace(month=1, day=1),
            due_on=today + timedelta(days=9),
            reminded_on=today,
        )
        Complaint.objects.create(
            **mine,
            number="JB2026-00001",
            received_on=today,
            complainant="示例甲",
            phone="13800001234",
            text="示例内容",
            recorded_by_name="示例乙",
        )
    city = signed_in(visitor_here, "bureau_staff")
    before = counted(city)
    city.open("/batches/open/")
    page = city.page
    page.get_by_label("梯度").select_option("innovative_sme")
    page.get_by_label("名称").fill("示例第八批创新型中小企业")
    page.get_by_label("认定机关").fill("示例省经信厅")
    page.get_by_label("认定层级").select_option("provincial")
    page.get_by_label("批次").fill("8")
    pressed(city, "登记")
    page.get_by_label("企业", exact=True).fill(NAME)
    pressed(city, "列入")
    sound(city)
    pressed(city, "冻结名单")
    expect(page.get_by_text("名单已冻结")).to_be_visible()
    batch = RecognitionBatch.objects.get(name="示例第八批创新型中小企业")

    unit = signed_in(visitor_here, "district_staff", "jiangan", 390)
    unit.open(f"/batches/{batch.pk}/unit/")
    sound(unit)
    unit.page.get_by_label(f"{NAME}推荐意见").select_option("recommended")
    pressed(unit, "保存并报送")
    expect(unit.page.get_by_text("已报送").first).to_be_visible()

    city.open(f"/batches/{batch.pk}/")
    sound(city, "batch-handed-in")
    pressed(city, "进入评审")
    page.get_by_label("企业", exact=True).fill(NAME)
    pressed(city, "登记结果")
    notice = today - timedelta(days=20)
    page.get_by_label("公示起始日").fill(notice.isoformat())
    pressed(city, "进入公示")

    lead = signed_in(visitor_here, "bureau_lead")
    lead.open(f"/batches/{batch.pk}/")
    lead.page.get_by_label("文号").fill("示例发〔2026〕8号")
    pressed(lead, "确认公布")
    expect(lead.page.get_by_text("已公布，称号已登记")).to_be_visible()
    with bootstrap_scope():
        assert Recognition.objects.get(batch=batch).enterprise_id == firm.pk
    assert int(counted(lead)) == int(before) + 1
    for person in (unit, lead):
        for path in ("/batches/", f"/batches/{batch.pk}/", "/duties/", "/complaints/"):
            person.open(path)
            sound(person)
        person.open(f"/complaints/{Complaint.objects.get().pk}/")
        sound(person)
        person.open("/duties/changes/")
        sound(person)
        assert person.complaints == []
