"""One case of every move: from which state, by whom, with what, to which state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from services.models import Ticket
from tests.services.tickets.world import NOW, World
from wuhan_smes.access import Access

Words = Mapping[str, Any]
REPEATED = {"working.progress", "closing.survey"}


@dataclass(frozen=True)
class Case:
    """`words` are the arguments beside the ticket; callables of them get the world."""

    action: str
    state: str
    who: str
    after: str
    words: Words = field(default_factory=dict)
    ticket: Words = field(default_factory=dict)
    own: bool = False

    @property
    def name(self) -> str:
        return f"services.tickets.{self.action}"

    @property
    def moves(self) -> bool:
        """Whether a second one like it comes too late."""
        return self.state != self.after and self.action not in REPEATED

    def act(self) -> Callable[..., Any]:
        module, _, function = self.action.rpartition(".")
        return getattr(import_module(f"services.actions.tickets.{module}"), function)

    def make(self, world: World, state: str = "") -> Ticket:
        make = world.own_ticket if self.own else world.ticket
        return make(state or self.state, **self.ticket)

    def given(self, world: World, **words: Any) -> "Given":
        """Its words and its person, made before anybody's scope is entered."""
        said = {k: v(world) if callable(v) else v for k, v in self.words.items()}
        return Given(self.act(), getattr(world, self.who), {**said, **words})


@dataclass(frozen=True)
class Given:
    """A case with everything at hand."""

    act: Callable[..., Any]
    access: Access
    words: Words

    def do(self, ticket: Ticket, access: Access | None = None) -> Any:
        return self.act(ticket.pk, access=access or self.access, at=NOW, **self.words)


def agency(world: World) -> int:
    return world.agency.pk


def other_agency(world: World) -> int:
    return world.other_agency.pk


def city(world: World) -> int:
    return world.unit.parent_id


def another(world: World) -> int:
    return world.ticket("triaged").pk


CONSULTATION = {"nature": "consultation"}
SURVEYED = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
CASES = (
    Case("judging.triage", "collected", "desk", "triaged"),
    Case("judging.decline", "triaged", "desk", "closed", {"reason": "不属职责范围"}),
    Case("judging.answer", "collected", "desk", "closed", {"note": "可申报"}, CONSULTATION),
    Case("judging.self_handle", "triaged", "specialist", "self_handled", own=True),
    Case("judging.refer", "triaged", "desk", "triaged", {"unit_id": city, "reason": "需市级协调"}),
    Case("handing.assign", "triaged", "desk", "assigned", {"agency_id": agency}),
    Case("handing.arbitrate", "triaged", "lead", "assigned", {"agency_id": agency, "reason": "裁"}),
    Case(
        "handing.transfer",
        "assigned",
        "desk",
        "assigned",
        {"agency_id": other_agency, "reason": "职责在他"},
    ),
    Case("handing.sign", "assigned", "handler", "signed"),
    Case("working.progress", "signed", "handler", "in_progress", {"note": "已联系企业"}),
    Case("working.resume", "suspended", "handler", "in_progress"),
    Case(
        "working.reply",
        "in_progress",
        "handler",
        "replied",
        {"outcome": "solved", "note": "已对接银行"},
    ),
    Case("asking.send_return", "assigned", "lead", "returned", {"reason": "不属职责"}),
    Case(
        "asking.suspend",
        "in_progress",
        "lead",
        "suspended",
        {"waiting_for": "enterprise", "reason": "待补材料"},
    ),
    Case(
        "asking.put_on_list",
        "in_progress",
        "lead",
        "listed",
        {"review_on": date(2026, 9, 1), "reason": "规划未定"},
    ),
    Case("pressing.remind", "in_progress", "desk", "in_progress"),
    Case("pressing.supervise", "in_progress", "lead", "in_progress", {"note": "限期办结"}),
    Case(
        "pressing.study",
        "in_progress",
        "lead",
        "special_study",
        {"held_on": date(2026, 3, 9), "chair": "副市长"},
    ),
    Case("closing.audit", "replied", "desk", "audited"),
    Case("closing.send_back", "replied", "desk", "in_progress", {"reason": "未答所问"}),
    Case("closing.survey", "audited", "desk", "surveyed", SURVEYED),
    Case("closing.close", "surveyed", "desk", "closed", {"reason": "企业未接电话"}),
    Case("closing.reopen", "closed", "desk", "reopened", {"reason": "再次反映"}),
    Case("twins.merge", "collected", "desk", "closed", {"into_id": another}),
)


def params(kind: str, cases: Iterable[Case] = CASES) -> list[Any]:
    """The cases, each marked as the test of its action that it is."""
    return [
        pytest.param(case, marks=pytest.mark.covers(case.name, kind), id=case.action)
        for case in cases
    ]
