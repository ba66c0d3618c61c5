"""Every action on money: it works and leaves a trail, and is refused to everybody else."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from measures.actions.flow import confirming
from tests import races
from tests.factories.accounts import make_access
from tests.factories.money import Office
from tests.measures.money.cases import CASES, ROLES, Case
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.ciphers import Ring
from wuhan_smes.env import DEMO_ENCRYPTION_KEY, Environment
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

OLD = Environment({"KEYS": DEMO_ENCRYPTION_KEY}).keys("KEYS")


def new_key(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts are enciphered anew once another key stands in front of the ring."""
    if case.name.endswith("encipher_anew"):
        monkeypatch.setattr(confirming, "ring", lambda: Ring({"newer": b"n" * 32, **OLD}))


def events() -> int:
    with bootstrap_scope():
        return AuditEvent.objects.count()


def tried(act: Any, access: Access) -> None:
    with scoped(access):
        act(access)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.name,
            marks=pytest.mark.covers(
                f"measures.{case.name}", "works", "refused", "reach", "capability"
            ),
        )
        for case in CASES
    ],
)
def test_an_action_works_for_who_may_and_for_nobody_else(case, monkeypatch):
    office = Office()
    act = case.prepared(office)
    new_key(case, monkeypatch)
    outsider = make_access(ROLES[case.who], unit=Office().unit)
    before = events()

    with pytest.raises((ObjectDoesNotExist, ActionRefused)):
        tried(act, outsider)
    with pytest.raises(NotPermitted):
        tried(act, make_access("auditor"))
    assert events() == before
    tried(act, getattr(office, case.who))

    assert events() > before
    if case.again or case.twice != frozenset({"done"}):
        with pytest.raises(ActionRefused):
            tried((case.again or (lambda _: act))(office), getattr(office, case.who))


def test_two_people_never_do_the_same_twice(transactional_db, monkeypatch):
    """All races in one database: a clone of it for each would take longer than the races."""
    monkeypatch.setattr(races, "PATIENCE", 0.15)
    office, found = Office(total=Decimal(10**9)), {}
    for case in CASES:
        act = case.prepared(office)
        access = getattr(office, case.who)
        with monkeypatch.context() as patched:
            new_key(case, patched)
            both = partial(act, access)
            found[case.name] = race(both, both, as_first=access, as_second=access)

    assert {
        case.name: found[case.name]
        for case in CASES
        if found[case.name][0] != "done" or found[case.name][1] not in case.twice
    } == {}


for case in CASES:
    pytest.mark.covers(f"measures.{case.name}", "race")(test_two_people_never_do_the_same_twice)
