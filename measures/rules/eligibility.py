"""Who may claim: which event gives the right, and which lines must be met besides.

The written form is JSON: {"events": [...], "criteria": [...]}; one event is enough, every line
must be met. The lines are those of a rule set (rulekit), asked on the day of finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from enterprises.choices import RecognitionOutcome, ScaleKind, Tier
from measures.rules.written import known_only, refused, word_of
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.choices import Layer, Role
from wuhan_smes.rulekit.values import Passing, Rule, Rules, Use


class EventKind(StrEnum):
    """What happened to an enterprise, on a day."""

    TITLE_GAINED = "title_gained"
    TITLE_HELD = "title_held"
    TITLE_MOVED_IN = "title_moved_in"
    SCALE_ENTERED = "scale_entered"
    SCALE_HELD = "scale_held"
    REGISTERED = "registered"

    @property
    def label(self) -> str:
        return EVENT_LABELS[self]


EVENT_LABELS: Final[Mapping[EventKind, str]] = {
    EventKind.TITLE_GAINED: "取得称号",
    EventKind.TITLE_HELD: "持有称号",
    EventKind.TITLE_MOVED_IN: "持有称号迁入本市",
    EventKind.SCALE_ENTERED: "升规进限",
    EventKind.SCALE_HELD: "稳在规上",
    EventKind.REGISTERED: "在库企业",
}
OF_TITLES: Final = frozenset(
    {EventKind.TITLE_GAINED, EventKind.TITLE_HELD, EventKind.TITLE_MOVED_IN}
)
OF_SCALE: Final = frozenset({EventKind.SCALE_ENTERED, EventKind.SCALE_HELD})
NEW: Final = (RecognitionOutcome.NEW,)
ASKED: Final = "new"  # the kind of application its lines are asked as
ROLES: Final = frozenset({Role.BASE, Role.HARD, Role.VETO, Role.EXCLUSION})


@dataclass(frozen=True, slots=True)
class Event:
    """`tiers` and `outcomes` of titles, `scales` and `first_time` of 升规进限."""

    kind: EventKind
    tiers: tuple[Tier, ...] = ()
    outcomes: tuple[RecognitionOutcome, ...] = NEW
    scales: tuple[ScaleKind, ...] = ()
    first_time: bool = False

    @property
    def told(self) -> str:
        """What a page shows."""
        what = [word.label for word in (*self.tiers, *self.scales)]
        first = "首次" if self.first_time else ""
        return f"{first}{self.kind.label}" + (f"：{'、'.join(map(str, what))}" if what else "")


@dataclass(frozen=True, slots=True)
class Eligibility:
    events: tuple[Event, ...]
    criteria: tuple[Rule, ...]

    def rules(self, code: str) -> Rules | None:
        """The lines as one rule set, every one to be met; None where events alone decide."""
        if not self.criteria:
            return None
        return Rules(
            code=code,
            version=1,
            layer=Layer.NATIONAL,
            tier=Tier.LITTLE_GIANT,
            name=code,
            document_no=code,
            passing=Passing(roles=ROLES),
            score=None,
            criteria=self.criteria,
            uses=(Use(ASKED, date.min, None),),
        )


def eligibility(written: object) -> Eligibility:
    """Refuses what cannot be read, with its place."""
    place = "eligibility"
    found = known_only(written, frozenset({"events", "criteria"}), place)
    events = found.get("events")
    if not isinstance(events, list) or not events:
        raise refused(f"{place}.events", "须至少写明一项触发事实")
    lines = found.get("criteria") or []
    criteria = tuple(
        reading.rule(line, f"{place}.criteria[{number}]") for number, line in enumerate(lines, 1)
    )
    for number, line in enumerate(criteria, 1):
        if line.test is None or line.role not in ROLES:
            raise refused(f"{place}.criteria[{number}]", "条件须是可由数据判定的必备或否决条件")
    read = tuple(_event(one, f"{place}.events[{n}]") for n, one in enumerate(events, 1))
    return Eligibility(read, criteria)


def _event(written: object, place: str) -> Event:
    found = known_only(
        written, frozenset({"event", "tiers", "outcomes", "scales", "first_time"}), place
    )
    kind = word_of(EventKind, found.get("event"), f"{place}.event")
    event = Event(
        kind,
        tuple(word_of(Tier, one, f"{place}.tiers") for one in _list(found, "tiers", place)),
        tuple(
            word_of(RecognitionOutcome, one, f"{place}.outcomes")
            for one in _list(found, "outcomes", place)
        )
        or NEW,
        tuple(word_of(ScaleKind, one, f"{place}.scales") for one in _list(found, "scales", place)),
        found.get("first_time") is True,
    )
    if (kind in OF_TITLES) != bool(event.tiers):
        raise refused(f"{place}.tiers", "称号类事实须写明称号，其他事实不写")
    if (kind in OF_SCALE) != bool(event.scales):
        raise refused(f"{place}.scales", "升规进限须写明类别，其他事实不写")
    return event


def _list(found: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = found.get(name) or []
    if not isinstance(value, list):
        raise refused(f"{place}.{name}", "应为列表")
    return value
