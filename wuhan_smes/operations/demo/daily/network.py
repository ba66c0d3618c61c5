"""The stations of the invented city and the people filed there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from enterprises.models import Place
from services.choices.stations import FilingState, StationKind
from services.models import Specialist, StationProfile
from wuhan_smes.accounts.models import ServiceStation, User
from wuhan_smes.operations.demo.city import PLACE_CODE, City, Unit
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.facts import SURNAMES
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment, span
from wuhan_smes.operations.demo.spread import spread

PHONE: Final = Specialist._meta.get_field("phone")
REPLY: Final = date(2025, 7, 25)  # the day whose figures must come out
STATIONS, SPECIALISTS = 668, 2700
FIRST: Final = date(2023, 3, 1)
GIVEN: Final = "安平永康明华文博思远志强建国海涛晓峰"
# In a hundred that count that day: how many close, left, joined, leave, came from elsewhere.
CLOSING, LEFT, JOINED, LEAVING, MOVED = 2, 5, 8, 6, 2


@dataclass(slots=True)
class Stand:
    """A station as the invented people see it."""

    row: ServiceStation
    kind: str
    street_id: int | None

    @property
    def since(self) -> date:
        return self.row.opened_on or FIRST

    def is_open(self, on: date) -> bool:
        return self.since <= on and (self.row.closed_on is None or on < self.row.closed_on)


@dataclass(slots=True)
class Person:
    """A filing that was approved, with what is needed to give somebody enterprises."""

    id: int
    stand: Stand
    since: date
    until: date | None


@dataclass(slots=True)
class Network:
    """Everything that stands: stations by unit and people by unit, in a fixed order."""

    city: City
    rng: Random
    stands: dict[int, list[Stand]] = field(default_factory=dict)
    people: dict[int, list[Person]] = field(default_factory=dict)

    def build(self, *, stations: int, specialists: int, ledger: Ledger) -> None:
        """Found the stations and file the people: on the day of the reply exactly these many."""
        shares = [unit.words.share for unit in self.city.units]
        more = spread(max(0, stations - len(shares)), shares)
        named = {
            (place.jurisdiction_id, place.kind): place.name
            for place in Place.objects.filter(code__startswith=PLACE_CODE).order_by("-code")
        }
        for unit, count in zip(self.city.units, more, strict=True):
            self.stands[unit.id] = list(self._stations(unit, count, named))
        _save([stand for stands in self.stands.values() for stand in stands])
        self._people(specialists, ledger)

    def _stations(
        self, unit: Unit, count: int, named: dict[tuple[int, str], str]
    ) -> Iterator[Stand]:
        own = ServiceStation.objects.get(code=f"{PLACE_CODE}station-{unit.code.replace('_', '-')}")
        streets = unit.streets or ((None, unit.words.prefixes[0]),)
        yield Stand(own, StationKind.STREET, streets[0][0])
        others = max(1, count // 30)
        for n in range(1, count + 2 * others + 1):
            street_id, street = streets[n % len(streets)]
            kind = self.rng.choices(list(StationKind), [12, 4, 2, 1, 1])[0]
            place = named.get((unit.id, kind.value), f"{street}{MARK}{kind.label}")
            opened, closed = self._days(counts=n <= count, gone=n <= count + others)
            row = ServiceStation(
                code=f"{PLACE_CODE}{unit.code.replace('_', '-')}-{n:03d}",
                name=f"{place}第{n}服务站",
                jurisdiction_id=unit.id,
                address=f"{street}{MARK}路{n}号",
                opened_on=opened,
                closed_on=closed,
            )
            yield Stand(row, kind, street_id)

    def _days(self, *, counts: bool, gone: bool) -> tuple[date, date | None]:
        """When a station opened and closed: open on the day of the reply, gone by then, or new."""
        rng = self.rng
        opened = _between(rng, FIRST, REPLY - timedelta(1))
        if counts:
            closes = rng.randrange(100) < CLOSING
            return opened, _between(rng, REPLY + timedelta(30), TODAY) if closes else None
        if gone:
            return opened, opened + timedelta(max(1, (REPLY - opened).days // 2))
        return _between(rng, REPLY + timedelta(1), TODAY), None

    def _people(self, total: int, ledger: Ledger) -> None:
        rng = self.rng
        stands = [stand for unit in self.stands.values() for stand in unit]
        open_then = [stand for stand in stands if stand.is_open(REPLY)]
        shares = spread(total, [1 + rng.randrange(6) for _ in open_then])
        login = User.objects.filter(username="station").first()
        for stand, count in zip(open_then, shares, strict=True):
            for n in range(count):
                user = login if login and n == 0 and login.station_id == stand.row.pk else None
                self._counting(stand, user, ledger)
        for stand in rng.choices(open_then, k=total * LEFT // 100):
            since = _between(rng, stand.since, REPLY - timedelta(20))
            if since < REPLY - timedelta(10):
                self._file(stand, since, _between(rng, since + timedelta(5), REPLY), ledger)
        for stand in rng.choices(open_then, k=total * JOINED // 100):
            until = stand.row.closed_on
            since = _between(rng, REPLY + timedelta(1), (until or TODAY) - timedelta(1))
            self._file(stand, since, until, ledger)
        for stand in rng.choices([s for s in open_then if s.is_open(TODAY)], k=total // 60 + 1):
            self._undecided(stand, ledger)

    def _counting(self, stand: Stand, user: User | None, ledger: Ledger) -> None:
        """Somebody who serves on the day of the reply; he may have come from elsewhere, or left."""
        rng = self.rng
        since = stand.since if user else _between(rng, stand.since, REPLY)
        leaves = not user and rng.randrange(100) < LEAVING
        until = _between(rng, REPLY + timedelta(1), TODAY) if leaves else None
        if stand.row.closed_on and (until is None or until > stand.row.closed_on):
            until = stand.row.closed_on
        person = self._file(stand, since, until, ledger, user=user)
        before = self.stands[stand.row.jurisdiction_id][0]
        room = (since - before.since).days
        if not user and stand is not before and room > 60 and rng.randrange(100) < MOVED:
            earlier = before.since + timedelta(rng.randrange(room - 30))
            self._file(before, earlier, since, ledger, like=person.id, reason="调任")

    def _file(
        self,
        stand: Stand,
        since: date,
        until: date | None,
        ledger: Ledger,
        *,
        user: User | None = None,
        like: int | None = None,
        reason: str = "离任",
    ) -> Person:
        """An approved filing; `like` is another of the same person."""
        id_ = ledger.last["services_specialist"] + 1
        of = like or id_
        name = user.display_name if user else _name(of)
        decided = moment(since - timedelta(5))
        ledger.put(
            "services_specialist",
            f"ZY{of:08d}",
            name,
            _phone(of),
            "专员",
            user.pk if user else None,
            stand.row.pk,
            stand.row.jurisdiction_id,
            FilingState.ENDED if until else FilingState.APPROVED,
            span(since, until),
            None,
            f"{MARK}经办人",
            moment(since - timedelta(12)),
            None,
            f"{MARK}负责人",
            decided,
            "",
            reason if until else "",
            1,
        )
        person = Person(id_, stand, since, until)
        self.people.setdefault(stand.row.jurisdiction_id, []).append(person)
        return person

    def _undecided(self, stand: Stand, ledger: Ledger) -> None:
        """An application that waits, or that went back."""
        id_ = ledger.last["services_specialist"] + 1
        declined = self.rng.randrange(3) == 0
        asked = TODAY - timedelta(1 + self.rng.randrange(12))
        ledger.put(
            "services_specialist",
            "",
            _name(id_),
            _phone(id_),
            "专员",
            None,
            stand.row.pk,
            stand.row.jurisdiction_id,
            FilingState.DECLINED if declined else FilingState.APPLIED,
            span(TODAY.replace(month=12, day=1), None),
            None,
            f"{MARK}经办人",
            moment(asked),
            None,
            f"{MARK}负责人" if declined else "",
            moment(asked + timedelta(1)) if declined else None,
            "材料不全，请补充任职文件" if declined else "",
            "",
            1,
        )


def _save(stands: Sequence[Stand]) -> None:
    """The rows of the stations and what is told of them; those that stand already stay."""
    fresh = [stand.row for stand in stands if stand.row.pk is None]
    ServiceStation.objects.bulk_create(fresh)
    StationProfile.objects.bulk_create(
        (
            StationProfile(
                station=stand.row,
                jurisdiction_id=stand.row.jurisdiction_id,
                kind=stand.kind,
                street_id=stand.street_id,
                host=f"{MARK}经济发展办公室",
                phone=f"027-0000{n % 10000:04d}",
                awards=[f"{MARK}市级优秀服务站"] if n % 41 == 0 else [],
                close_reason="站点合并" if stand.row.closed_on else "",
            )
            for n, stand in enumerate(stands)
        ),
        ignore_conflicts=True,
    )


def _between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both possible."""
    return first + timedelta(rng.randrange(max(1, (last - first).days + 1)))


def _phone(id_: int) -> str:
    """A number nobody has, as it is kept: none begins with 000."""
    return PHONE.sealed(f"000{id_:08d}")


def _name(id_: int) -> str:
    """The name of an invented person, the same wherever he is filed."""
    return f"{SURNAMES[id_ % len(SURNAMES)]}{MARK}{GIVEN[id_ // 7 % len(GIVEN)]}"
