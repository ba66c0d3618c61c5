"""From what was found, or named by a list, to the money in the bank."""

from datetime import date

import pytest

from measures.actions import naming
from measures.choices import PayeeKind
from measures.models import Entitlement
from measures.queries.book_check import findings
from measures.rules.naming import Named
from tests.factories.money import AT, Office, state_of
from tests.factories.promises import make_programme
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db


def test_money_goes_the_whole_way():
    office = Office()
    line = office.line()

    office.paid([line])

    assert state_of(line) == "settled"


def test_people_institutions_parks_districts_stations_and_teams_are_paid_as_enterprises_are() -> (
    None
):
    """One batch, a programme and a budget for each kind; nobody of them stands in the register."""
    office, lines = Office(), []
    for kind in set(PayeeKind) - {PayeeKind.ENTERPRISE}:
        with bootstrap_scope():
            programme = make_programme(payee_kind=kind, eligibility=None)
        office.grant(office.total, programme_id=programme.pk)
        one = Named(f"N-{kind}", f"示例{kind.label}", office.unit.pk, date(2026, 3, 1))
        with scoped(office.bureau):
            lines += naming.put_forward(
                programme.pk, access=office.bureau, at=AT, on=AT.date(), named=[one]
            )

    batch = office.paid(lines)

    with bootstrap_scope():
        settled = Entitlement.objects.filter(payments__batch=batch, state="settled")
        kinds = settled.values_list("payee__kind", flat=True)
        assert set(kinds) == set(PayeeKind.values) - {"enterprise"}
        assert list(findings()) == []
