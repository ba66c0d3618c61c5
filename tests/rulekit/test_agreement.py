"""Two readings of the same rules, written apart, agree on random subjects."""

import os
import random
from functools import cache
from typing import Final

import pytest

from tests.rulekit import by_hand
from tests.rulekit.by_hand import Facts
from tests.rulekit.chance import subject
from tests.rulekit.worked import SPRING, judged, results
from wuhan_smes.rulekit.queries import pinned

pytestmark = pytest.mark.django_db
SUBJECTS: Final = int(os.environ.get("RULE_SUBJECTS", "150"))
CASES: Final = [
    (code, kind, layers)
    for code, layers in (
        ("TSME-2017", ()),
        ("INNO-2022", ()),
        ("SRDI-2022", ()),
        ("SRDI-2022", ("SRDI-HB-2026",)),
        ("SRDI-2026", ()),
        ("LG-2022", ()),
        ("LG-2022", ("LG-2025-190",)),
        ("LG-2026", ()),
        ("KEYLG-2024", ()),
        ("CHAMP-2023", ()),
        ("CHAMP-HB", ()),
        ("UNICORN-EL-2023", ()),
    )
    for kind in ("new", "review")
]


@cache
def population(size: int) -> list[Facts]:
    """The same subjects for every set: inventing them costs more than judging them."""
    chance = random.Random(f"{size} subjects")
    return [subject(chance, unknown=n % 4 * 0.05) for n in range(size)]


@pytest.mark.parametrize(("code", "kind", "layers"), CASES)
def test_the_statement_and_the_reading_by_hand_agree(
    code: str, kind: str, layers: tuple[str, ...]
) -> None:
    subjects = population(SUBJECTS)

    found = judged(pinned(code, kind, on=SPRING, layers=layers), kind, subjects)

    for facts, reading in zip(subjects, found, strict=True):
        expected = by_hand.outcome(code, kind, facts, layers)
        assert results(reading) == expected.results, facts
        assert reading.verdict == expected.verdict, facts
        assert (reading.score_low, reading.score_high) == (expected.low, expected.high), facts
        assert reading.subclass == expected.subclass, facts


def test_random_subjects_reach_every_verdict() -> None:
    """A comparison of subjects that all fail would prove little."""
    chance = random.Random("verdicts")
    subjects = [subject(chance, unknown=0.02) for _ in range(400)]

    verdicts = {
        reading.verdict.value
        for code in ("CHAMP-HB", "TSME-2017", "INNO-2022", "KEYLG-2024")
        for reading in judged(pinned(code, "new", on=SPRING, layers=()), "new", subjects)
    }

    assert {"met", "unmet", "unknown", "manual_review"} <= verdicts
