"""The register's facts about one invented enterprise, table by table."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from enterprises.choices import (
    EnterpriseKind,
    EnterpriseStatus,
    OwnershipKind,
    ScaleStage,
    SizeClass,
    StayCause,
    Wugu,
)
from enterprises.models import Contact
from wuhan_smes.operations.demo.city import City, Unit
from wuhan_smes.operations.demo.enterprises import Invented
from wuhan_smes.operations.demo.history import SOURCE, Kept, kept, recorded_on
from wuhan_smes.operations.demo.names import MARK, key_of
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import escaped, moment, span

PHONE: Final = Contact._meta.get_field("phone")
MAIL: Final = Contact._meta.get_field("email")
Row = tuple[str, tuple[object, ...]]
SIZES: Final = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
POSTS: Final = ("总经理", "副总经理", "财务负责人", "项目申报专员", "办公室主任")
TAGS: Final = ("高新技术企业", "民营", "国有控股", "外资", "金种子", "上市后备", "校友企业")
SHARES: Final = {OwnershipKind.CONTROLS: (51, 100), OwnershipKind.INVESTS: (5, 40)}


class Teller:
    """Tells one enterprise under the id it is given."""

    def __init__(self, city: City, rng: Random, invented: Invented, id_: int) -> None:
        self.city, self.rng, self.of, self.id = city, rng, invented, id_
        self.is_above_scale: bool | None = None

    def rows(self) -> Iterator[Row]:
        """The enterprise row first, then every fact."""
        scale = list(self._scale())
        yield self._enterprise()
        yield from scale
        yield from self._names()
        yield from self._stays()
        yield from self._industries()
        yield from self._chains()
        yield from self._places()
        yield from self._sizes()
        for person in self.contacts():
            yield "enterprises_contact", person
        yield from self._links()

    def _enterprise(self) -> Row:
        of, rng = self.of, self.rng
        created = recorded_on(of.established)
        changed = [change.known_on for change in (*of.renamed, *of.moved)]
        if of.end:
            changed.append(of.end.on)
        touched = date(2026, 1, 5) + timedelta(days=rng.randint(0, 310))
        merged = of.end is not None and of.end.status == EnterpriseStatus.MERGED
        tags = rng.sample(TAGS, rng.randint(0, 2)) if of.titled else []
        return "enterprises_enterprise", (
            of.uscc,
            of.form.kind,
            of.name,
            of.unit.id,
            of.uscc[2:8] if of.uscc else "",
            self.city.industries[self._industry()],
            SIZES[of.size],
            of.established,
            of.end.status if of.end else EnterpriseStatus.ACTIVE,
            self.is_above_scale,
            "{" + ",".join(tags) + "}",
            of.survivor.id if merged and of.survivor else None,
            moment(created),
            moment(max([created, *changed]) if changed else max(created, touched)),
            1 + len(changed),
        )

    def _industry(self) -> str:
        """One of the trade's, the same whenever asked."""
        codes = self.of.trade.industries
        return codes[(self.id * 7919 >> 3) % len(codes)]

    def _names(self) -> Iterator[Row]:
        for row in kept(self.of.established, self.of.renamed, self.of.gone):
            parts = self.of.names[row.value]
            yield (
                "enterprises_enterprisename",
                (
                    *self._fact(row),
                    "".join(parts),
                    escaped(key_of(parts)),
                    "",
                ),
            )

    def _stays(self) -> Iterator[Row]:
        of = self.of
        for row in kept(of.established, of.moved, of.gone):
            end, reason = "", ""
            if row.closed and of.end and row.value == len(of.moved):
                end = of.end.cause
            elif row.closed:
                end, reason = StayCause.TRANSFERRED, "住所变更"
            began = StayCause.TRANSFERRED if row.value else StayCause.REGISTERED
            yield (
                "enterprises_jurisdictionstay",
                (
                    *self._fact(row),
                    of.units[row.value].id,
                    began,
                    end,
                    reason,
                ),
            )

    def _industries(self) -> Iterator[Row]:
        of = self.of
        for row in kept(of.established, (), of.gone):
            yield (
                "enterprises_industrystay",
                (
                    *self._fact(row),
                    self.city.industries[self._industry()],
                ),
            )

    def _chains(self) -> Iterator[Row]:
        rng, of = self.rng, self.of
        if rng.random() > (0.85 if of.titled else 0.35):
            return
        joined = [(of.trade.chain_2021, True), (of.trade.chain_12, True)]
        other = self.city.trade(rng, of.unit)
        if rng.random() < 0.1 and other.chain_2021 != of.trade.chain_2021:
            joined.append((other.chain_2021, False))
        for code, primary in joined:
            if not code:
                continue
            chain = self.city.chains[code]
            start = max(of.established, chain.since)
            if start >= of.last_day or start > TODAY:
                continue
            for row in kept(start, (), of.gone):
                yield (
                    "enterprises_enterprisechain",
                    (
                        *self._fact(row),
                        chain.id,
                        chain.version,
                        primary,
                    ),
                )

    def _places(self) -> Iterator[Row]:
        number = self.rng.randint(1, 998)
        places = [self._place(unit) for unit in self.of.units]
        for row in kept(self.of.established, self.of.moved, self.of.gone):
            *slots, street = places[row.value]
            address = f"{street}{MARK}路{number}号" if street else ""
            yield "enterprises_enterpriseplace", (*self._fact(row), *slots, address)

    def _place(self, unit: Unit) -> tuple[object, ...]:
        rng, at_home = self.rng, self.of.trade.code in unit.words.trades
        street, name = rng.choice(unit.streets) if unit.streets else (None, "")
        park = rng.choice(unit.parks) if unit.parks and rng.random() < 0.4 else None
        building = rng.choice(unit.buildings) if unit.buildings and rng.random() < 0.15 else None
        cluster = unit.clusters[0] if at_home and unit.clusters and rng.random() < 0.5 else None
        return street, park, building, cluster, unit.words.wugu if at_home else Wugu.NONE, name

    def _sizes(self) -> Iterator[Row]:
        """Worked out each May: for some holders of a title the last four, for others fewer."""
        of = self.of
        earlier = (3 if self.rng.random() < 0.3 else 1) if of.titled else 0
        for year in range(TODAY.year - earlier, TODAY.year + 1):
            last = year == TODAY.year
            start = max(date(year, 1, 1), of.established)
            if start >= min(of.last_day, date(year + 1, 1, 1)):
                continue
            known = min(max(date(year, 5, 20), start), TODAY)
            smaller = not last and of.size > 0 and self.rng.random() < 0.15
            yield (
                "enterprises_sizeyear",
                (
                    *self._known(span(start, None if last else date(year + 1, 1, 1)), known),
                    year,
                    SIZES[of.size - smaller],
                ),
            )

    def _scale(self) -> Iterator[Row]:
        """Pool, entry, a year later still there or out again (升规进限)."""
        of, drawn = self.of, self.rng.random()
        if drawn > (0.5 if of.titled else 0.15) or of.form.kind == EnterpriseKind.TEAM:
            self.is_above_scale = None if drawn > 0.8 else False
            return
        stages = self._stages(drawn)
        for stage, year in stages:
            last = (stage, year) == stages[-1]
            start = max(date(year, 1, 1), of.established)
            if start >= min(of.last_day, date(year + 1, 1, 1)):
                continue
            yield (
                "enterprises_scalestatus",
                (
                    *self._known(
                        span(start, None if last else date(year + 1, 1, 1)),
                        min(max(date(year, 3, 10), start), TODAY),
                    ),
                    of.trade.scale_kind,
                    stage,
                    year,
                    "" if stage == ScaleStage.POOL else "市统计局",
                ),
            )
        self.is_above_scale = stages[-1][0] in {ScaleStage.ENTERED, ScaleStage.STAYED}

    def _stages(self, drawn: float) -> list[tuple[ScaleStage, int]]:
        year = self.rng.randint(2021, TODAY.year)
        if self.rng.random() < 0.25:
            return [(ScaleStage.POOL, TODAY.year - 1)]
        after = ScaleStage.LEFT if drawn < 0.01 else ScaleStage.STAYED
        all_ = [(ScaleStage.POOL, year - 1), (ScaleStage.ENTERED, year), (after, year + 1)]
        return [(stage, of_year) for stage, of_year in all_ if of_year <= TODAY.year]

    def contacts(self) -> Iterator[tuple[object, ...]]:
        """Nobody, one person or two."""
        rng = self.rng
        if not self.of.titled and rng.random() < 0.4:
            return
        for number in range(2 if rng.random() < 0.1 else 1):
            yield (
                self.id,
                self.of.unit.id,
                f"{rng.choice(SURNAMES)}{MARK}",
                rng.choice(POSTS),
                PHONE.sealed(f"000-{(self.id * 10 + number) % 100_000_000:08d}"),
                MAIL.sealed(f"contact{self.id}-{number}@example.com") if rng.random() < 0.3 else "",
                number == 0,
                None,
                1,
            )

    def _links(self) -> Iterator[Row]:
        rng, of = self.rng, self.of
        if of.survivor is None or rng.random() > (0.06 if of.titled else 0.01):
            return
        kind = rng.choice(list(OwnershipKind))
        yield (
            "enterprises_ownershiplink",
            (
                self.id,
                of.unit.id,
                kind,
                of.survivor.name,
                "",
                rng.randint(*SHARES[kind]) if kind in SHARES else None,
                of.established,
                of.end.on if of.end else None,
                SOURCE,
            ),
        )

    def _fact(self, row: Kept) -> Iterable[object]:
        return (
            self.id,
            self.of.unit.id,
            row.during,
            row.recorded_at,
            row.superseded_at,
            SOURCE,
        )

    def _known(self, during: str, recorded_on_: date) -> Iterable[object]:
        return self.id, self.of.unit.id, during, moment(recorded_on_), None, SOURCE
