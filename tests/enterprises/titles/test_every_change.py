"""What every change of one title has in common: reach and capability."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest

from enterprises.actions import recognitions, title_changes
from enterprises.actions.recognitions import Award
from enterprises.models import Recognition
from tests.enterprises.titles.conftest import NOON, Town, current
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.scope import scoped

DAY: Final = date(2026, 2, 1)
CHANGES: Final[dict[str, tuple[Callable[..., object], dict[str, Any]]]] = {
    "title_changes.extend": (title_changes.extend, {"review_pending": True, "reason": "复核"}),
    "title_changes.withdraw": (title_changes.withdraw, {"on": DAY, "cause": "waived"}),
    "title_changes.restore": (title_changes.restore, {"reason": "复议"}),
    "title_changes.correct": (title_changes.correct, {"values": {"round": "1"}, "reason": "误"}),
    "recognitions.renew": (recognitions.renew, {"award": Award()}),
}


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"enterprises.{name}", kind))
            for name in CHANGES
        ],
    )


@each("reach")
def test_a_title_of_another_unit_does_not_exist(town: Town, name: str) -> None:
    act, words = CHANGES[name]
    title = town.title()

    with scoped(town.neighbour), pytest.raises(Recognition.DoesNotExist):
        act(title.series, access=town.neighbour, at=NOON, **words)
    with pytest.raises(Recognition.DoesNotExist):
        act(title.series, access=town.neighbour, at=NOON, **words)

    assert current(title.series).version == 1


@each("capability")
def test_who_may_only_look_changes_nothing(town: Town, name: str) -> None:
    act, words = CHANGES[name]
    title = town.title()

    with scoped(town.reader), pytest.raises(NotPermitted):
        act(title.series, access=town.reader, at=NOON, **words)


@pytest.mark.covers("enterprises.recognitions.renew_set", "reach")
def test_a_list_with_a_title_of_another_unit_is_refused(town: Town) -> None:
    given = {town.title().series: Award()}

    with pytest.raises(InputRefused, match="有称号不存在或不在您的管理范围内"):
        recognitions.renew_set(given, access=town.neighbour, at=NOON)


@pytest.mark.covers("enterprises.recognitions.renew_set", "capability")
def test_who_may_only_look_renews_no_list(town: Town) -> None:
    given = {town.title().series: Award()}

    with pytest.raises(NotPermitted):
        recognitions.renew_set(given, access=town.reader, at=NOON)
