"""The tables of ASVS and 等级保护 name tests that are there, and say why where they name none."""

import csv
import re
from pathlib import Path
from typing import Final

ASVS: Final = Path("docs/asvs.csv")
MLPS: Final = Path("docs/mlps.md")
ANSWERS: Final = {"met", "partly", "not", "none"}


def rows() -> list[dict[str, str]]:
    with ASVS.open(newline="") as table:
        return list(csv.DictReader(table))


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    return Path(path).exists() and (not name or f"def {name}(" in Path(path).read_text())


def test_every_requirement_is_answered_once_by_a_test_or_a_reason() -> None:
    found = rows()

    assert len({row["requirement"] for row in found}) == len(found) > 240
    assert {row["answer"] for row in found} == ANSWERS
    assert [row["requirement"] for row in found if not row["test"] and not row["reason"]] == []
    assert [
        row["requirement"] for row in found if row["answer"] != "met" and not row["reason"]
    ] == []


def test_every_test_that_is_named_is_there() -> None:
    named = {row["test"] for row in rows() if row["test"]}
    in_words = re.findall(r"`(tests/[\w/]+(?:\.py)?)/?`", MLPS.read_text())

    assert [test for test in named if not is_there(test)] == []
    assert in_words
    assert [test for test in in_words if not is_there(test)] == []
    reliability = Path("docs/reliability.md").read_text()
    assert [
        path for path in re.findall(r"`(tests/[\w/]+\.py)`", reliability) if not is_there(path)
    ] == []
