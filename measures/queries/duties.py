"""Commitments with their lights, as one person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from measures.choices import AgencyRole, DutyLight
from measures.models import Commitment, CommitmentUnit, ProgressEntry, ProgressReminder
from measures.rules import duties as rules
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency, User
from wuhan_smes.accounts.models.unit import AgencyKind


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment in one quarter. `light` is None where none of its leads may be seen."""

    commitment: Commitment
    light: DutyLight | None
    entries: Sequence[ProgressEntry]

    @property
    def leads(self) -> list[CommitmentUnit]:
        return units_of(self.commitment, AgencyRole.LEAD)

    @property
    def helpers(self) -> list[CommitmentUnit]:
        return units_of(self.commitment, AgencyRole.CO)

    @property
    def told(self) -> str:
        """What the leads said, or as much of it as may be seen."""
        leads = {it.agency_id for it in self.leads}
        return "；".join(it.text for it in self.entries if it.agency_id in leads)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one unit owes for one commitment and quarter, and how often it was asked."""

    commitment: Commitment
    role: AgencyRole
    light: DutyLight | None  # a helper owes no word of its own
    entry: ProgressEntry | None
    reminded: int


def units_of(row: Commitment, role: AgencyRole) -> list[CommitmentUnit]:
    """The units of a role, in the order the measure names them."""
    found = [it for it in row.units.all() if it.role == role]
    return sorted(found, key=lambda it: (it.position, it.pk))


def own_agency(user: User) -> Agency | None:
    """The responsible unit a person works for: his agency, or his district's government."""
    if user.agency_id is not None:
        return user.agency
    return Agency.objects.filter(
        kind=AgencyKind.DISTRICT_GOVERNMENT, jurisdiction_id=user.jurisdiction_id
    ).first()


def seen(agency: Agency, reach: Reach) -> bool:
    """Whether what a unit reports is within reach."""
    return reach.covers(agency.jurisdiction_id) or agency.pk in reach.agency_ids


def lines(
    commitments: Iterable[Commitment], *, quarter: date, today: date, reach: Reach
) -> list[Line]:
    """The breakdown: each commitment with the light of its leads in a quarter."""
    rows = list(commitments)
    entries = ProgressEntry.objects.within(reach).of_quarter(quarter)
    told: dict[int, list[ProgressEntry]] = {}
    ids = [row.pk for row in rows]
    for entry in entries.filter(commitment__in=ids).select_related("agency").order_by("pk"):
        told.setdefault(entry.commitment_id, []).append(entry)
    return [_line(row, told.get(row.pk, []), quarter, today, reach) for row in rows]


def owed_by(agency: Agency, *, quarter: date, today: date, reach: Reach) -> list[Owed]:
    """The desk of one unit: all it leads or helps with, what it leads first."""
    if not seen(agency, reach):
        return []
    mine = agency.commitments.select_related("commitment__clause__measure")
    entries = ProgressEntry.objects.within(reach).of_quarter(quarter).filter(agency=agency)
    entries = entries.select_related("agency", "commitment__clause")
    told = {row.commitment_id: row for row in entries.prefetch_related("evidence")}
    asked: dict[int, int] = {}
    reminders = ProgressReminder.objects.within(reach).filter(agency=agency, quarter_on=quarter)
    for commitment_id in reminders.values_list("commitment_id", flat=True):
        asked[commitment_id] = asked.get(commitment_id, 0) + 1
    found = []
    for unit in mine.order_by("commitment__clause__measure", "commitment__clause__display_order"):
        entry = told.get(unit.commitment_id)
        state = entry.state if entry else None
        leads = unit.role == AgencyRole.LEAD
        found.append(
            Owed(
                unit.commitment,
                AgencyRole(unit.role),
                rules.light(unit.commitment.starts_on, quarter, state, today)
                if leads or entry
                else None,
                entry,
                asked.get(unit.commitment_id, 0),
            )
        )
    return sorted(found, key=lambda it: it.role != AgencyRole.LEAD)


def _line(
    row: Commitment, entries: list[ProgressEntry], quarter: date, today: date, reach: Reach
) -> Line:
    states = {entry.agency_id: entry.state for entry in entries}
    lights = (
        rules.light(row.starts_on, quarter, states.get(unit.agency_id), today)
        for unit in row.units.all()
        if unit.role == AgencyRole.LEAD and seen(unit.agency, reach)
    )
    return Line(row, rules.worst(lights), entries)
