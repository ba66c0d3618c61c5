"""Whose desk a ticket lies on, and what waits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Case, DateTimeField, F, Q, Value, When

from services.choices.tickets import HolderKind, TicketState
from services.queries.tickets import board
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.access import Access, Capability, Reach

S = TicketState
# What has no running limit comes after everything that has one.
FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
PRESSING: Final = Case(
    When(due_at__isnull=False, clocks_paused_at__isnull=True, then=F("due_at")),
    default=Value(FAR),
    output_field=DateTimeField(),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person's work arrives: the units, agencies and stations he acts for."""

    unit_ids: frozenset[int] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    station_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.unit_ids or self.agency_ids or self.station_ids)

    @property
    def has_the_ball(self) -> Q:
        """Tickets that wait for this place and nobody else."""
        return (
            _held_by(HolderKind.UNIT, self.unit_ids)
            | _held_by(HolderKind.AGENCY, self.agency_ids)
            | _held_by(HolderKind.STATION, self.station_ids)
        )

    @property
    def takes_part(self) -> Q:
        """Tickets this place took in, hands out, or had in hand."""
        found = Q(pk__in=())
        if self.unit_ids:
            found |= Q(desk_id__in=self.unit_ids) | Q(jurisdiction_id__in=self.unit_ids)
        if self.agency_ids:
            found |= Q(agency_ids__overlap=sorted(self.agency_ids))
        if self.station_ids:
            found |= Q(station_id__in=self.station_ids)
        return found


def place_of(access: Access, *, home_id: int | None) -> Place:
    """Where work arrives for this person. Somebody over the whole city sits at one desk of it."""
    desk = _reach(access, Capability.TICKET_TRIAGE)
    hands = _reach(access, Capability.TICKET_HANDLE)
    at_home = home_id is not None and desk.covers(home_id)
    units = frozenset({home_id}) if home_id is not None and at_home else desk.jurisdiction_ids
    return Place(units, hands.agency_ids, hands.station_ids)


def overdue(at: datetime) -> Q:
    """Red: some running limit has passed."""
    return Q(due_at__lt=at, clocks_paused_at__isnull=True)


def pressing(at: datetime) -> Q:
    """Amber: not overdue, yet warned."""
    return Q(due_at__gte=at, warn_at__lte=at, clocks_paused_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of work: the states that ask for it, and what is to be done."""

    code: str
    label: str
    states: tuple[TicketState, ...]
    about: str


PILES: Final = (
    Pile("draft", "待提交", (S.DRAFT,), "暂存的，提交后开始计时"),
    Pile("accept", "待受理", (S.COLLECTED,), "看清内容，受理或并单"),
    Pile("triage", "待研判", (S.TRIAGED,), "包办、交办或不予受理"),
    Pile("returned", "退回待研判", (S.RETURNED,), "承办单位退回，重新研判"),
    Pile("reopened", "再次反映", (S.REOPENED,), "企业不满意，重新研判或重办"),
    Pile("sign", "待签收", (S.ASSIGNED,), "签收，或在时限内申请退回"),
    Pile("work", "承办中", (S.SIGNED, S.IN_PROGRESS, S.SELF_HANDLED), "联系企业、报进展、答复"),
    Pile("study", "专题研究", (S.SPECIAL_STUDY,), "等会议议定事项"),
    Pile("suspended", "挂起", (S.SUSPENDED,), "等企业补充或上级政策，暂停计时"),
    Pile("audit", "待审核", (S.REPLIED,), "核对答复，通过或退回重办"),
    Pile("survey", "待回访", (S.AUDITED,), "联系企业，问是否解决、是否满意"),
    Pile("close", "待销号", (S.SURVEYED,), "回访已做，销号或重开"),
    Pile("listed", "挂账", (S.LISTED,), "暂不能解决，到期复查"),
)
PILE: Final[Mapping[str, Pile]] = {pile.code: pile for pile in PILES}


@dataclass(frozen=True, slots=True)
class Stage:
    """One column of the board: a stretch of the way from receipt to strike-off."""

    code: str
    label: str
    states: tuple[TicketState, ...]


STAGES: Final = (
    Stage("intake", "收集受理", (S.DRAFT, S.COLLECTED)),
    Stage("judge", "研判交办", (S.TRIAGED, S.RETURNED, S.REOPENED)),
    Stage("sign", "待签收", (S.ASSIGNED,)),
    Stage("work", "承办", (S.SIGNED, S.IN_PROGRESS, S.SELF_HANDLED)),
    Stage("held", "专题研究、挂起与挂账", (S.SPECIAL_STUDY, S.SUSPENDED, S.LISTED)),
    Stage("audit", "待审核", (S.REPLIED,)),
    Stage("survey", "回访销号", (S.AUDITED, S.SURVEYED)),
    Stage("done", "销号办结", (S.CLOSED,)),
)
STAGE: Final[Mapping[str, Stage]] = {stage.code: stage for stage in STAGES}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tickets lie in a pile, how many of them are overdue or nearly so."""

    pile: Pile
    count: int
    red: int
    amber: int

    @property
    def tone(self) -> str:
        return "bad" if self.red else "warn" if self.amber else ""


def piles(rows: TicketQuerySet, *, at: datetime) -> list[Waiting]:
    """The piles of `rows` that hold anything, in the order of a ticket's way."""
    lanes = {lane.state: lane for lane in board(rows, at=at)}
    found = []
    for pile in PILES:
        of = [lanes[state] for state in pile.states]
        if count := sum(lane.count for lane in of):
            red, amber = sum(lane.red for lane in of), sum(lane.amber for lane in of)
            found.append(Waiting(pile, count, red, amber))
    return found


def _held_by(kind: HolderKind, ids: frozenset[int]) -> Q:
    """Nobody holds what is closed; said all the same, because the index of holders says it."""
    held = Q(holder_kind=kind, holder_id__in=ids, closed_at__isnull=True)
    return held if ids else Q(pk__in=())


def _reach(access: Access, capability: Capability) -> Reach:
    return access.reach(capability) if access.holds(capability) else Reach()
