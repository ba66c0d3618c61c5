"""What the database refuses about stations, and what a move of an enterprise ends."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.models import Enterprise
from services.choices.stations import FilingState
from services.models import Assignment
from tests.factories.accounts import make_station, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
MOVED = datetime(2026, 3, 2, 17, tzinfo=UTC)  # already the third of March in Wuhan


def test_a_person_is_filed_at_one_station_at_a_time() -> None:
    here = make_specialist(until=date(2025, 1, 1))
    make_specialist(phone=here.phone, since=date(2025, 1, 1))

    with pytest.raises(IntegrityError, match="specialist_phone_at_one_station"):
        make_specialist(phone=here.phone, since=date(2024, 12, 31), until=date(2025, 1, 1))


def test_an_application_does_not_yet_count_against_the_filing_that_holds() -> None:
    here = make_specialist()

    waiting = make_specialist(phone=here.phone, state=FilingState.APPLIED)

    assert waiting.pk


def test_who_applied_may_not_approve() -> None:
    with pytest.raises(IntegrityError, match="specialist_needs_four_eyes"):
        make_specialist(applied_by_id=7, decided_by_id=7)


def test_an_enterprise_has_one_lead_at_a_time_and_any_number_of_helpers() -> None:
    unit = make_unit()
    station = make_profile(make_station(unit)).station
    lead = make_assignment(specialist=make_specialist(station))
    make_assignment(lead.enterprise, make_specialist(station), is_lead=False)

    with pytest.raises(IntegrityError, match="assignment_one_lead_at_a_time"):
        make_assignment(lead.enterprise, make_specialist(station), since=date(2025, 1, 1))


def test_care_belongs_to_the_unit_of_its_specialist() -> None:
    with pytest.raises(IntegrityError, match="services_assignment_same_"):
        make_assignment(jurisdiction_id=make_unit().pk)


def test_an_enterprise_that_moves_away_leaves_its_specialist_and_the_past_stays() -> None:
    unit, elsewhere = make_unit(), make_unit()
    enterprise = make_enterprise(unit=unit)
    station = make_profile(make_station(unit)).station
    past = make_assignment(enterprise, make_specialist(station), until=date(2024, 6, 1))
    open_one = make_assignment(enterprise, make_specialist(station), since=date(2024, 6, 1))
    planned = make_assignment(
        enterprise, make_specialist(station), since=date(2026, 3, 3), is_lead=False
    )

    with bootstrap_scope():
        Enterprise.objects.filter(pk=enterprise.pk).update(jurisdiction=elsewhere, updated_at=MOVED)
        rows = {row.pk: row for row in Assignment.objects.filter(enterprise=enterprise)}

    assert rows[past.pk].during == DateRange(date(2024, 1, 1), date(2024, 6, 1))
    assert rows[open_one.pk].during == DateRange(date(2024, 6, 1), date(2026, 3, 3))
    assert rows[planned.pk].voided_at == MOVED
    assert {row.jurisdiction_id for row in rows.values()} == {unit.pk}
    make_assignment(enterprise, make_specialist(make_station(elsewhere)), since=date(2026, 3, 3))
