"""What an enterprise is owed, on its own page and on the card of who calls on it, in words."""

from decimal import Decimal

import pytest
from django.test import Client

from enterprises.choices import Tier
from measures.actions import finding
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, Office
from tests.factories.promises import make_programme
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.titles import make_title
from tests.measures.money.test_looking_back import put_into_force
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_support_stands_on_the_enterprise_and_what_is_lacking_on_the_card() -> None:
    unit = make_unit("jiangan")
    office = Office(unit=unit)
    firm = make_enterprise(unit=unit, name="示例江岸科技有限公司")
    with bootstrap_scope():
        make_title(firm, Tier.LITTLE_GIANT, valid_from=AT.date().replace(year=2025))
        signed = make_programme(state="draft", title="示例签约奖励")
        signed.evidence.create(code="promise", kind="paper", title="承诺书")
        put_into_force(signed)
        unknown = make_programme(title="示例未明确奖励", amount_rule=None)
        waiting = make_programme(title="示例待审奖励")
    office.paid([office.line(firm)])
    with scoped(office.bureau):
        for one in (signed, unknown, waiting):
            finding.find(one.pk, access=office.bureau, at=AT, on=AT.date())
    station = make_profile(make_station(unit)).station
    user = make_user("specialist", station=station)
    make_assignment(firm, make_specialist(station, user=user))

    page = f"/enterprises/{firm.pk}/"
    bureau = signed_in(make_user("bureau_staff")).get(page)
    specialist = signed_in(user)
    seen = specialist.get(page).content.decode()
    (card,) = specialist.get("/api/v1/visit-cards/").json()

    support = bureau.context["support"]
    assert (support.payable, support.paid, support.unknown) == (
        Decimal(3_000_000),
        Decimal(1_000_000),
        1,
    )
    text = bureau.content.decode().split('id="support"')[1].split("</section>")[0]
    assert "应兑付 3,000,000 元，已拨付 1,000,000 元，1 项金额未明确" in text
    for words in ("到账", "待补证", "未明确", "示例待审奖励", "拟兑现"):
        assert words in text
    assert "示例签约奖励：缺承诺书" in seen
    assert "1,000,000" not in seen.split('id="support"')[1].split("</section>")[0]
    assert card["papers"] == ["示例签约奖励：缺承诺书"]
    elsewhere = signed_in(make_user("district_staff", unit=make_unit("jiangxia")))
    assert elsewhere.get(page).status_code == 404
