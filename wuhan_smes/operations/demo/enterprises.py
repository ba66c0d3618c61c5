"""One invented enterprise after another: what is drawn of it. facts.py tells it table by table."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from enterprises.choices import EnterpriseKind, EnterpriseStatus, StayCause, WithdrawalCause, Wugu
from wuhan_smes.operations.demo.city import City, Unit
from wuhan_smes.operations.demo.history import Change
from wuhan_smes.operations.demo.names import CodeMaker, NameMaker
from wuhan_smes.operations.demo.titles import FUTURE, Book
from wuhan_smes.operations.demo.words import Form, Trade

LAST_CHANGE: Final = date(2026, 9, 30)
ENDS: Final = {
    WithdrawalCause.DEREGISTERED: (EnterpriseStatus.DEREGISTERED, StayCause.DEREGISTERED),
    WithdrawalCause.MOVED_OUT: (EnterpriseStatus.MOVED_OUT, StayCause.MOVED_OUT),
    WithdrawalCause.MERGED: (EnterpriseStatus.MERGED, StayCause.MERGED),
}
SIZE_WEIGHTS: Final = {True: (12, 58, 29, 1), False: (50, 38, 11, 1)}  # titled or not; micro first


@dataclass(frozen=True, slots=True)
class End:
    """Why and when an enterprise left the register."""

    status: EnterpriseStatus
    cause: StayCause
    on: date


@dataclass(frozen=True, slots=True)
class Survivor:
    """Whom others merge into or belong to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Invented:
    """One enterprise, drawn. Units and names: the earlier ones first, today's last."""

    units: tuple[Unit, ...]
    names: tuple[tuple[str, ...], ...]
    trade: Trade
    form: Form
    uscc: str | None
    established: date
    titled: bool
    size: int
    moved: tuple[Change, ...]
    renamed: tuple[Change, ...]
    end: End | None
    survivor: Survivor | None

    @property
    def unit(self) -> Unit:
        return self.units[-1]

    @property
    def name(self) -> str:
        return "".join(self.names[-1])

    @property
    def last_day(self) -> date:
        """Nothing is recorded about it from this day on."""
        return self.end.on if self.end else FUTURE

    @property
    def gone(self) -> Change | None:
        return Change(self.end.on, self.end.on) if self.end else None


class EnterpriseMaker:
    """Draws enterprises one after another; `city` and the sequence of draws decide everything."""

    def __init__(self, city: City, rng: Random) -> None:
        self.city, self.rng = city, rng
        self.names, self.codes = NameMaker(city.words), CodeMaker()
        self.survivor: Survivor | None = None

    def make(self, book: Book, cause: WithdrawalCause | None) -> Invented:
        """The next enterprise, old enough for its titles, gone when `cause` says so."""
        rng, titled = self.rng, bool(book.titles)
        unit = self._unit(titled)
        trade, form = self._business(unit, titled)
        end = self._end(book, cause)
        before = book.first_day or (end.on if end else date(2024, 12, 31))
        established = before - timedelta(days=rng.randint(400, 6000 if titled else 9000))
        last = end.on if end else FUTURE
        moved, renamed = (
            self._change(0.02, established, last),
            self._change(0.03, established, last),
        )
        name = self.names.draw(rng, unit.words, trade, form)
        region = unit.statutory_code if rng.random() < 0.5 else ""
        return Invented(
            (self._other(unit), unit) if moved else (unit,),
            (self._former(name), name) if renamed else (name,),
            trade,
            form,
            self.codes.next(form.kind, region or "420100"),
            established,
            titled,
            rng.choices((0, 1, 2, 3), SIZE_WEIGHTS[titled])[0],
            moved,
            renamed,
            end,
            self.survivor,
        )

    def again(self, of: Invented) -> Invented:
        """The same life under a name and a code of its own."""
        name = self.names.draw(self.rng, of.unit.words, of.trade, of.form)
        return replace(
            of,
            names=(self._former(name), name) if of.renamed else (name,),
            uscc=self.codes.next(of.form.kind, of.uscc[2:8] if of.uscc else "420100"),
        )

    def remember(self, invented: Invented, id_: int) -> None:
        """Later ones may merge into it or belong to it."""
        if invented.end is None and invented.form.kind == EnterpriseKind.COMPANY:
            self.survivor = Survivor(id_, invented.name)

    def _unit(self, titled: bool) -> Unit:
        """Titles are a little commoner in the zones with an industry brand."""
        unit = self.city.unit(self.rng)
        if titled and unit.words.wugu == Wugu.NONE and self.rng.random() < 0.15:
            return self.city.units[0]
        return unit

    def _business(self, unit: Unit, titled: bool) -> tuple[Trade, Form]:
        """Who holds a title is a company, and no trader."""
        while True:
            trade, form = self.city.trade(self.rng, unit), self.city.form(self.rng)
            company = form.kind == EnterpriseKind.COMPANY
            if not titled or (company and trade.scale_kind != "trade"):
                return trade, form

    def _end(self, book: Book, cause: WithdrawalCause | None) -> End | None:
        rng = self.rng
        if cause in ENDS:
            on = book.stops
        elif not book.titles and rng.random() < 0.05:
            cause = rng.choice((WithdrawalCause.DEREGISTERED, WithdrawalCause.MOVED_OUT))
            on = date(2020, 1, 1) + timedelta(days=rng.randint(0, 2400))
        else:
            return None
        if cause == WithdrawalCause.MERGED and self.survivor is None:
            cause = WithdrawalCause.DEREGISTERED
        return End(*ENDS[cause], on)

    def _change(self, chance: float, established: date, gone: date) -> tuple[Change, ...]:
        """A change in the middle years, some recorded a month or two late; mostly none."""
        rng = self.rng
        if rng.random() > chance:
            return ()
        first = max(established + timedelta(days=90), date(2019, 6, 1))
        last = min(gone - timedelta(days=90), LAST_CHANGE)
        if first >= last:
            return ()
        on = first + timedelta(days=rng.randint(0, (last - first).days))
        late = rng.randint(0, 3) if rng.random() < 0.8 else rng.randint(20, 60)
        return (Change(on, min(on + timedelta(days=late), last)),)

    def _other(self, unit: Unit) -> Unit:
        while (other := self.city.unit(self.rng)) is unit:
            continue
        return other

    def _former(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """The same name with another brand."""
        words = self.city.words
        brand = self.rng.choice(words.first) + self.rng.choice(words.second)
        return (*name[:2], brand, *name[3:])
