"""Giving a title back: the decision was wrong, or fell on appeal."""

from datetime import date

import pytest

from enterprises.actions import title_changes
from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.rules.awards import Barred, TitleOverlaps
from tests.enterprises.titles.conftest import (
    NOON,
    Town,
    build_town,
    current,
    entries,
    recognise,
    versions,
)
from tests.races import race
from wuhan_smes.errors import InputRefused, TransitionRefused
from wuhan_smes.scope import scoped


def ended(town: Town, title: Recognition, cause: str = "falsification") -> Recognition:
    return title_changes.withdraw(
        title.series,
        access=town.keeper,
        at=NOON,
        on=date(2026, 2, 1),
        cause=cause,
        document_no="鄂经信〔2026〕20号",
    )


def restore(town: Town, title: Recognition, reason: str = "行政复议撤销原决定") -> Recognition:
    return title_changes.restore(title.series, access=town.keeper, at=NOON, reason=reason)


@pytest.mark.covers("enterprises.title_changes.restore", "works")
def test_a_title_given_back_holds_as_before_and_the_bar_is_gone(town: Town) -> None:
    title = town.title(valid_until=date(2026, 1, 1), review_pending=True)
    ended(town, title)

    with scoped(town.keeper):
        restore(town, title)

    kept = current(title.series)
    assert (kept.version, kept.outcome, kept.barred_until) == (3, "restored", None)
    assert (kept.review_pending, kept.extended_until, kept.in_force.upper) == (True, None, None)
    assert [version.withdrawn_on for version in versions(title.series)] == [
        None,
        date(2026, 2, 1),
        None,
    ]
    (entry,) = entries("title.restore")
    assert entry["outcome"] == ["new", "restored"]
    assert entry["reason"] == "行政复议撤销原决定"


def test_with_the_finding_falls_all_that_it_took(town: Town) -> None:
    title = town.title()
    higher = town.title(Tier.SRDI_SME, enterprise=title.enterprise)
    waived = town.title(Tier.TECH_SME, enterprise=title.enterprise)
    ended(town, waived, "unfit")
    ended(town, title)

    restore(town, higher)

    assert current(title.series).withdrawn_on is None
    assert current(higher.series).withdrawn_on is None
    assert current(waived.series).withdrawn_on == date(2026, 2, 1)


@pytest.mark.covers("enterprises.title_changes.restore", "refused")
def test_what_was_not_ended_is_not_given_back(town: Town) -> None:
    title = town.title()

    with pytest.raises(TransitionRefused, match="没有被终止，无需恢复"):
        restore(town, title)
    ended(town, title)
    with pytest.raises(InputRefused, match="请说明理由"):
        restore(town, title, reason=" ")


def test_a_title_is_not_given_back_over_a_later_one(town: Town) -> None:
    title = town.title()
    ended(town, title, "unfit")
    recognise(town, title.enterprise, valid_from=date(2026, 2, 1))

    with pytest.raises(TitleOverlaps):
        restore(town, title)


def test_a_title_is_not_given_back_against_another_bar(town: Town) -> None:
    title = town.title()
    other = town.title(Tier.TECH_SME, enterprise=title.enterprise)
    ended(town, other, "violation")
    ended(town, title, "unfit")

    with pytest.raises(Barred):
        restore(town, title)


@pytest.mark.covers("enterprises.title_changes.restore", "race")
@pytest.mark.django_db(transaction=True)
def test_a_title_is_given_back_once() -> None:
    town = build_town()
    title = town.title(withdrawn_on=date(2026, 2, 1), withdrawal_cause="unfit")

    outcome = race(
        lambda: restore(town, title),
        lambda: restore(town, title),
        as_first=town.keeper,
        as_second=town.keeper,
    )

    assert outcome == ("done", "transition_refused")
