"""Ending a title before its time: cause, document, bar, and what falls with it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from enterprises.actions import title_changes
from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.queries.highest import held_on, highest_of
from enterprises.querysets import EnterpriseQuerySet
from enterprises.rules.awards import Barred
from tests.enterprises.titles.conftest import (
    NOON,
    TODAY,
    Town,
    build_town,
    current,
    entries,
    recognise,
    versions,
)
from tests.races import race
from wuhan_smes.access import Capability
from wuhan_smes.errors import InputRefused, TransitionRefused
from wuhan_smes.scope import scoped

DECISION = "鄂经信〔2026〕20号"


def withdraw(town: Town, title: Recognition, **words: Any) -> Recognition:
    given = {"on": date(2026, 2, 1), "cause": "unfit", "document_no": DECISION, **words}
    return title_changes.withdraw(title.series, access=town.keeper, at=NOON, **given)


@pytest.mark.covers("enterprises.title_changes.withdraw", "works")
def test_a_title_ends_on_the_day_of_the_decision(town: Town) -> None:
    title = town.title()

    with scoped(town.keeper):
        withdraw(town, title, document_no="鄂经信[2026]20号", reason="营收不达标")

    before, after = versions(title.series)
    assert (before.in_force.upper, before.superseded_at) == (date(2027, 1, 1), NOON)
    assert (after.in_force.upper, after.withdrawal_cause) == (date(2026, 2, 1), "unfit")
    assert (after.withdrawal_document, after.barred_until) == (DECISION, None)
    (entry,) = entries("title.withdraw")
    assert entry["withdrawn_on"] == [None, "2026-02-01"]
    assert entry["reason"] == "营收不达标"


@pytest.mark.parametrize("cause", ["falsification", "violation"])
def test_a_grave_cause_bars_the_enterprise_for_three_years(town: Town, cause: str) -> None:
    title = town.title()

    withdraw(town, title, cause=cause)

    assert current(title.series).barred_until == date(2029, 2, 1)
    with pytest.raises(Barred, match="2029-01-31 前"):
        recognise(town, title.enterprise, tier=Tier.TECH_SME, valid_from=TODAY)


def test_falsification_ends_every_title_in_force_and_to_come(town: Town) -> None:
    found = town.title()
    firm = found.enterprise
    higher = town.title(Tier.SRDI_SME, enterprise=firm, review_pending=True)
    past = town.title(Tier.TECH_SME, enterprise=firm, valid_until=date(2025, 1, 1))
    coming = town.title(
        Tier.TECH_SME, enterprise=firm, valid_from=date(2026, 6, 1), valid_until=date(2027, 6, 1)
    )

    withdraw(town, found, cause="falsification")

    assert current(higher.series).in_force.upper == date(2026, 2, 1)
    assert current(coming.series).in_force.isempty
    assert current(past.series).version == 1
    assert len(entries("title.withdraw")) == 3


def test_losing_a_title_reopens_the_rung_below(town: Town) -> None:
    base = town.title()
    firm = base.enterprise
    upper = town.title(Tier.SRDI_SME, enterprise=firm)
    top = town.title(Tier.LITTLE_GIANT, enterprise=firm)
    reach = town.keeper.reach(Capability.REGISTER_VIEW)

    def highest() -> Tier | None:
        return highest_of(held_on(TODAY, [firm.pk], reach=reach).get(firm.pk, []))

    seen = [highest()]
    for title in (top, upper, base):
        withdraw(town, title)
        seen.append(highest())

    assert seen == [Tier.LITTLE_GIANT, Tier.SRDI_SME, Tier.TECH_INNOVATIVE, None]


def test_a_title_kept_by_its_review_ends_on_the_day_of_the_decision(town: Town) -> None:
    title = town.title(valid_until=date(2026, 1, 1), review_pending=True)

    withdraw(town, title, cause="review_failed", document_no="")

    kept = current(title.series)
    assert (kept.review_pending, kept.in_force.upper) == (False, date(2026, 2, 1))


def test_a_title_struck_from_the_start_never_counted(town: Town) -> None:
    title = town.title()

    withdraw(town, title, on=title.valid_from, cause="error", document_no="")

    assert current(title.series).in_force.isempty


@pytest.mark.covers("enterprises.title_changes.withdraw", "refused")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"on": date(2023, 12, 31)}, "终止日期不能早于有效期起（2024-01-01）"),
        ({"on": date(2027, 1, 2), "cause": "waived"}, "称号已于 2026-12-31 到期"),
        ({"on": date(2026, 3, 4)}, "终止日期不能晚于今天"),
        ({"cause": "whim"}, "没有这个终止原因"),
        ({"document_no": " "}, "撤销称号须写明决定文号"),
    ],
)
def test_a_faulty_withdrawal_is_refused(
    town: Town, words: dict[str, object], sentence: str
) -> None:
    title = town.title()

    with pytest.raises(InputRefused, match=sentence):
        withdraw(town, title, **words)
    assert current(title.series).version == 1


def test_a_title_is_not_ended_twice(town: Town) -> None:
    title = town.title()
    withdraw(town, title)

    with pytest.raises(TransitionRefused, match="已于 2026-02-01 因“不再符合条件”终止"):
        withdraw(town, title, cause="waived")


def test_a_title_that_ran_out_can_still_be_revoked_for_the_bar(town: Town) -> None:
    title = town.title(valid_until=date(2025, 1, 1))

    withdraw(town, title, cause="falsification")

    kept = current(title.series)
    assert (kept.in_force.upper, kept.barred_until) == (date(2025, 1, 1), date(2029, 2, 1))


@pytest.mark.covers("enterprises.title_changes.withdraw", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_a_title_at_once_one_is_told() -> None:
    town = build_town()
    title = town.title()

    outcome = race(
        lambda: withdraw(town, title),
        lambda: withdraw(town, title, cause="waived"),
        as_first=town.keeper,
        as_second=town.keeper,
    )

    assert outcome == ("done", "transition_refused")


@pytest.mark.django_db(transaction=True)
def test_a_new_title_waits_for_the_bar_that_is_being_written() -> None:
    town = build_town()
    title = town.title()

    outcome = race(
        lambda: withdraw(town, title, cause="falsification"),
        lambda: recognise(town, title.enterprise, tier=Tier.TECH_SME),
        as_first=town.keeper,
        as_second=town.keeper,
    )

    assert outcome == ("done", "barred")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_only_the_database_would_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnterpriseQuerySet, "select_for_update", lambda rows, **_: rows)
    town = build_town()
    title = town.title()

    with pytest.raises(IntegrityError):
        race(
            lambda: withdraw(town, title),
            lambda: withdraw(town, title, cause="waived"),
            as_first=town.keeper,
            as_second=town.keeper,
        )
