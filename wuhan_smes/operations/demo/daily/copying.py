"""Rows of the daily work on their way into the database, numbered as they come."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from wuhan_smes.operations.demo.rows import line
from wuhan_smes.operations.demo.writing import continue_numbers, copy_into

# Table → the columns its rows name after the id.
TABLES: Final[Mapping[str, str]] = {
    "services_specialist": (
        "number name phone post user_id station_id jurisdiction_id state during applied_by_id"
        " applied_by_name applied_at decided_by_id decided_by_name decided_at decision_note"
        " end_reason version"
    ),
    "services_assignment": (
        "enterprise_id jurisdiction_id station_id specialist_id is_lead during cadence_days"
        " assigned_by_name assigned_at end_reason voided_at version"
    ),
    "services_serviceevent": (
        "title kind jurisdiction_id station_id campaign_id held_on place co_hosts persons summary"
        " cancelled_at cancel_reason version"
    ),
    "services_eventattendance": (
        "event_id jurisdiction_id enterprise_id enterprise_name persons note"
    ),
    "services_visit": (
        "client_uuid enterprise_id enterprise_name jurisdiction_id station_id specialist_id"
        " campaign_id rank external_no mode place visited_at received_name received_post"
        " received_phone purposes template intent_tier intent_gap explained summary"
        " location_source confirmation confirmed_at confirmed_how confirmed_by historical"
        " recorded_at recorded_by_name late_reason again_reason voided_by_name void_reason version"
        " facts_period staff"
    ),
    "services_visitmember": "visit_id ordinal name post unit agency_id rank",
    "services_ticket": (
        "number client_uuid channel external_no nature category urgency grade title text"
        " enterprise_id enterprise_name chain_id jurisdiction_id desk_id station_id visit_id"
        " measure_id contact_name contact_phone received_at collected_by_id collected_by_name"
        " historical state step_no round returns arbitrated outcome answer waiting_for review_on"
        " replied_at closed_at merged_into_id handler_kind lead_agency_id agency_ids"
        " handled_by_id handled_by_name holder_kind holder_id holder_name held_since version"
        " sign_due_at sign_warn_at contact_due_at contact_warn_at plan_due_at plan_warn_at"
        " study_due_at study_warn_at solve_due_at solve_warn_at due_at warn_at escalate_at"
        " clocks_paused_at provisional"
    ),
    "services_ticketstep": (
        "ticket_id ordinal round move state_before state_after at actor_id actor_name note facts"
        " ended late holder_kind holder_id holder_name"
    ),
    "enterprises_cultivation": (
        "enterprise_id jurisdiction_id tier stage step_no put_in_on stage_since owner_name"
        " drop_cause version"
    ),
    "enterprises_cultivationstep": (
        "cultivation_id jurisdiction_id ordinal after move stage_before stage_after at actor_name"
        " note"
    ),
    "enterprises_cultivationtask": (
        "cultivation_id jurisdiction_id title due_on for_station set_at set_by_name outcome"
        " ended_at ended_by_name note version"
    ),
    "services_ticketagency": "ticket_id agency_id part round handed_at signed_at ended_at ended_by",
    "services_survey": (
        "ticket_id round reached contacted solved satisfaction by_enterprise note at by_id by_name"
    ),
    "services_studymeeting": (
        "ticket_id held_on chair participants reason decisions called_at called_by_name decided_at"
    ),
}
LAST: Final = "SELECT coalesce(max(id), 0) FROM {}"


@dataclass(slots=True)
class Ledger:
    """Rows table by table; ids go on from what is there. `write` copies them all in."""

    tables: Mapping[str, str] = field(default_factory=lambda: TABLES)
    lines: dict[str, list[str]] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(LAST.format(table))
                self.last[table] = (cursor.fetchone() or (0,))[0]
                self.lines[table] = []

    def put(self, table: str, *values: object) -> int:
        """Add a row; returns its id."""
        self.last[table] += 1
        self.lines[table].append(line((self.last[table], *values)))
        return self.last[table]

    def write(self) -> None:
        """Copy everything in, in the order of the tables."""
        for table, names in self.tables.items():
            self.written[table] += len(self.lines[table])
            copy_into(f"{table} ({', '.join(('id', *names.split()))})", self.lines[table])
            self.lines[table] = []

    def continue_numbers(self) -> None:
        """What people add later is numbered after what was invented; only the owner may say so."""
        continue_numbers({table: self.last[table] for table in self.tables})
