"""Figures and payments taken out as a file are brought back as they are."""

from decimal import Decimal
from typing import Any, Final

import pytest
from django.test import Client

from enterprises.actions import annual_indicators, period_indicators
from enterprises.models import Enterprise
from enterprises.rules.periods import month, quarter
from measures.actions import past_payments
from tests.enterprises.exchange.lists import known_of
from tests.exchange.driving import NOW, handed_in, rows_of
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.queries.progress import progress_of
from wuhan_smes.scope import bootstrap_scope, scoped

LISTS: Final = {
    "annual_indicators": "annual-indicators",
    "monthly_indicators": "period-indicators",
    "past_payments": "past-payments",
}
YEAR: Final[dict[str, Any]] = {
    "revenue": "56000000.50",
    "employees": 120,
    "market_share": "12.5",
    "valuation": "1.25",
    "rd_institution_level": "provincial",
    "valid_honours": ["hnte", "ip_advantage"],
    "on_abnormal_list": False,
    "digital_level": 3,
}


def told(enterprise: Enterprise, access: Any) -> None:
    who = {"access": access, "at": NOW}
    annual_indicators.record(enterprise.pk, **who, year=2025, values=YEAR, evidence="年报")
    for period in (month(2026, 1), quarter(2025, 4)):
        period_indicators.record(
            enterprise.pk, **who, period=period, values={"power": "12500", "profit": "-3.5"}
        )
    payment = {
        "programme": "认定奖励",
        "year": 2024,
        "amount": Decimal(500000),
        "level": "municipal",
    }
    past_payments.record(enterprise.pk, **who, values={**payment, "note": "第一批"})


@pytest.mark.parametrize("kind", LISTS)
def test_what_was_taken_out_changes_nothing_when_it_comes_back(
    kind: str, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    clerk = make_user("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))
    access, client = access_for(clerk), Client()
    enterprise = make_enterprise(unit=clerk.jurisdiction)
    with scoped(access):
        told(enterprise, access)
    before = known_of(enterprise)
    client.force_login(clerk)

    response = client.get(f"/api/v1/{LISTS[kind]}/export/", {"layout": "csv"})
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    import_ = handed_in(text, access, kind=kind)

    with bootstrap_scope():
        progress = progress_of(import_)
    rows = rows_of(import_, access)
    assert [row.faults for row in rows if row.faults] == [], (progress, text)
    assert {row.verdict for row in rows} == {Verdict.UNCHANGED}, (progress, text)
    assert known_of(enterprise) == before
