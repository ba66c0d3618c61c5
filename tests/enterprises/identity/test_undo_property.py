"""Merge, edit at random, undo: each half is what it would be had only its own edits been done."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from enterprises.actions import merges
from tests.enterprises.identity import lives
from tests.enterprises.identity.lives import Life, Owned
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_chain, make_enterprise, make_industry
from wuhan_smes.scope import bootstrap_scope

SLOW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],  # making a failing life smaller would take minutes
)


@pytest.fixture
def frame(db: None) -> dict[str, Any]:
    unit = make_unit()
    return {
        "unit": unit,
        "access": make_access("bureau_staff"),
        "known": lives.kinds(
            [make_industry(), make_industry("C3980", "电子元件制造")],
            [make_chain(version="t", valid_from=lives.DAYS[0]) for _ in range(2)],
        ),
    }


def begun(frame: dict[str, Any], beginning: Sequence[tuple[Any, ...]]) -> Life:
    """The kept half was taken up a year after the other."""
    rows = [
        make_enterprise(unit=frame["unit"], since=lives.DAYS[n], name=f"示例{n}公司")
        for n in (0, 4)
    ]
    life = Life(*rows, frame["access"], frame["known"])
    life.settle()
    for verb, *words in beginning:
        lives.attempted(lambda verb=verb, words=words: getattr(life, verb)(*words))
    return life


def edit(tried: Life, plain: Life, whose: dict[tuple[str, int], Owned], what: Any) -> None:
    """One edit in both tellings, or in neither."""
    verb, *words = what

    def both() -> None:
        if verb == "fact":
            name, day, value = words
            kind = tried.known[name]
            whole = lives.reaching(kind, tried.into, lives.DAYS[day], value)
            tried.fact("into", name, day, value)
            lives.edit_plainly(plain, name, value, whole, whose[name, value])
        elif verb in ("title", "person"):
            for life in (plain, tried):
                getattr(life, verb)("into", *words)
        else:
            for life in (plain, tried):
                getattr(life, verb)(*words)

    counted = [(len(life.series), len(life.people)) for life in (tried, plain)]
    if not lives.attempted(both):
        for life, (series, people) in zip((tried, plain), counted, strict=True):
            del life.series[series:], life.people[people:]


@SLOW
@given(beginning=lives.beginnings, edits=lives.edits)
def test_each_half_is_what_it_would_be_with_its_own_edits(frame, beginning, edits):
    with transaction.atomic(), bootstrap_scope():
        tried, plain = begun(frame, beginning), begun(frame, beginning)
        whose = {
            (name, value): lives.owned(tried, name, value)
            for name in lives.FACTS
            for value in range(4)
        }
        words = {"into_id": tried.into.pk, "reason": "重复"}
        done = merges.merge(tried.gone.pk, **tried.now(), **words)
        for what in edits:
            edit(tried, plain, whose, what)

        merges.undo(done.pk, **tried.now(), reason="误合并")

        for half in ("gone", "into"):
            assert tried.told(half) == plain.told(half), half
        transaction.set_rollback(True)
