"""Each line of each rule set at, just below and just above what the documents say."""

from typing import Any, Final

import pytest

from tests.rulekit import golden_base as base
from tests.rulekit import golden_current as current
from tests.rulekit import golden_former as former
from tests.rulekit.by_hand import lines_of
from tests.rulekit.golden import OPEN, Cases
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


@pytest.mark.parametrize("name", SETS)
def test_every_line_says_at_its_threshold_what_the_document_says(name: str) -> None:
    code, kind, layers, cases = SETS[name]
    flat = [(line, facts, says) for line, some in cases.items() for facts, says in some]

    found = judged(
        pinned(code, kind, on=SPRING, layers=layers), kind, [facts for _, facts, _ in flat]
    )

    said: list[tuple[str, dict[str, Any], Any]] = []
    for (line, facts, expected), reading in zip(flat, found, strict=True):
        (standing,) = [one for one in reading.criteria if one.rule.code == line]
        said.append((line, facts, _said(standing, expected)))
    assert said == flat


@pytest.mark.parametrize("name", ["LG-2026", "SRDI-2026", "LG-2022"])
def test_no_line_is_left_out(name: str) -> None:
    """Of the sets most asked for: every line that holds for this kind has its cases."""
    code, kind, layers, cases = SETS[name]

    lines, _ = lines_of(code, kind, layers)

    assert {one["code"] for one in lines if kind in one.get("applies_to", [kind])} == set(cases)


def _said(standing: Any, expected: Any) -> Any:
    if isinstance(expected, int):
        assert standing.low == standing.high
        return int(standing.low)
    if expected == OPEN:
        unknown = standing.low == 0 and standing.high == standing.rule.max_points
        return OPEN if unknown and standing.result != "met" else standing.low
    return str(standing.result.value)
