"""口径差异: what documents say beside what the system counts."""

import csv
from datetime import UTC, date, datetime

import pytest

from enterprises.choices import Tier
from enterprises.models import ReportedFigure, SourceFlag
from services.models import Campaign
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_campaign, make_event, make_profile, make_specialist
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from tests.operations.holders import make_title
from wuhan_smes.operations.queries.discrepancies import LISTS, Comparison, comparisons
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db


def lines(role: str, **where: object) -> dict[str, Comparison]:
    access = make_access(role, **where)
    with scoped(access):
        return {
            line.figure.code: line for group in comparisons(access=access) for line in group.lines
        }


def test_every_figure_is_shown_once_and_every_computation_is_known():
    found = lines("bureau_staff")

    assert len(found) == ReportedFigure.objects.count() > 50
    computed = {code for code, line in found.items() if line.computed is not None}
    named = ReportedFigure.objects.exclude(computed_by="").values_list("code", flat=True)
    assert computed == set(named)


def test_the_difference_is_counted_on_the_day_of_the_figure():
    for valid_to in (date(2025, 7, 25), date(2025, 7, 24)):
        make_title(make_enterprise(unit=make_unit("jiangxia")), Tier.SRDI_SME, valid_to=valid_to)

    line = lines("bureau_staff")["srdi_sme_holders"]

    assert (line.on, line.computed) == (date(2025, 7, 25), 1)
    assert line.difference == 1 - line.figure.value


def daily_work():
    """Of each kind one that a figure of the day counts, and one that it does not."""
    month = Campaign.objects.filter(code="service-month").first()
    month = month or make_campaign(code="service-month")
    for year in (2025, 2026):
        at = datetime(year, 3, 3, 2, tzinfo=UTC)
        make_specialist(make_profile().station, since=at.date())
        make_event(campaign=month, held_on=at.date())
        make_visit(rank="department", visited_at=at)
        make_visit(rank="district", visited_at=at)
        make_ticket(nature="problem", received_at=at)
        make_ticket("closed", nature="appeal", received_at=at)
    make_event(held_on=date(2025, 3, 3))


def test_every_figure_of_units_and_daily_work_opens_exactly_its_rows(client):
    daily_work()
    client.force_login(make_user("bureau_staff"))
    by_name = {line.figure.computed_by: line for line in lines("bureau_staff").values()}

    for name in LISTS:
        line = by_name[name]
        address = client.get(line.url, follow=True).redirect_chain or [(line.url, 200)]
        taken = client.get(f"{address[-1][0]}&layout=csv")
        text = b"".join(taken.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines()))
        assert len(rows) - 1 == line.computed >= 1, name


def test_a_district_is_not_shown_its_share_beside_a_figure_of_the_city():
    found = lines("district_staff", unit=make_unit("jiangxia"))

    assert {line.computed for line in found.values()} == {None}


def test_the_page_explains_every_flag_it_shows(client):
    client.force_login(make_user("bureau_staff"))

    page = client.get("/discrepancies/").content.decode()

    shown = {flag for figure in ReportedFigure.objects.all() for flag in figure.flags}
    assert all(f'id="{code}"' in page for code in shown)
    assert page.count("<tr id=") == SourceFlag.objects.count()
