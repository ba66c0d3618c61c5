"""Two scanners of source: what one leaves out the other asks, line by line, with a reason."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture.source import files

ROOT: Final = Path(__file__).parents[2]
TOLD: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
CODE: Final = ("wuhan_smes", "enterprises", "measures", "services")
IMPORTS: Final = {"B404", "B405", "B406"}
# Django's own escape, which bandit asks about twice.
TWICE: Final = {"B703": "B308"}
LEFT_OUT: Final = {TWICE.get(one, one) for one in TOLD["bandit"]["skips"]} - IMPORTS
EXCUSED: Final = re.compile(r"#.*\bnoqa: ([A-Z0-9, ]+)(.*)")


def test_bandit_finds_nothing() -> None:
    words = ["--quiet", "--configfile", "pyproject.toml", "--recursive", *CODE]
    done = subprocess.run(
        [sys.executable, "-m", "bandit", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("code", sorted(LEFT_OUT))
def test_what_bandit_leaves_out_ruff_asks(code: str) -> None:
    asked = TOLD["ruff"]["lint"]
    assert "S" in asked["select"]
    assert code.replace("B", "S") not in asked["ignore"]


def test_each_line_that_is_right_all_the_same_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (found := EXCUSED.search(line))
        and re.search(r"\bS\d", found[1])
        and not found[2].strip(" -")
    ]
    assert silent == []
