"""The check vectors: cases worked by hand that every reading of the rules must agree with."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.rulekit.worked import changed, results, standing

pytestmark = pytest.mark.django_db
FILE: Final = Path(__file__).parents[1] / "data" / "rule_vectors.json"
VECTORS: Final[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda c: f"{c['rule_set']}: {c['name']}")
def test_the_vectors_come_out_as_worked_by_hand(case: dict[str, Any]) -> None:
    facts = changed(VECTORS["base_facts"][case["rule_set"]], case.get("changes", {}))

    found = standing(case["rule_set"], case["application_kind"], facts)

    assert found.verdict == case["expect"]
    assert case.get("expect_criteria", {}).items() <= results(found).items()
    if "score_low" in case:
        assert (found.score_low, found.score_high) == (case["score_low"], case["score_high"])
