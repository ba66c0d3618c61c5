"""Check vectors: cases worked by hand that the code must agree with."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def vectors(group: str) -> Any:
    """One group of the vectors file."""
    return json.loads((HERE / "vectors.json").read_text("utf-8"))[group]


def size_rows() -> list[dict[str, str]]:
    """The floors of the size-class standard, one row an industry."""
    with (HERE / "size_rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
