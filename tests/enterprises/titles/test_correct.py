"""Putting right what was recorded wrongly, without rewriting what was known."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from enterprises.actions import title_changes
from enterprises.models import Recognition
from enterprises.rules.awards import TitleOverlaps
from tests.enterprises.titles.conftest import NOON, Town, build_town, current, entries
from tests.factories.titles import make_batch
from tests.races import race
from wuhan_smes.errors import ActionRefused, InputRefused
from wuhan_smes.scope import scoped


def correct(town: Town, title: Recognition, reason: str = "原录入有误", **values: Any) -> object:
    return title_changes.correct(
        title.series, access=town.keeper, at=NOON, values=values, reason=reason
    )


@pytest.mark.covers("enterprises.title_changes.correct", "works")
def test_what_was_known_before_the_correction_stays_visible(town: Town) -> None:
    title = town.title()

    with scoped(town.keeper):
        correct(town, title, valid_until=date(2026, 7, 1), certificate_no="B-2")

    mine = Recognition.objects.filter(series=title.series)
    then = mine.known_at(datetime(2026, 3, 1, tzinfo=UTC)).get()
    assert (then.valid_until, then.certificate_no) == (date(2027, 1, 1), "")
    now = mine.known_at(NOON).get()
    assert (now.in_force.upper, now.certificate_no) == (date(2026, 7, 1), "B-2")
    assert (now.outcome, now.change_note) == ("new", "原录入有误")
    (entry,) = entries("title.correct")
    assert entry["valid_until"] == ["2027-01-01", "2026-07-01"]


def test_a_corrected_end_moves_the_bar_with_it(town: Town) -> None:
    title = town.title(
        withdrawn_on=date(2025, 3, 1),
        withdrawal_cause="violation",
        barred_until=date(2028, 3, 1),
    )

    correct(town, title, withdrawn_on=date(2025, 4, 1))

    assert current(title.series).barred_until == date(2028, 4, 1)


def test_a_longer_term_makes_an_extension_moot(town: Town) -> None:
    title = town.title(extended_until=date(2027, 3, 1))

    correct(town, title, valid_until=date(2028, 1, 1))

    assert current(title.series).in_force.upper == date(2028, 1, 1)


@pytest.mark.covers("enterprises.title_changes.correct", "refused")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tier": "champion"}, "该项不能更正"),
        ({"reason": " ", "round": "2026"}, "请说明理由"),
        ({"withdrawn_on": date(2026, 1, 1)}, "更正只能改终止日期"),
        ({"valid_until": date(2023, 12, 31)}, "截止日期 2023-12-30 早于起始日期 2024-01-01"),
        ({"valid_from": date(2019, 1, 1)}, "不能早于企业成立日期"),
        ({"batch_id": 0}, "没有这个梯度的这个批次"),
        ({"subclass": "product"}, "没有这个子类"),
        ({"recogniser_level": ""}, "没有这个认定层级"),
    ],
)
def test_a_faulty_correction_is_refused(town: Town, values: dict[str, Any], sentence: str) -> None:
    title = town.title()

    with pytest.raises(InputRefused, match=sentence):
        correct(town, title, **values)
    assert current(title.series).version == 1


def test_a_correction_that_changes_nothing_is_refused(town: Town) -> None:
    with pytest.raises(ActionRefused, match="没有需要更正的内容"):
        correct(town, town.title(), valid_from=date(2024, 1, 1))


def test_a_correction_cannot_make_two_titles_overlap(town: Town) -> None:
    old = town.title(valid_until=date(2025, 1, 1))
    town.title(enterprise=old.enterprise, valid_from=date(2025, 1, 1), valid_until=date(2028, 1, 1))

    with pytest.raises(TitleOverlaps):
        correct(town, old, valid_until=date(2025, 1, 2))


def test_a_title_moves_to_the_batch_it_was_announced_in(town: Town) -> None:
    batch, title = make_batch(), town.title()

    correct(town, title, batch_id=batch.pk)

    assert current(title.series).batch_id == batch.pk


@pytest.mark.covers("enterprises.title_changes.correct", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_the_same_version_one_is_told() -> None:
    town = build_town()
    title = town.title()

    def act() -> object:
        return title_changes.correct(
            title.series,
            access=town.keeper,
            at=NOON,
            values={"round": "2026"},
            reason="补录",
            expected_version=1,
        )

    outcome = race(act, act, as_first=town.keeper, as_second=town.keeper)
    assert outcome == ("done", "stale_version")
