"""What the invented city stands on: the units, industries, chains and streets already loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Final

from enterprises.choices import PlaceKind
from enterprises.models import Industry, IndustryChain, Place
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.words import Form, Trade, UnitWords, Words, read_words

PLACE_CODE: Final = "demo-"  # begins the code of every invented place, station and batch
PLACE_SOURCE: Final = "示例：虚构的地点"
FAVOUR: Final = 2  # how much likelier a unit's favourite trades are


@dataclass(frozen=True, slots=True)
class Unit:
    """A managing unit with its words and the ids of the places in it."""

    id: int
    code: str
    statutory_code: str
    words: UnitWords
    streets: tuple[tuple[int, str], ...]
    parks: tuple[int, ...]
    buildings: tuple[int, ...]
    clusters: tuple[int, ...]
    trade_steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    id: int
    version: str
    since: date


@dataclass(frozen=True, slots=True)
class City:
    """Everything a draw may choose from, with running weights."""

    units: tuple[Unit, ...]
    unit_steps: tuple[float, ...]
    words: Words
    form_steps: tuple[float, ...]
    industries: dict[str, int]
    chains: dict[str, Chain]

    def unit(self, rng: Random) -> Unit:
        return rng.choices(self.units, cum_weights=self.unit_steps)[0]

    def trade(self, rng: Random, unit: Unit) -> Trade:
        return rng.choices(self.words.trades, cum_weights=unit.trade_steps)[0]

    def form(self, rng: Random) -> Form:
        return rng.choices(self.words.forms, cum_weights=self.form_steps)[0]


def invented_places(words: Words, unit_ids: dict[str, int]) -> list[Place]:
    """Parks, buildings and clusters that do not exist, 示例 in each name."""
    return [
        Place(
            kind=kind,
            code=f"{PLACE_CODE}{unit.unit.replace('_', '-')}-{kind}-{number}",
            name=f"{MARK}{name}",
            jurisdiction_id=unit_ids[unit.unit],
            source=PLACE_SOURCE,
        )
        for unit in words.units
        for kind, names in _named(unit)
        for number, name in enumerate(names, 1)
    ]


def read_city() -> City:
    """The city as the reference data and the invented places lay it out; refuses without them."""
    words = read_words()
    rows = {row.code: row for row in Jurisdiction.objects.managing()}
    missing = [unit.unit for unit in words.units if unit.unit not in rows]
    if missing:
        raise ActionRefused("请先装入基础数据：manage.py load_reference")
    places: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for place in Place.objects.order_by("code"):
        if place.kind == PlaceKind.STREET or place.code.startswith(PLACE_CODE):
            slot = (place.jurisdiction_id, place.kind)
            places.setdefault(slot, []).append((place.pk, place.name))
    return City(
        units=tuple(_unit(rows[unit.unit], unit, words, places) for unit in words.units),
        unit_steps=_steps([unit.share for unit in words.units]),
        words=words,
        form_steps=_steps([form.weight for form in words.forms]),
        industries=dict(Industry.objects.values_list("code", "pk")),
        chains={
            row.code: Chain(row.pk, row.version, row.valid_from or date(TODAY.year, 3, 1))
            for row in IndustryChain.objects.order_by("code")
        },
    )


def _unit(
    row: Jurisdiction,
    unit: UnitWords,
    words: Words,
    places: dict[tuple[int, str], list[tuple[int, str]]],
) -> Unit:
    def ids(kind: str) -> tuple[int, ...]:
        return tuple(pk for pk, _ in places.get((row.pk, kind), ()))

    weights = [t.weight * (FAVOUR if t.code in unit.trades else 1) for t in words.trades]
    return Unit(
        row.pk,
        row.code,
        row.statutory_code,
        unit,
        tuple(places.get((row.pk, PlaceKind.STREET), ())),
        ids(PlaceKind.PARK),
        ids(PlaceKind.BUILDING),
        ids(PlaceKind.CLUSTER),
        _steps(weights),
    )


def _named(unit: UnitWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield PlaceKind.PARK.value, unit.parks
    yield PlaceKind.BUILDING.value, unit.buildings
    yield PlaceKind.CLUSTER.value, unit.clusters


def _steps(weights: Sequence[float]) -> tuple[float, ...]:
    return tuple(accumulate(weights))
