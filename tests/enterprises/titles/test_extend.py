"""A title that holds longer: its review is pending, or the recogniser named a later day."""

from datetime import date

import pytest

from enterprises.actions import title_changes
from enterprises.rules.awards import TitleOverlaps
from tests.enterprises.titles.conftest import NOON, Town, build_town, current, entries, versions
from tests.races import race
from wuhan_smes.errors import InputRefused, StaleVersion, TransitionRefused
from wuhan_smes.scope import scoped


@pytest.mark.covers("enterprises.title_changes.extend", "works")
def test_a_title_under_review_holds_without_end_and_its_past_is_kept(town: Town) -> None:
    title = town.title(valid_until=date(2026, 2, 1))

    with scoped(town.keeper):
        title_changes.extend(
            title.series, access=town.keeper, at=NOON, review_pending=True, reason="已受理复核"
        )

    before, after = versions(title.series)
    assert (before.superseded_at, after.recorded_at, after.version) == (NOON, NOON, 2)
    assert before.in_force.upper == date(2026, 2, 1)
    assert (after.review_pending, after.in_force.upper) == (True, None)
    (entry,) = entries("title.extend")
    assert entry["review_pending"] == [False, True]
    assert entry["reason"] == "已受理复核"


def test_an_extension_moves_the_end_and_settles_the_review(town: Town) -> None:
    title = town.title(review_pending=True)

    title_changes.extend(
        title.series, access=town.keeper, at=NOON, until=date(2027, 7, 1), reason="延期公告"
    )

    kept = current(title.series)
    assert (kept.review_pending, kept.in_force.upper) == (False, date(2027, 7, 1))
    assert kept.valid_until == date(2027, 1, 1)


@pytest.mark.covers("enterprises.title_changes.extend", "refused")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "二者只能选一"),
        ({"review_pending": True, "until": date(2028, 1, 1)}, "二者只能选一"),
        ({"until": date(2027, 1, 1)}, "须晚于现截止日期（2026-12-31）"),
        ({"review_pending": True, "reason": " "}, "请说明理由"),
    ],
)
def test_a_faulty_extension_is_refused(town: Town, words: dict[str, object], sentence: str) -> None:
    title = town.title()

    with pytest.raises(InputRefused, match=sentence):
        title_changes.extend(
            title.series, access=town.keeper, at=NOON, **{"reason": "公告", **words}
        )
    assert current(title.series).version == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_until": None}, "长期有效，无需延长"),
        ({"review_pending": True}, "已在复核中"),
        ({"withdrawn_on": date(2025, 1, 1), "withdrawal_cause": "waived"}, "因“自愿放弃”终止"),
    ],
)
def test_a_title_in_no_need_of_it_is_not_put_under_review(
    town: Town, values: dict[str, object], sentence: str
) -> None:
    title = town.title(**values)

    with pytest.raises(TransitionRefused, match=sentence):
        title_changes.extend(
            title.series, access=town.keeper, at=NOON, review_pending=True, reason="复核"
        )


def test_an_old_title_does_not_revive_beside_its_successor(town: Town) -> None:
    old = town.title(valid_until=date(2025, 1, 1))
    town.title(enterprise=old.enterprise, valid_from=date(2025, 1, 1), valid_until=date(2028, 1, 1))

    with pytest.raises(TitleOverlaps):
        title_changes.extend(
            old.series, access=town.keeper, at=NOON, review_pending=True, reason="复核"
        )


def test_a_stale_version_is_refused(town: Town) -> None:
    title = town.title()

    with pytest.raises(StaleVersion):
        title_changes.extend(
            title.series,
            access=town.keeper,
            at=NOON,
            review_pending=True,
            reason="复核",
            expected_version=2,
        )


@pytest.mark.covers("enterprises.title_changes.extend", "race")
@pytest.mark.django_db(transaction=True)
def test_a_review_is_put_pending_once() -> None:
    town = build_town()
    title = town.title()

    def act() -> object:
        return title_changes.extend(
            title.series, access=town.keeper, at=NOON, review_pending=True, reason="复核"
        )

    outcome = race(act, act, as_first=town.keeper, as_second=town.keeper)
    assert outcome == ("done", "transition_refused")
