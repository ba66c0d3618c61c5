"""The lists of who stands where: worked out for a reach, and again for whoever changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from enterprises.actions import prospects as actions
from enterprises.models import BatchCandidate, Enterprise, Prospect, RecognitionBatch
from enterprises.queries.assessment import assessed, basis_for
from enterprises.queries.prospects import (
    discovered,
    load_by_unit,
    prospects,
    reviews,
    worked_out,
)
from tests.enterprises.assessment.worlds import NOON, SPRING, make_candidate, put
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

ALL = Reach(everywhere=True)


def refresh(access: Access, **words: object) -> actions.Worked:
    with scoped(access):
        return actions.refresh(access=access, **{"at": NOON, **words})  # type: ignore[arg-type] # one dict


def giants() -> dict[int, tuple[str, list[str], int, str]]:
    with bootstrap_scope():
        rows = prospects("little_giant", reach=ALL).order_by("steps", "enterprise_id")
        return {r.enterprise_id: (r.verdict, r.lacking, r.steps, r.sole) for r in rows}


@pytest.fixture
def clerk(candidate: Enterprise) -> Access:
    return make_access("district_staff", unit=candidate.jurisdiction)


@pytest.mark.covers("enterprises.prospects.refresh", "works")
def test_the_list_says_of_each_what_the_assessment_says(
    candidate: Enterprise, clerk: Access
) -> None:
    short = make_candidate(candidate.jurisdiction)
    put(short, 2025, ip_class1_applied_own_top3=3)
    unknown = make_enterprise(unit=candidate.jurisdiction)  # nothing is known: not listed

    worked = refresh(clerk)

    assert giants() == {candidate.pk: ("met", [], 0, ""), short.pk: ("unmet", ["H8"], 1, "H8")}
    with bootstrap_scope():
        mine = Enterprise.objects.filter(pk__in=[candidate.pk, short.pk, unknown.pk])
        found = assessed(mine, basis_for("little_giant", "new", on=SPRING))
    assert [list(one.lacking) for one in found[:2]] == [[], ["H8"]]
    entry = AuditEvent.objects.get(kind="prospect.refresh")
    assert entry.changes["little_giant/new"] == worked.rows["little_giant/new"] == 2


def test_a_list_is_as_old_as_the_unit_worked_out_longest_ago(
    candidate: Enterprise, clerk: Access
) -> None:
    """Also one with nobody on it. What changed elsewhere meanwhile is not passed over."""
    other, city = make_candidate(make_unit()), make_access("bureau_staff")
    refresh(city)
    put(other, 2025, ip_class1_applied_own_top3=3)
    with bootstrap_scope():
        Enterprise.objects.filter(pk=other.pk).update(updated_at=NOON + timedelta(minutes=20))
    later = NOON + timedelta(hours=1)

    refresh(clerk, at=later)
    of_unit = clerk.reach(Capability.INDICATOR_EDIT)
    with bootstrap_scope():
        assert worked_out("champion", "new", reach=of_unit) == (SPRING, later)
        assert worked_out("champion", "new", reach=ALL) == (SPRING, NOON)
    refresh(city, at=later + timedelta(minutes=1), everything=False)

    assert giants()[other.pk] == ("unmet", ["H8"], 1, "H8")


def test_who_holds_the_tier_is_no_prospect_of_it(candidate: Enterprise, clerk: Access) -> None:
    refresh(clerk)
    make_title(candidate, tier="little_giant", valid_from=date(2026, 1, 1))

    refresh(clerk)

    assert giants() == {}


def test_only_whoever_changed_is_worked_out_again(candidate: Enterprise, clerk: Access) -> None:
    other = make_candidate(candidate.jurisdiction)
    refresh(clerk)
    with bootstrap_scope():
        Prospect.objects.filter(enterprise=other).update(lacking=["kept"])
        Enterprise.objects.filter(pk=other.pk).update(updated_at=NOON - timedelta(days=9))
        Enterprise.objects.filter(pk=candidate.pk).update(updated_at=NOON)
    put(candidate, 2025, revenue=Decimal(400000000))

    refresh(clerk, everything=False)

    assert giants()[candidate.pk][1] == ["H4"]
    assert giants()[other.pk][1] == ["kept"]


def test_on_a_new_day_everybody_is(candidate: Enterprise, clerk: Access) -> None:
    refresh(clerk)
    with bootstrap_scope():
        Prospect.objects.update(lacking=["kept"])

    refresh(clerk, everything=False, at=NOON + timedelta(days=1))

    assert giants()[candidate.pk][1] == []


def test_reviews_list_titles_that_end_this_year_with_their_last_day(
    candidate: Enterprise, clerk: Access
) -> None:
    make_title(
        candidate, tier="little_giant", valid_from=date(2023, 7, 1), valid_until=date(2026, 7, 1)
    )
    later = make_candidate(candidate.jurisdiction)
    make_title(
        later, tier="little_giant", valid_from=date(2024, 7, 1), valid_until=date(2027, 7, 1)
    )

    refresh(clerk)

    with bootstrap_scope():
        (row,) = reviews("little_giant", reach=ALL)
    assert (row.enterprise_id, row.due_on) == (candidate.pk, date(2026, 6, 30))
    assert row.rule_versions == "LG-2022/1"


def test_who_meets_the_tier_and_is_on_no_list_is_discovered(
    candidate: Enterprise, clerk: Access
) -> None:
    refresh(clerk)
    with bootstrap_scope():
        assert [r.enterprise_id for r in discovered("little_giant", reach=ALL)] == [candidate.pk]
        batch = RecognitionBatch.objects.create(
            tier="little_giant",
            kind="new",
            recogniser="工业和信息化部",
            recogniser_level="national",
            ordinal=8,
            year=2026,
            name="第八批",
        )
        BatchCandidate.objects.create(
            batch=batch,
            enterprise=candidate,
            jurisdiction=candidate.jurisdiction,
            state="applied",
            changed_at=NOON,
        )

        assert list(discovered("little_giant", reach=ALL)) == []


def test_the_load_of_a_unit_counts_what_waits_there(candidate: Enterprise, clerk: Access) -> None:
    short = make_candidate(candidate.jurisdiction)
    put(short, 2025, ip_class1_applied_own_top3=3)
    refresh(clerk)

    with bootstrap_scope():
        (load,) = load_by_unit("little_giant", reach=ALL)

    assert (load.key, load.known, load.ready, load.lacking_one) == ("jiangxia", 2, 1, 1)


@pytest.mark.covers("enterprises.prospects.refresh", "reach")
def test_another_units_rows_stay_as_they_are(candidate: Enterprise, clerk: Access) -> None:
    elsewhere = make_candidate(make_unit("hanyang"))
    refresh(clerk)
    assert list(giants()) == [candidate.pk]

    refresh(make_access("district_staff", unit=elsewhere.jurisdiction))

    assert list(giants()) == [candidate.pk, elsewhere.pk]


@pytest.mark.covers("enterprises.prospects.refresh", "capability")
def test_who_may_only_look_works_nothing_out(candidate: Enterprise) -> None:
    with pytest.raises(NotPermitted):
        refresh(make_access("auditor"))


@pytest.mark.covers("enterprises.prospects.refresh", "refused", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_works_the_lists_out() -> None:
    enterprise = make_candidate(make_unit("jiangxia"))
    make_indicators(enterprise, 2022)
    access = make_access("district_staff", unit=enterprise.jurisdiction)

    def act() -> object:
        return refresh(access)

    assert race(act, act, as_first=access, as_second=access) == ("done", "refused")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_would_find_rows_made_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "_alone", lambda: True)
    enterprise = make_candidate(make_unit("jiangxia"))
    access = make_access("district_staff", unit=enterprise.jurisdiction)

    def act() -> object:
        return refresh(access)

    try:
        outcome = race(act, act, as_first=access, as_second=access)
    except Exception as broken:
        outcome = ("done", type(broken).__name__)
    assert outcome != ("done", "refused")
