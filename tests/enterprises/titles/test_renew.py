"""A passed review: a new title follows the old one without a gap."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import recognitions
from enterprises.actions.recognitions import Award
from enterprises.actions.title_versions import SomeRefused
from enterprises.choices import Tier
from enterprises.models import Recognition
from tests.enterprises.titles.conftest import NOON, Town, build_town, current, entries
from tests.races import race
from wuhan_smes.errors import InputRefused, StaleVersion, TransitionRefused
from wuhan_smes.scope import scoped


def renew(town: Town, title: Recognition, version: int | None = None, **values: Any) -> Recognition:
    return recognitions.renew(
        title.series, access=town.keeper, at=NOON, award=Award(**values), expected_version=version
    )


@pytest.mark.covers("enterprises.recognitions.renew", "works")
def test_the_renewed_title_begins_where_the_old_one_ends(town: Town) -> None:
    old = town.title(subclass="", valid_until=date(2026, 5, 1))

    with scoped(town.keeper):
        new = renew(town, old, document_no="鄂经信〔2026〕30号")

    kept = current(new.series)
    assert kept.series != old.series
    assert (kept.predecessor_series, kept.outcome, kept.tier) == (
        old.series,
        "review_passed",
        old.tier,
    )
    assert (kept.valid_from, kept.valid_until) == (date(2026, 5, 1), date(2029, 5, 1))
    assert current(old.series).version == 1
    (entry,) = entries("title.renew")
    assert entry["predecessor_series"] == old.series


def test_a_review_announced_late_leaves_no_gap(town: Town) -> None:
    old = town.title(valid_until=date(2026, 1, 1), review_pending=True)

    new = renew(town, old, valid_from=date(2026, 3, 1), valid_until=date(2029, 3, 1))

    before = current(old.series)
    assert (before.review_pending, before.in_force.upper) == (False, date(2026, 3, 1))
    assert current(new.series).in_force.lower == date(2026, 3, 1)


@pytest.mark.covers("enterprises.recognitions.renew", "refused")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_from": date(2026, 12, 31)}, "应自原称号期满之次日（2027-01-01）起"),
        ({"tier": Tier.CHAMPION}, "复核通过的梯度应与原称号一致"),
        ({"valid_until": date(2027, 1, 1)}, "早于起始日期"),
    ],
)
def test_a_faulty_renewal_is_refused(town: Town, values: dict[str, Any], sentence: str) -> None:
    title = town.title()

    with pytest.raises(InputRefused, match=sentence):
        renew(town, title, **values)


def test_what_is_ended_or_endless_is_not_renewed(town: Town) -> None:
    ended = town.title(withdrawn_on=date(2025, 1, 1), withdrawal_cause="waived")

    with pytest.raises(TransitionRefused, match="因“自愿放弃”终止"):
        renew(town, ended)
    with pytest.raises(TransitionRefused, match="长期有效，无需复核"):
        renew(town, town.title(valid_until=None))
    with pytest.raises(StaleVersion):
        renew(town, town.title(), version=2)


@pytest.mark.covers("enterprises.recognitions.renew_set", "works")
def test_many_are_renewed_each_from_its_own_end(town: Town) -> None:
    first, second = town.title(), town.title(valid_until=date(2027, 3, 1))
    award = Award(valid_from=date(2027, 1, 1), valid_until=date(2030, 1, 1))

    renewed = recognitions.renew_set(
        {first.series: award, second.series: award}, access=town.keeper, at=NOON
    )

    assert [(it.predecessor_series, it.valid_from) for it in renewed] == [
        (first.series, date(2027, 1, 1)),
        (second.series, date(2027, 3, 1)),
    ]
    assert len(entries("title.renew")) == 2


@pytest.mark.covers("enterprises.recognitions.renew_set", "refused")
def test_many_are_renewed_together_or_not_at_all(town: Town) -> None:
    good = town.title()
    ended = [town.title(withdrawn_on=date(2025, 1, 1), withdrawal_cause="waived") for _ in range(2)]

    with pytest.raises(SomeRefused, match="有 2 家不能办理"):
        recognitions.renew_set(
            {title.series: Award() for title in (good, *ended)}, access=town.keeper, at=NOON
        )
    assert not Recognition.objects.filter(predecessor_series=good.series).exists()


@pytest.mark.covers("enterprises.recognitions.renew", "race")
@pytest.mark.covers("enterprises.recognitions.renew_set", "race")
@pytest.mark.django_db(transaction=True)
def test_a_review_is_passed_once() -> None:
    town = build_town()
    title, listed = town.title(), town.title()

    def renew_list() -> object:
        return recognitions.renew_set({listed.series: Award()}, access=town.keeper, at=NOON)

    for act in (lambda: renew(town, title), renew_list):
        outcome = race(act, act, as_first=town.keeper, as_second=town.keeper)
        assert outcome == ("done", "title_overlaps")
