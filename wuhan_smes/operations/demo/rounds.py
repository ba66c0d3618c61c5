"""The recognition and review rounds of 2019–2026 that the invented titles come from.

fixtures/demo/rounds.csv tells them. Spans are half-open here; no document number is a real one.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from enterprises.choices import ApplicationKind, BatchStage, RecogniserLevel, Tier
from enterprises.rules.spans import day_after
from wuhan_smes.operations.demo.words import FOLDER

TODAY: Final = date(2026, 11, 20)  # the day the invented city is told up to
REPLY: Final = date(2025, 7, 25)  # the day whose figures it reproduces
SOURCES: Final = {
    "public": "示例：批次与年份取自公开信息（单一来源），日期与名单为虚构",
    "assumed": "示例：假设的批次，名单为虚构",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One batch: who recognised what, when it was announced, from when to when it holds."""

    code: str
    tier: Tier
    kind: ApplicationKind
    recogniser: str
    level: RecogniserLevel
    ordinal: int
    year: int
    name: str
    announced_on: date | None
    valid_from: date
    valid_until: date | None
    rule_set: str
    stage: BatchStage
    source: str

    @property
    def document_no(self) -> str:
        """Recognisable as no real number; none before the announcement."""
        return f"示例发〔{self.year}〕{self.ordinal}号" if self.announced_on else ""

    @property
    def decided_on(self) -> date:
        """The day of the announcement; nobody may ask it of a round in progress."""
        if self.announced_on is None:
            raise ValueError(f"round {self.code} has not been announced")
        return self.announced_on


def _read(path: Path) -> Iterator[Round]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            yield Round(
                row["code"],
                Tier(row["tier"]),
                ApplicationKind(row["kind"]),
                row["recogniser"],
                RecogniserLevel(row["level"]),
                int(row["ordinal"]),
                int(row["year"]),
                row["name"],
                _day(row["announced_on"]),
                date.fromisoformat(row["valid_from"]),
                day_after(_day(row["valid_to"])),
                row["rule_set"],
                BatchStage(row["stage"]),
                SOURCES[row["basis"]],
            )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


ROUNDS: Final[Mapping[str, Round]] = {each.code: each for each in _read(FOLDER / "rounds.csv")}
