"""A year's figures, typed in by whoever answers for the enterprise."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.actions import annual_indicators
from enterprises.models import AnnualIndicators, Enterprise
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.errors import StaleVersion
from wuhan_smes.scope import scoped

YEAR = timezone.localdate().year - 1


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def as_(town: Town) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, unit=town.here))
        return client

    return sign_in


def of(enterprise: Enterprise) -> AnnualIndicators:
    return AnnualIndicators.objects.current().get(enterprise=enterprise, year=YEAR)


def known(town: Town, enterprise: Enterprise, year: int = YEAR, **values: Any) -> AnnualIndicators:
    with scoped(town.clerk):
        return annual_indicators.record(
            enterprise.pk, access=town.clerk, at=timezone.now(), year=year, values=values
        )


def test_amounts_are_typed_in_ten_thousands_and_the_rest_stays_unknown(
    town: Town, as_: Callable[[str], Client]
) -> None:
    enterprise = town.enterprise()

    as_("district_staff").post(
        f"/enterprises/{enterprise.pk}/indicators/?year={YEAR}",
        {
            "seen": 0,
            "revenue": "1234.56",
            "rd_expense": "0",
            "listed": "no",
            "valid_honours": ["none"],
            "evidence": "审计报告",
        },
    )

    row = of(enterprise)
    assert (row.revenue, row.rd_expense, row.listed) == (Decimal("12345600.00"), 0, False)
    assert (row.valid_honours, row.employees, row.evidence) == ([], None, "审计报告")


def test_last_year_stands_beside_and_what_looks_odd_is_asked_about_once(
    town: Town, as_: Callable[[str], Client]
) -> None:
    enterprise, clerk = town.enterprise(), as_("district_staff")
    known(town, enterprise, YEAR - 1, revenue=1_000_000)
    path = f"/enterprises/{enterprise.pk}/indicators/?year={YEAR}"

    asked = clerk.post(path, {"seen": 0, "revenue": "100000"}).content.decode()
    before = AnnualIndicators.objects.filter(year=YEAR).count()
    clerk.post(path, {"seen": 0, "revenue": "100000", "looked_again": "on"})

    assert "与上年相差 10 倍以上" in asked
    assert ">100.00</td>" in asked
    assert (before, of(enterprise).revenue) == (0, Decimal(1_000_000_000))


def test_a_known_value_changes_or_goes_only_with_a_reason(
    town: Town, as_: Callable[[str], Client]
) -> None:
    enterprise, clerk = town.enterprise(), as_("district_staff")
    row = known(town, enterprise, revenue=50_000_000, employees=30)
    path = f"/enterprises/{enterprise.pk}/indicators/?year={YEAR}"
    words = {"seen": row.pk, "revenue": "", "employees": "30"}

    refused = clerk.post(path, words).content.decode()
    clerk.post(path, {**words, "reason": "报表有误"})

    assert "请说明原因" in refused
    assert (of(enterprise).revenue, of(enterprise).employees) == (None, 30)
    assert of(enterprise).source == "更正：报表有误"


def test_nobody_saves_over_what_he_did_not_see(town: Town, as_: Callable[[str], Client]) -> None:
    enterprise, clerk = town.enterprise(), as_("district_staff")
    known(town, enterprise, revenue=50_000_000)
    path = f"/enterprises/{enterprise.pk}/indicators/?year={YEAR}"

    page = clerk.post(path, {"seen": 0, "employees": "30", "reason": "补录"}).content.decode()

    assert "刚被他人修改" in page
    assert of(enterprise).employees is None
    with scoped(town.clerk), pytest.raises(StaleVersion):
        annual_indicators.record(
            enterprise.pk,
            access=town.clerk,
            at=NOON,
            year=2024,
            values={"employees": 1},
            expected_row=77,
        )


def test_an_auditor_reads_the_figures_and_finds_no_field(town: Town) -> None:
    enterprise, client = town.enterprise(), Client()
    known(town, enterprise, revenue=50_000_000)
    client.force_login(make_user("auditor"))
    path = f"/enterprises/{enterprise.pk}/indicators/?year={YEAR}"

    page = client.get(path).content.decode()
    refused = client.post(path, {"seen": 0, "employees": "30"})

    assert "5,000.00" in page
    assert 'name="revenue"' not in page
    assert refused.status_code == 403


def test_another_units_enterprise_is_not_there(as_: Callable[[str], Client]) -> None:
    elsewhere = make_enterprise()

    assert as_("district_staff").get(f"/enterprises/{elsewhere.pk}/indicators/").status_code == 404


def test_a_year_long_ago_is_refused(town: Town, as_: Callable[[str], Client]) -> None:
    path = f"/enterprises/{town.enterprise().pk}/indicators/?year=1999"

    assert as_("district_staff").get(path).status_code == 400
