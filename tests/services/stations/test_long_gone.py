"""Care that was left open before leaving began to end it, and the migration that ended it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module

import psycopg
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.models import JurisdictionStay
from services.models import Assignment
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from wuhan_smes.scope import bootstrap_scope

STATEMENTS = import_module("services.migrations.0030_care_of_the_long_gone").Migration.operations[0]
WENT = date(2025, 3, 1)
NOON = datetime(2025, 3, 2, 4, tzinfo=UTC)


def care_of(status: str, *, since: date, gone: date | None = WENT) -> Assignment:
    """An enterprise that was struck off when nobody thought of its care, which is still open."""
    specialist = make_specialist(make_profile().station)
    enterprise = make_enterprise(unit=specialist.jurisdiction, status=status)
    care = make_assignment(enterprise, specialist, since=since)
    if gone is not None:
        with bootstrap_scope():
            stay = JurisdictionStay.objects.get(enterprise=enterprise)
            JurisdictionStay.objects.filter(pk=stay.pk).update(superseded_at=NOON)
            stay.pk, stay.during, stay.recorded_at = None, DateRange(stay.during.lower, gone), NOON
            stay.end_cause = status
            stay.save(force_insert=True)
    return care


@pytest.mark.django_db(transaction=True)
def test_an_old_database_ends_the_care_of_those_long_gone_on_the_day_they_went(
    url_of: Callable[[str], str],
) -> None:
    struck = care_of("deregistered", since=date(2024, 1, 1))
    moved = care_of("moved_out", since=date(2024, 1, 1))
    too_late = care_of("deregistered", since=date(2025, 6, 1))
    here = care_of("active", since=date(2024, 1, 1), gone=None)

    with psycopg.connect(url_of("app_owner")) as owner:
        for statement in STATEMENTS.sql:
            owner.execute(statement)

    with bootstrap_scope():
        found = Assignment.objects.in_bulk([it.pk for it in (struck, moved, too_late, here)])
        assert {found[it.pk].during.upper for it in (struck, moved)} == {WENT}
        assert found[struck.pk].end_reason == "企业已注销"
        assert found[moved.pk].end_reason == "企业迁出本市"
        assert found[too_late.pk].voided_at is not None
        assert (found[here.pk].during.upper, found[here.pk].version) == (None, 1)
