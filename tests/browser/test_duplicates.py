"""A clerk works through the queue in a real browser: side by side at a desk, stacked on a phone."""

import pytest
from django.utils import timezone

from enterprises.actions import duplicates
from enterprises.models import DuplicatePair, Merge
from tests.browser.conftest import Visitor, screen
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.scope import scoped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    unit = make_unit("jiangxia")
    for name in ("示例光谷精密仪器有限公司", "示例江夏智能装备有限公司"):
        for titled in (True, False):
            enterprise = make_enterprise(unit=unit, name=name)
            make_contact(enterprise, is_primary=True)
            if titled:
                make_title(enterprise)
    user = make_user("district_staff", unit=unit)
    access = access_for(user)
    with scoped(access):
        duplicates.find(access=access, at=timezone.now())
    return user


def side_by_side(person: Visitor, width: int) -> bool:
    person.page.set_viewport_size(screen(width))
    left, right = (person.page.locator("section.half").nth(n).bounding_box() for n in (0, 1))
    return left["y"] == right["y"]


def test_a_pair_is_looked_at_merged_and_taken_apart(visitor_here, clerk):
    person, found = visitor_here(), {}
    person.sign_in(clerk.username, PASSWORD)

    def look(step: str) -> None:
        found[step] = person.faults()

    person.open("/duplicates/")
    look("queue")
    person.follow(person.page.get_by_role("link", name="核对", exact=True).first)
    look("pair")
    beside = {width: side_by_side(person, width) for width in (390, 1440)}
    person.follow(person.page.get_by_role("button", name="保留这一家").first)
    look("preview")
    person.page.get_by_label("合并理由").fill("同一企业重复登记")
    person.follow(person.page.get_by_role("button", name="确认合并"))
    look("survivor")
    merge = Merge.objects.get()
    person.open(f"/enterprises/{merge.gone_id}/")
    led = person.page.get_by_text("已为您转到这里").is_visible()
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.page.locator("summary", has_text="撤销合并").click()
    person.page.get_by_label("撤销理由").fill("核实为两家")
    person.page.get_by_role("button", name="撤销合并").click()
    person.page.get_by_text("合并已撤销").wait_for()

    assert found == {step: [] for step in found}
    assert led
    assert Merge.objects.get().undone_at is not None
    assert beside == {390: False, 1440: True}
    assert person.complaints == []


def test_the_queue_is_worked_by_keyboard_alone(visitor_here, clerk):
    person = visitor_here()
    person.sign_in(clerk.username, PASSWORD)
    first = DuplicatePair.objects.order_by("-score", "id")[0]
    person.open(f"/duplicates/{first.pk}/")

    person.page.get_by_label("说明").focus()
    person.page.keyboard.type("分属两地")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.get_by_text("已记为不是重复").wait_for()

    first.refresh_from_db()
    assert (first.state, first.note) == ("not_duplicate", "分属两地")
