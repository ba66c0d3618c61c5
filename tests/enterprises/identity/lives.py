"""Random lives of two rows, lived twice: by rows that are merged and parted again (`tried`), and
by rows that never were (`plain`), where each edit is done to the half whose it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from hypothesis import strategies as st

from enterprises.actions import classification, contacts, names, recognitions, title_changes
from enterprises.actions.facts import Change, change
from enterprises.actions.recognitions import Award
from enterprises.models import (
    Contact,
    DatedFact,
    Enterprise,
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    Recognition,
    ScaleStatus,
)
from enterprises.rules.days import Days
from enterprises.rules.names import search_key
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused

DAYS: Final = [date(2020, 1, 1) + timedelta(days=90 * n) for n in range(9)]
MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)
ASKED: Final = [day + timedelta(days=n) for day in DAYS for n in (0, 45)]
TIERS: Final = ["innovative_sme", "gazelle"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of dated fact: how people change it, and what stands in a row then."""

    model: type[DatedFact]
    act: Callable[..., object]
    words: Callable[[Any], Row]
    values: Callable[[Any], Row]
    key: Callable[[Any], Row] = field(default=lambda value: {})


def kinds(industries: Sequence[Any], chains: Sequence[Any]) -> dict[str, Kind]:
    def chain(value: int) -> Row:
        return {"chain_id": chains[value % 2].pk}

    return {
        "industry": Kind(
            IndustryStay,
            classification.set_industry,
            lambda value: {"industry_id": industries[value % 2].pk},
            lambda value: {"industry_id": industries[value % 2].pk},
        ),
        "place": Kind(
            EnterprisePlace,
            classification.set_place,
            lambda value: {"address": f"示例路{value}号"},
            lambda value: {"address": f"示例路{value}号"},
        ),
        "scale": Kind(
            ScaleStatus,
            classification.set_scale,
            lambda value: {**_register(value), "stage": "pool"},
            lambda value: {"stage": "pool"},
            lambda value: _register(value),
        ),
        "join": Kind(
            EnterpriseChain,
            classification.join_chain,
            chain,
            lambda value: {"chain_version": chains[0].version, "is_primary": False},
            chain,
        ),
        "leave": Kind(EnterpriseChain, classification.leave_chain, chain, lambda value: {}, chain),
        "name": Kind(
            EnterpriseName,
            names.rename,
            lambda value: {"name": f"示例更名{value}公司"},
            lambda value: {
                "name": f"示例更名{value}公司",
                "search_key": search_key(f"示例更名{value}公司"),
            },
        ),
    }


def _register(value: int) -> Row:
    return {"kind": ["industrial", "service"][value % 2]}


@dataclass
class Life:
    """Both rows of one telling. `series` and `people` say which title or contact was which."""

    gone: Enterprise
    into: Enterprise
    access: Access
    known: dict[str, Kind]
    series: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    clock: datetime = MOMENT

    def now(self) -> Row:
        """Who acts, and a moment later than any before."""
        self.clock += timedelta(minutes=1)
        return {"access": self.access, "at": self.clock}

    def fact(self, half: str, name: str, day: int, value: int) -> None:
        kind = self.known[name]
        on = {"on": DAYS[day]}
        kind.act(getattr(self, half).pk, **self.now(), **on, **kind.words(value))

    def settle(self) -> None:
        """What both halves know from the start, so that they have something to disagree about."""
        for name in ("industry", "place", "scale"):
            self.fact("gone", name, 0, 0)
        for half, day, value in (("gone", 0, 0), ("into", 5, 1)):
            chain = self.known["join"].key(value)
            enterprise = getattr(self, half)
            words = {"on": DAYS[day], "is_primary": True}
            classification.join_chain(enterprise.pk, **self.now(), **words, **chain)
        self.title("gone", 0, 2, 4)
        self.title("into", 0, 5, 3)

    def title(self, half: str, tier: int, start: int, length: int) -> None:
        span = (DAYS[start], DAYS[start] + timedelta(days=90 * length))
        award = Award(tier=TIERS[tier], valid_from=span[0], valid_until=span[1])
        enterprise = getattr(self, half)
        given = recognitions.recognise(enterprise.pk, **self.now(), award=award)
        self.series.append(given.series)

    def person(self, half: str) -> None:
        phone = f"1380000{len(self.people):04d}"
        added = contacts.add(
            getattr(self, half).pk, **self.now(), name="联系人", phone=phone, is_primary=True
        )
        self.people.append(added.pk)

    def retire(self, number: int) -> None:
        if self.people:
            contacts.retire(self.people[number % len(self.people)], **self.now())

    def extend(self, number: int, length: int) -> None:
        title = self._title(number)
        until = (title.valid_until or DAYS[-1]) + timedelta(days=90 * length)
        title_changes.extend(title.series, **self.now(), until=until, reason="延期")

    def withdraw(self, number: int, length: int) -> None:
        title = self._title(number)
        on = title.valid_from + timedelta(days=45 * length)
        words = {"cause": "waived", "document_no": "示例〔2026〕1号"}
        title_changes.withdraw(title.series, **self.now(), on=on, **words)

    def _title(self, number: int) -> Recognition:
        if not self.series:
            raise ActionRefused("没有称号")
        series = self.series[number % len(self.series)]
        return Recognition.objects.current().get(series=series)

    def told(self, half: str) -> dict[str, Any]:
        """Everything that is known of one half, in values that both tellings share."""
        enterprise = getattr(self, half)
        return {
            **{
                model.__name__: sorted(_facts(model, enterprise))
                for model in {kind.model for kind in self.known.values()}
            },
            "titles": sorted(_titles(enterprise, self.series)),
            "people": sorted(_people(enterprise, self.people)),
        }


def _facts(model: type[DatedFact], enterprise: Enterprise) -> list[tuple[Any, ...]]:
    """What held on each day of interest and between them."""
    said = []
    for row in model._default_manager.filter(enterprise=enterprise, superseded_at__isnull=True):
        words = [getattr(row, name) for name in WORDS[model]]
        days = Days.of(row.during.lower, row.during.upper)
        said += [(day, *words) for day in ASKED if days.start <= day < days.until]
    return said


WORDS: Final[dict[type[DatedFact], tuple[str, ...]]] = {
    IndustryStay: ("industry_id",),
    EnterprisePlace: ("address",),
    ScaleStatus: ("kind", "stage"),
    EnterpriseChain: ("chain_id", "is_primary"),
    EnterpriseName: ("name",),
}


def _titles(enterprise: Enterprise, series: Sequence[int]) -> list[tuple[Any, ...]]:
    rows = Recognition.objects.current().filter(enterprise=enterprise)
    return [
        (
            series.index(row.series),
            row.tier,
            row.in_force.lower,
            row.in_force.upper,
            row.withdrawn_on or date.max,
            row.withdrawal_cause,
        )
        for row in rows
    ]


def _people(enterprise: Enterprise, people: Sequence[int]) -> list[tuple[int, bool]]:
    rows = Contact.objects.filter(enterprise=enterprise)
    return [(people.index(row.pk), row.ended_at is None) for row in rows]


@dataclass(frozen=True)
class Owned:
    """Whose the days of each thread are: the kept half's where it spoke, else who did."""

    gone: Sequence[Days]
    into: Sequence[Days]

    def of_gone(self, days: Days) -> list[Days]:
        mine = [both for own in self.gone if (both := own.common(days))]
        return [rest for own in mine for rest in own.without(self.into)]


def owned(life: Life, name: str, value: int) -> Owned:
    kind = life.known[name]
    spans = []
    for half in (life.gone, life.into):
        rows = kind.model._default_manager.filter(
            enterprise=half, superseded_at__isnull=True, **kind.key(value)
        )
        spans.append([Days.of(row.during.lower, row.during.upper) for row in rows])
    return Owned(*spans)


def reaching(kind: Kind, enterprise: Enterprise, on: date, value: int) -> Days:
    """How far a change from day `on` reaches: to the end of what holds, or to the next known."""
    rows = kind.model._default_manager.filter(
        enterprise=enterprise, superseded_at__isnull=True, **kind.key(value)
    )
    spans = sorted(Days.of(row.during.lower, row.during.upper) for row in rows)
    for days in spans:
        if days.until > on:
            return Days(on, days.until if days.start <= on else days.start)
    return Days(on, date.max)


def edit_plainly(plain: Life, name: str, value: int, whole: Days, whose: Owned) -> None:
    """The same change of facts, done to each half for the days that are its."""
    kind = plain.known[name]
    gone = whose.of_gone(whole)
    for half, spans in ((plain.gone, gone), (plain.into, whole.without(gone))):
        for days in spans:
            what = Change(
                half,
                days.start,
                None if name == "leave" else {**kind.values(value), **_year(kind, whole)},
                key=kind.key(value),
                until=days.upper,
            )
            change(kind.model, what, at=plain.now()["at"])


def _year(kind: Kind, whole: Days) -> Row:
    return {"year": whole.start.year} if kind.model is ScaleStatus else {}


FACTS: Final = ["industry", "place", "scale", "join", "leave", "name"]
day_numbers = st.integers(0, len(DAYS) - 1)
halves = st.sampled_from(["gone", "into"])
beginnings = st.lists(
    st.one_of(
        st.tuples(st.just("fact"), halves, st.sampled_from(FACTS), day_numbers, st.integers(0, 3)),
        st.tuples(st.just("title"), halves, st.integers(0, 1), day_numbers, st.integers(1, 4)),
        st.tuples(st.just("person"), halves),
    ),
    max_size=14,
)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("fact"), st.sampled_from(FACTS), day_numbers, st.integers(0, 3)),
        st.tuples(st.just("extend"), st.integers(0, 9), st.integers(1, 3)),
        st.tuples(st.just("withdraw"), st.integers(0, 9), st.integers(1, 5)),
        st.tuples(st.just("title"), st.integers(0, 1), day_numbers, st.integers(1, 3)),
        st.tuples(st.just("retire"), st.integers(0, 9)),
        st.tuples(st.just("person")),
    ),
    max_size=10,
)


def attempted(act: Callable[[], object]) -> bool:
    """Whether it was done; whatever is refused leaves nothing behind."""
    try:
        with transaction.atomic():
            act()
    except ActionRefused:
        return False
    return True
