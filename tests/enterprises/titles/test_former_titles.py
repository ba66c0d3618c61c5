"""Who has moved away stays in the past counts of its old unit, and can be told there by name."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine

from enterprises.actions import moves
from enterprises.models import FormerTitle
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.access import Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
MOVED = date(2026, 6, 1)
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def left():
    """An enterprise with two titles that moved from one unit to another; somebody in each."""
    old, new = make_unit("jiangxia"), make_unit("hongshan")
    enterprise = make_enterprise(unit=old, name="示例江夏迁出科技有限公司")
    make_title(enterprise, valid_from=date(2025, 1, 1), valid_until=date(2028, 1, 1))
    make_title(
        enterprise, tier="srdi_sme", valid_from=date(2026, 7, 1), valid_until=date(2029, 7, 1)
    )
    move(enterprise, old, new, MOVED)
    return enterprise, make_user("district_staff", unit=old), make_user("district_staff", unit=new)


def move(enterprise, old, new, on) -> None:
    giver, taker = (access_for(make_user("district_lead", unit=unit)) for unit in (old, new))
    with scoped(giver):
        asked = moves.ask(
            enterprise.pk, access=giver, at=NOW, to_jurisdiction_id=new.pk, on=on, reason="迁址"
        )
    with scoped(taker):
        moves.accept(asked.pk, access=taker, at=NOW)


def seen_by(user):
    access = access_for(user)
    with scoped(access):
        return list(FormerTitle.objects.within(access.reach(Capability.REGISTER_VIEW)))


def test_the_old_unit_is_told_what_counted_there_until_the_day_it_left(left):
    _, former, _ = left

    (title,) = seen_by(former)

    assert title.name == "示例江夏迁出科技有限公司"
    assert (title.tier, title.left_on) == ("innovative_sme", MOVED)
    assert (title.held.lower, title.held.upper) == (date(2025, 1, 1), MOVED)


def test_neither_where_it_is_now_nor_its_code_is_told(left, client):
    enterprise, former, _ = left
    client.force_login(former)

    page = client.get(f"/former-titles/?on={MOVED - timedelta(days=1)}").content.decode()
    row = client.get("/api/v1/former-titles/").json()["results"][0]

    assert "示例江夏迁出科技有限公司" in page
    assert enterprise.uscc not in page
    assert "洪山" not in page
    assert row["masked_uscc"] == f"{enterprise.uscc[:6]}********{enterprise.uscc[-4:]}"
    assert set(row) & {"jurisdiction", "enterprise"} == set()


def test_nobody_else_is_told_of_it(left):
    _, _, present = left

    assert seen_by(present) == []
    assert seen_by(make_user("district_staff", unit=make_unit("hanyang"))) == []
    assert seen_by(make_user("bureau_staff")) == []


def test_it_is_told_no_more_when_it_comes_back(left):
    enterprise, former, _ = left
    old, new = make_unit("jiangxia"), make_unit("hongshan")
    move(enterprise, new, old, NOW.date())

    assert seen_by(former) == []


def test_list_and_former_titles_together_make_the_count_of_a_past_day(left, client):
    _, former, _ = left
    make_title(make_enterprise(unit=former.jurisdiction), valid_from=date(2025, 1, 1))
    client.force_login(former)
    day = MOVED - timedelta(days=1)

    counted = client.get(f"/api/v1/tier-counts/?on={day}&by=jurisdiction").json()
    listed = client.get(f"/api/v1/enterprises/?tier=innovative_sme&on={day}").json()["results"]
    gone = client.get(f"/api/v1/former-titles/?tier=innovative_sme&on={day}").json()["results"]
    words = f"tier=innovative_sme&on={day}"
    pages = [client.get(f"/{it}/?{words}").content.decode() for it in ("enterprises", "titles")]

    (total,) = (
        row["count"]
        for row in counted
        if (row["key"], row["tier"]) == ("jiangxia", "innovative_sme")
    )
    assert (total, len(listed), len(gone)) == (2, 1, 1)
    link = f"/former-titles/?{urlencode({'on': day, 'tier': 'innovative_sme'})}".replace(
        "&", "&amp;"
    )
    assert [link in page for page in pages] == [True, True]


def test_a_list_of_today_says_nothing_of_them(left, client):
    client.force_login(left[1])

    assert "看已迁出企业" not in client.get("/enterprises/").content.decode()
    assert "没有已迁出的企业" in client.get(f"/former-titles/?on={NOW.date()}").content.decode()


def test_without_a_day_all_who_left_are_listed(left, client):
    client.force_login(left[1])

    assert "示例江夏迁出科技有限公司" in client.get("/former-titles/").content.decode()
