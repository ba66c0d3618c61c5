"""口径差异: what documents say beside what the system counts."""

from datetime import date

import pytest

from enterprises.choices import Tier
from enterprises.models import ReportedFigure, SourceFlag
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.operations.holders import make_title
from wuhan_smes.operations.queries.discrepancies import Comparison, comparisons
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


def test_a_district_is_not_shown_its_share_beside_a_figure_of_the_city():
    found = lines("district_staff", unit=make_unit("jiangxia"))

    assert {line.computed for line in found.values()} == {None}


def test_the_page_explains_every_flag_it_shows(client):
    client.force_login(make_user("bureau_staff"))

    page = client.get("/discrepancies/").content.decode()

    shown = {flag for figure in ReportedFigure.objects.all() for flag in figure.flags}
    assert all(f'id="{code}"' in page for code in shown)
    assert page.count("<tr id=") == SourceFlag.objects.count()
