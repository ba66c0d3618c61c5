"""Whose figures of a year are there, whose lack, and that what is unknown is not counted as 0."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.actions import annual_indicators
from enterprises.choices import EnterpriseStatus
from enterprises.models import Enterprise
from enterprises.queries.completeness import completeness
from enterprises.rules.indicator_sections import KEY
from tests.enterprises.register.conftest import Town, build_town
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.access import Capability
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import scoped

TODAY = timezone.localdate()
YEAR = TODAY.year - 1


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def holder(town: Town, **values: Any) -> Enterprise:
    enterprise = town.enterprise(**values)
    make_title(enterprise, valid_from=date(2020, 1, 1), valid_until=date(2100, 1, 1))
    return enterprise


def told(town: Town, enterprise: Enterprise, **values: Any) -> None:
    with scoped(town.clerk):
        annual_indicators.record(
            enterprise.pk, access=town.clerk, at=timezone.now(), year=YEAR, values=values
        )


def test_holders_are_due_and_nought_is_told_while_the_unknown_is_not(town: Town) -> None:
    whole, some, _none = holder(town), holder(town), holder(town)
    town.enterprise()
    holder(town, status=EnterpriseStatus.DEREGISTERED)
    make_title(make_enterprise(), valid_from=date(2020, 1, 1), valid_until=date(2100, 1, 1))
    told(town, whole, **dict.fromkeys(KEY, 0))
    told(town, some, revenue=0)

    with scoped(town.clerk):
        reach = town.clerk.reach(Capability.INDICATOR_VIEW)
        (unit,) = completeness(reach=reach, year=YEAR, on=TODAY)

    assert (unit.key, unit.due, unit.told, unit.whole) == (town.here.code, 3, 2, 1)
    assert (unit.known["revenue"], unit.known["rd_expense"]) == (2, 1)


def test_the_page_lists_whom_to_ask_and_for_what(town: Town) -> None:
    lacking, whole = holder(town), holder(town)
    told(town, whole, **dict.fromkeys(KEY, 1))
    told(town, lacking, **dict.fromkeys([name for name in KEY if name != "rd_expense"], 1))
    clerk = Client()
    clerk.force_login(make_user("district_staff", unit=town.here))

    page = clerk.get("/indicators/").content.decode()
    others = clerk.get("/indicators/?lacks=revenue").content.decode()
    file = b"".join(clerk.get("/indicators/?layout=csv").streaming_content).decode("utf-8-sig")

    assert (lacking.name in page, whole.name in page) == (True, False)
    assert lacking.name not in others
    assert "研发费用总额" in file.splitlines()[-1]


def test_the_api_and_the_report_count_as_the_page_does(town: Town) -> None:
    holder(town)
    clerk = Client()
    clerk.force_login(make_user("district_staff", unit=town.here))

    (row,) = clerk.get(f"/api/v1/indicator-completeness/?year={YEAR}").json()
    with scoped(town.clerk):
        choices = {"year": str(YEAR), "on": TODAY.isoformat()}
        sheet = catalogue.get("indicator-completeness").build(town.clerk, choices)

    assert (row["due"], row["told"], row["rate"]) == (1, 0, 0.0)
    assert sheet.rows[0][:4] == [town.here.name, 1, 0, 0]  # type: ignore[union-attr, index] # a sheet
