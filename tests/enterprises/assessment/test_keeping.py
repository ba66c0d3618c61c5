"""Keeping how an enterprise stands: with the facts as they were, and never changed."""

from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from enterprises.actions import assessments
from enterprises.models import Assessment, Enterprise
from enterprises.queries.assessment import basis_for, played
from enterprises.querysets import EnterpriseQuerySet
from tests.enterprises.assessment.worlds import NOON, SPRING, make_candidate, put
from tests.factories.accounts import make_access, make_unit
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped


def keep(enterprise: Enterprise, access: Access, **words: object) -> Assessment:
    asked = {"tier": "little_giant", "application_kind": "new", "on": SPRING, "at": NOON, **words}
    with scoped(access):
        return assessments.keep(enterprise.pk, access=access, **asked)  # type: ignore[arg-type] # one dict


@pytest.fixture
def clerk(candidate: Enterprise) -> Access:
    return make_access("district_staff", unit=candidate.jurisdiction)


@pytest.mark.covers("enterprises.assessments.keep", "works")
def test_what_is_kept_says_by_which_rules_with_which_facts_and_line_by_line(
    candidate: Enterprise, clerk: Access
) -> None:
    kept = keep(candidate, clerk, note="走访前")

    assert (kept.rule_versions, kept.verdict, kept.lacking) == ("LG-2026/1", "met", [])
    assert kept.facts["revenue"] == {"Y-1": 44100, "Y-3": 40000, "Y-2": 42000}
    (growth,) = [line for line in kept.criteria if line["code"] == "H4"]
    assert (growth["result"], growth["value"], growth["unit"]) == ("met", "5", "%")
    entry = AuditEvent.objects.get(kind="assessment.keep")
    assert entry.changes == {"rules": "LG-2026/1", "on": "2026-05-04", "verdict": "met"}


def test_later_facts_change_nothing_that_was_kept(candidate: Enterprise, clerk: Access) -> None:
    kept = keep(candidate, clerk)
    put(candidate, 2025, revenue=Decimal(1))

    kept.refresh_from_db()
    with bootstrap_scope():
        again = played(kept.facts, basis_for("little_giant", "new", on=SPRING))

    assert again.verdict == kept.verdict == "met"


def test_what_was_kept_cannot_be_changed_or_taken_away(
    candidate: Enterprise, clerk: Access
) -> None:
    kept = keep(candidate, clerk)

    for act in (
        lambda: Assessment.objects.filter(pk=kept.pk).update(verdict="unmet"),
        lambda: Assessment.objects.filter(pk=kept.pk).delete(),
    ):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            bootstrap_scope(),
        ):
            act()


@pytest.mark.covers("enterprises.assessments.keep", "refused")
def test_the_same_is_not_kept_twice_nor_of_who_is_gone(
    candidate: Enterprise, clerk: Access
) -> None:
    keep(candidate, clerk)
    with pytest.raises(ActionRefused, match="已经存档"):
        keep(candidate, clerk)

    put(candidate, 2025, revenue=Decimal(400000000))
    assert keep(candidate, clerk).verdict == "unmet"

    with bootstrap_scope():
        Enterprise.objects.filter(pk=candidate.pk).update(status="voided")
    with pytest.raises(ActionRefused, match="不能评估"):
        keep(candidate, clerk, application_kind="new")


@pytest.mark.covers("enterprises.assessments.keep", "reach")
def test_an_enterprise_of_another_unit_does_not_exist(candidate: Enterprise) -> None:
    elsewhere = make_access("district_staff", unit=make_unit("hanyang"))

    with pytest.raises(Enterprise.DoesNotExist):
        keep(candidate, elsewhere)


@pytest.mark.covers("enterprises.assessments.keep", "capability")
def test_who_may_only_look_keeps_nothing(candidate: Enterprise) -> None:
    with pytest.raises(NotPermitted):
        keep(candidate, make_access("auditor"))


@pytest.mark.covers("enterprises.assessments.keep", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_kept() -> None:
    enterprise = make_candidate(make_unit("jiangxia"))
    access = make_access("district_staff", unit=enterprise.jurisdiction)

    def act() -> object:
        return keep(enterprise, access)

    assert race(act, act, as_first=access, as_second=access) == ("done", "assessment_kept")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnterpriseQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))
    enterprise = make_candidate(make_unit("jiangxia"))
    access = make_access("district_staff", unit=enterprise.jurisdiction)

    def act() -> object:
        return keep(enterprise, access)

    assert race(act, act, as_first=access, as_second=access) == ("done", "done")
