"""The word lists of the invented city, as reviewed files (fixtures/demo)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

FOLDER: Final = Path(settings.BASE_DIR) / "fixtures" / "demo"


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: its industries, its chain in both trees, its words."""

    code: str
    weight: float
    industries: tuple[str, ...]
    chain_2021: str
    chain_12: str
    scale_kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """How a managing unit looks: its share of the city, its words, its favourite trades."""

    unit: str
    share: float
    prefixes: tuple[str, ...]
    parks: tuple[str, ...]
    buildings: tuple[str, ...]
    clusters: tuple[str, ...]
    wugu: str
    trades: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A company form, the kind of subject it makes, and how often it occurs."""

    form: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Words:
    trades: tuple[Trade, ...]
    units: tuple[UnitWords, ...]
    forms: tuple[Form, ...]
    first: str
    second: str


def read_words(folder: Path = FOLDER) -> Words:
    """All lists, in file order: the order is part of what a seed means."""
    brands = {row["position"]: row["characters"] for row in _rows(folder / "brands.csv")}
    return Words(
        trades=tuple(
            Trade(
                row["code"],
                float(row["weight"]),
                _parts(row["industries"]),
                row["chain_2021"],
                row["chain_12"],
                row["scale_kind"],
                _parts(row["words"]),
            )
            for row in _rows(folder / "trades.csv")
        ),
        units=tuple(
            UnitWords(
                row["unit"],
                float(row["share"]),
                _parts(row["prefixes"]),
                _parts(row["parks"]),
                _parts(row["buildings"]),
                _parts(row["clusters"]),
                row["wugu"],
                frozenset(_parts(row["trades"])),
            )
            for row in _rows(folder / "units.csv")
        ),
        forms=tuple(
            Form(row["form"], row["kind"], float(row["weight"]))
            for row in _rows(folder / "forms.csv")
        ),
        first=_distinct(brands["first"]),
        second=_distinct(brands["second"]),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, strict=True)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _distinct(characters: str) -> str:
    return "".join(dict.fromkeys(characters))
