"""Each line of each rule set at, just below and just above what the documents say."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.rulekit import golden_base as base
from tests.rulekit import golden_current as current
from tests.rulekit import golden_former as former
from tests.rulekit.by_hand import lines_of, written
from tests.rulekit.golden import OPEN, Cases
from tests.rulekit.golden_edges import EDGES
from tests.rulekit.mutants import Line, answer, facts_of, mutants, unknown_taken_for
from tests.rulekit.worked import SPRING, judged
from wuhan_smes.rulekit.queries import pinned

pytestmark = pytest.mark.django_db
SETS: Final[dict[str, tuple[str, str, tuple[str, ...], Cases]]] = {
    "TSME-2017": ("TSME-2017", "self_assessment", (), base.TSME_2017),
    "INNO-2022": ("INNO-2022", "new", (), base.INNO_2022),
    "SRDI-2022": ("SRDI-2022", "review", (), former.SRDI_2022),
    "SRDI-HB-2026": ("SRDI-2022", "new", ("SRDI-HB-2026",), former.NOTICE_OF_HUBEI),
    "SRDI-2026": ("SRDI-2026", "new", (), current.SRDI_2026),
    "SRDI-2026 review": ("SRDI-2026", "review", (), current.SRDI_2026_REVIEW),
    "LG-2022": ("LG-2022", "review", (), former.LG_2022),
    "LG-2025-190": ("LG-2022", "new", ("LG-2025-190",), former.NOTICE_OF_2025),
    "LG-2026": ("LG-2026", "new", (), current.LG_2026),
    "LG-2026 review": ("LG-2026", "review", (), current.LG_2026_REVIEW),
    "KEYLG-2024": ("KEYLG-2024", "new", (), current.KEYLG_2024),
    "CHAMP-2023": ("CHAMP-2023", "new", (), current.CHAMP_2023),
    "CHAMP-HB": ("CHAMP-HB", "new", (), current.CHAMP_HB),
    "UNICORN-EL-2023": ("UNICORN-EL-2023", "new", (), former.UNICORN),
}
# Errors that change no answer: what the middle line of 63号 and the older line of East Lake leave
# out is let in by the easier line before it; without an amount there is no share of it either.
NOBODY_CAN_TELL: Final = {
    "LG-2022": {
        "H7 test.any.1.all.1 <= 10000",
        "H7 test.any.1.all.1 < 10000.02",
        "H7 test.any.1.all.1 forgotten",
    },
    "SRDI-2022": {"S11 rd_expense Y-1 unknown taken for False"},
    "UNICORN-EL-2023": {
        "U2 test.all.1.any.1.all.0 >= 5",
        "U2 test.all.1.any.1.all.0 > 4.98",
        "U2 test.all.1.any.1.all.0 forgotten",
    },
}


@pytest.mark.parametrize("name", SETS)
def test_every_line_says_at_its_threshold_what_the_document_says(name: str) -> None:
    code, kind, layers, _ = SETS[name]
    flat = [(line, facts, says) for line, some in _cases(name).items() for facts, says in some]

    found = judged(
        pinned(code, kind, on=SPRING, layers=layers), kind, [facts for _, facts, _ in flat]
    )

    said: list[tuple[str, dict[str, Any], Any]] = []
    for (line, facts, expected), reading in zip(flat, found, strict=True):
        (standing,) = [one for one in reading.criteria if one.rule.code == line]
        said.append((line, facts, _said(standing, expected)))
    assert said == flat


def test_no_line_of_any_set_is_left_out() -> None:
    """Every line that asks something, of every document and for every kind of application."""
    asked = {
        (code, line["code"])
        for code, rule_set in written().items()
        for line in rule_set["criteria"]
        if line.get("change", "add") in {"add", "replace"}
    }

    told = {
        (layers[0] if layers else code, line)
        for code, _, layers, cases in SETS.values()
        for line in cases
    }

    assert asked - told == set()


@pytest.mark.parametrize("name", SETS)
def test_no_small_error_in_a_line_goes_unnoticed(name: str) -> None:
    """Shift or sharpen a threshold, forget an alternative, take the unknown for an answer: some
    case of the line must then say something else.
    """
    code, kind, layers, _ = SETS[name]
    lines, _ = lines_of(code, kind, layers)
    cases = _cases(name)

    unnoticed = [
        f"{line['code']} {told}"
        for line in lines
        if line["code"] in cases and kind in line.get("applies_to", [kind])
        for told in _unnoticed(line, [facts for facts, _ in cases[line["code"]]])
    ]

    assert set(unnoticed) == NOBODY_CAN_TELL.get(name, set())


def _cases(name: str) -> Cases:
    *_, cases = SETS[name]
    more = EDGES.get(name, {})
    return {line: [*some, *more.get(line, [])] for line, some in cases.items()}


def _unnoticed(line: Line, facts: list[dict[str, Any]]) -> Iterator[str]:
    def answers(of: Line) -> list[Any]:
        return [answer(of, one) for one in facts]

    said = answers(line)
    yield from (told for told, other in mutants(line) if answers(other) == said)
    for fact in sorted(facts_of(line)):
        for what in (True, False):
            with unknown_taken_for(what, fact):
                if answers(line) == said:
                    yield f"{' '.join(fact)} unknown taken for {what}"


def _said(standing: Any, expected: Any) -> Any:
    if isinstance(expected, int):
        assert standing.low == standing.high
        return int(standing.low)
    if expected == OPEN:
        unknown = standing.low == 0 and standing.high == standing.rule.max_points
        return OPEN if unknown and standing.result != "met" else standing.low
    return str(standing.result.value)
