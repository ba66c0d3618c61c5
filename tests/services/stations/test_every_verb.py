"""What holds of every act on stations: within reach, by right, and one at a time."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.races import race
from tests.services.stations.conftest import Quarter, build_quarter
from tests.services.stations.verbs import CADENCE, VERBS, Verb
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped


def marked(*kinds: str) -> list[object]:
    return [
        pytest.param(verb, id=verb.name, marks=pytest.mark.covers(f"services.{verb.name}", *kinds))
        for verb in VERBS
    ]


def prepared(verb: Verb, quarter: Quarter) -> object:
    with bootstrap_scope():
        return verb.prepare(quarter)


@pytest.mark.parametrize("verb", marked("reach"))
def test_what_belongs_to_another_unit_is_out_of_reach(verb: Verb, quarter: Quarter) -> None:
    act = prepared(verb, quarter)
    before = AuditEvent.objects.count()

    with scoped(quarter.other), pytest.raises((ObjectDoesNotExist, NotPermitted)):
        act(quarter.other)

    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("verb", marked("capability"))
def test_who_only_reads_changes_nothing(verb: Verb, quarter: Quarter) -> None:
    act = prepared(verb, quarter)

    with scoped(quarter.reader), pytest.raises(NotPermitted):
        act(quarter.reader)


@pytest.mark.parametrize("verb", marked("race"))
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_does_it(verb: Verb) -> None:
    quarter = build_quarter()
    act = prepared(verb, quarter)

    ended = race(
        lambda: act(quarter.lead),
        lambda: act(quarter.lead),
        as_first=quarter.lead,
        as_second=quarter.lead,
    )

    assert ended == ("done", verb.second)


@pytest.mark.covers("services.cadences.change", "works", "refused")
def test_the_rhythm_of_a_tier_changes_from_a_day_on(quarter: Quarter) -> None:
    act = prepared(CADENCE, quarter)

    with scoped(quarter.city):
        made = act(quarter.city)
        with pytest.raises(ActionRefused, match="须更晚"):
            act(quarter.city)

    assert (made.tier, made.days, made.effective_from) == ("unicorn", 45, date(2026, 12, 1))


@pytest.mark.covers("services.cadences.change", "reach", "capability")
def test_a_unit_keeps_no_rhythm_of_its_own(quarter: Quarter) -> None:
    act = prepared(CADENCE, quarter)

    for access in (quarter.lead, quarter.reader):
        with scoped(access), pytest.raises(NotPermitted):
            act(access)


@pytest.mark.covers("services.cadences.change", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_rhythm_one_is_told() -> None:
    quarter = build_quarter()
    act = prepared(CADENCE, quarter)

    ended = race(
        lambda: act(quarter.city),
        lambda: act(quarter.city),
        as_first=quarter.city,
        as_second=quarter.city,
    )

    assert ended == ("done", "refused")
