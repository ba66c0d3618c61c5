"""One ticket of the invented city, lived through by the state table step by step."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from services.choices.clocks import ClockKind
from services.choices.tickets import HolderKind, TicketMove, TicketState
from services.rules import clocks as clock_rules
from services.rules.clocks import CITY_TIME, Limits
from services.rules.ticket_clocks import Given, Running, moved
from services.rules.ticket_holding import Hands, holder
from services.rules.ticket_raising import number
from services.rules.ticket_ways import ClockAct
from services.rules.tickets import way
from wuhan_smes.operations.demo.daily.copying import TABLES, Ledger
from wuhan_smes.operations.demo.rows import escaped
from wuhan_smes.worktime.calendar import WorkCalendar

TICKET: Final = "services_ticket"
STEP: Final = "services_ticketstep"
LEG: Final = "services_ticketagency"
SURVEY: Final = "services_survey"
COLUMNS: Final = tuple(TABLES[TICKET].split())
BLANK: Final[Mapping[str, Any]] = {
    "external_no": "",
    "urgency": "normal",
    "grade": 1,
    "contact_name": "",
    "contact_phone": "",
    "historical": False,
    "round": 1,
    "returns": 0,
    "arbitrated": False,
    "outcome": "",
    "answer": "",
    "waiting_for": "",
    "handler_kind": "",
    "agency_ids": "{}",
    "handled_by_name": "",
    "provisional": False,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What every ticket of the city is reckoned by."""

    limits: Limits
    calendar: WorkCalendar
    names: Mapping[tuple[str, int], str]


@dataclass(slots=True)
class Life:
    """A ticket on its way; `write` puts it where it then stands, with its steps."""

    rules: Rules
    values: dict[str, Any]
    at: datetime
    state: TicketState = TicketState.COLLECTED
    running: Running = field(default_factory=Running)
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    surveys: list[tuple[Any, ...]] = field(default_factory=list)
    legs: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.values = {**BLANK, **self.values, "received_at": self.at}
        opening = (ClockAct.OPEN_SIGN, ClockAct.OPEN_SOLVE)
        self.running = moved(Running(), opening, self._given()).running
        self._note(TicketMove.RAISE, "", self.values["collected_by_name"], "", {}, [])

    def go(
        self,
        move: TicketMove,
        at: datetime,
        actor: str,
        note: str = "",
        *,
        told: Iterable[ClockKind] = (),
        said: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Make one move at a later moment; `said` is what it says of the ticket."""
        self.at = at
        self.values |= said
        before, row = self.state, way(self.state, move)
        self.state = row.after(before)
        given = self._given(frozenset(told))
        result = moved(self.running, row.clocks, given)
        self.running = result.running
        ended = {kind.value: clock.due_at.isoformat() for kind, clock in result.ended.items()}
        self._note(move, before, actor, note, ended, result.late(at))

    def hand(self, agency_id: int) -> dict[str, Any]:
        """What an assignment says of the ticket; its leg begins."""
        self.legs.append([agency_id, None, None, ""])
        return {
            "handler_kind": HolderKind.AGENCY,
            "lead_agency_id": agency_id,
            "agency_ids": f"{{{agency_id}}}",
        }

    def heard(self, *, reached: bool, satisfaction: str) -> None:
        """What the call-back heard."""
        yes = reached or None
        note = "" if reached else "三次未接通"
        self.surveys.append((1, reached, yes, yes, satisfaction, False, note, self.at))

    def write(self, ledger: Ledger) -> None:
        """Give it its number and hand it over to be copied."""
        id_ = ledger.last[TICKET] + 1
        kind, key = self._holder()
        standing = {
            **self.values,
            **self._limits(),
            "number": number(id_, self.values["received_at"].astimezone(CITY_TIME).date()),
            "state": self.state.value,
            "step_no": len(self.steps),
            "holder_kind": kind,
            "holder_id": key,
            "holder_name": self._name(kind, key),
            "held_since": self.at if kind else None,
            "version": len(self.steps),
        }
        ledger.put(TICKET, *(_plain(standing.get(name)) for name in COLUMNS))
        for step in self.steps:
            ledger.put(STEP, id_, *map(_plain, step))
        for agency, handed, ended, by in self.legs:
            signed = None if self.state is TicketState.ASSIGNED else handed
            ledger.put(LEG, id_, agency, "lead", 1, *map(_plain, (handed, signed, ended)), by)
        for survey in self.surveys:
            ledger.put(SURVEY, id_, *map(_plain, survey), None, "示例经办人")

    def _given(self, told: frozenset[ClockKind] = frozenset()) -> Given:
        return Given(self.at, self.rules.limits, self.rules.calendar, told)

    def _holder(self) -> tuple[str, int | None]:
        values = self.values
        return holder(
            self.state,
            Hands(
                values["desk_id"],
                values.get("station_id"),
                values["handler_kind"],
                values.get("lead_agency_id"),
                values.get("enterprise_id"),
                values["waiting_for"],
            ),
        )

    def _name(self, kind: str, key: int | None) -> str:
        if kind == HolderKind.ENTERPRISE:
            return str(self.values["enterprise_name"])
        return self.rules.names.get((kind, key or 0), "")

    def _note(
        self,
        move: TicketMove,
        before: str,
        actor: str,
        note: str,
        ended: Mapping[str, str],
        late: list[str],
    ) -> None:
        kind, key = self._holder()
        if self.legs and self.legs[-1][1] is None:
            self.legs[-1][1] = self.at
        if self.legs and move in {TicketMove.REPLY, TicketMove.LIST}:
            self.legs[-1][2:] = [self.at, move.value]
        self.steps.append(
            (
                len(self.steps) + 1,
                1,
                move.value,
                before,
                self.state.value,
                self.at,
                None,
                actor,
                note,
                "{}",
                json.dumps(ended),
                "{" + ",".join(late) + "}",
                kind,
                key,
                self._name(kind, key),
            )
        )

    def _limits(self) -> dict[str, Any]:
        clocks = self.running.clocks
        found: dict[str, Any] = {}
        for kind, clock in clocks.items():
            found[f"{kind.value}_due_at"] = clock.due_at
            found[f"{kind.value}_warn_at"] = clock.warn_at
        running = tuple(clocks.values())
        paused = self.running.paused_at
        return {
            **found,
            "due_at": min((clock.due_at for clock in running), default=None),
            "warn_at": clock_rules.warn_at(running),
            "escalate_at": None if paused else clock_rules.escalate_at(running),
            "clocks_paused_at": paused,
            "provisional": any(clock.provisional for clock in running),
        }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return escaped(value) if isinstance(value, str) else value
