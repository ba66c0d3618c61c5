"""企业全景 shows figures of years and months, past payments, and where each value comes from."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.actions import annual_indicators, period_indicators
from enterprises.models import Enterprise
from enterprises.rules.periods import quarter
from measures.actions import past_payments
from tests.enterprises.exchange.lists import applied
from tests.exchange.driving import NOW, handed_in
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.operations.queries.figures import annual_figures
from wuhan_smes.scope import scoped


def page(user: User, enterprise: Enterprise) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("enterprise", args=[enterprise.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_figures_and_payments_are_shown_to_who_may_see_them() -> None:
    unit = make_unit()
    clerk, specialist = make_user("district_staff", unit=unit), make_user("administrator")
    enterprise, access = make_enterprise(unit=unit), access_for(clerk)
    who = {"access": access, "at": NOW}
    with scoped(access):
        annual_indicators.record(
            enterprise.pk,
            **who,
            year=2025,
            values={"revenue": "56000000", "listed": False},
            source="年报",
        )
        period_indicators.record(
            enterprise.pk, **who, period=quarter(2025, 4), values={"employees": 1200}
        )
        past_payments.record(
            enterprise.pk, **who, values={"programme": "认定奖励", "year": 2024, "amount": None}
        )

    shown = page(clerk, enterprise)

    for text in (
        "营业收入总额（万元）",
        "5,600.00",
        "公开发行股票",
        "2025 年第 4 季度",
        "1,200",
        "认定奖励",
        "未明确",
        "年报",
    ):
        assert text in shown, text
    assert "研发费用总额" not in shown, "what nobody knows has no line"
    with scoped(access_for(specialist)):
        assert annual_figures(enterprise.pk, access=access_for(specialist)) is None


def test_a_value_from_a_list_names_its_file_row_person_and_time(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    clerk = make_user("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))
    access = access_for(clerk)
    enterprise = make_enterprise(unit=clerk.jurisdiction, name="示例甲科技有限公司")
    text = "企业名称,年度,营业收入（万元）\n示例甲科技有限公司,2025,5600\n"
    applied(handed_in(text, access, kind="annual_indicators", name="年度台账.csv"), access)
    with scoped(access):
        annual_indicators.record(
            enterprise.pk, access=access, at=NOW, year=2025, values={"employees": 9}, source="电话"
        )
        table = annual_figures(enterprise.pk, access=access)

    assert table is not None
    listed, by_hand = table.sources[1], table.sources[0]
    assert by_hand == "电话"
    assert "《年度台账.csv》 第1表第2行" in listed
    assert access.actor_name in listed
    assert [(line.label, line.cells[0].text, line.cells[0].source) for line in table.lines] == [
        ("从业人员（人）", "9", 1),
        ("营业收入总额（万元）", "5,600.00", 2),
    ]
    shown = page(clerk, enterprise)
    assert "数据来源" in shown
    assert "年度指标</strong>：营业收入总额" in shown
