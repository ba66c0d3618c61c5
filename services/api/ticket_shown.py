"""A ticket as the API shows it: the row of a list, the object, its steps."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from rest_framework import serializers

from services.choices.clocks import ClockKind
from services.choices.tickets import TicketState
from services.models import Ticket, TicketAgency, TicketRequest, TicketStep
from services.queries.ticket_sides import askable_ways, legal_ways
from services.rules.ticket_lights import Light, light
from services.rules.ticket_segments import Segment
from services.rules.ticket_ways import Way
from wuhan_smes.access import Access
from wuhan_smes.web.serializers import UnitSerializer

COLUMNS: Final = (
    "id",
    "number",
    "channel",
    "external_no",
    "nature",
    "category",
    "urgency",
    "grade",
    "title",
    "enterprise_id",
    "enterprise_name",
    "jurisdiction__code",
    "jurisdiction__name",
    "lead_agency__code",
    "lead_agency__name",
    "state",
    "outcome",
    "round",
    "holder_kind",
    "holder_id",
    "holder_name",
    "held_since",
    "received_at",
    "due_at",
    "warn_at",
    "clocks_paused_at",
    "closed_at",
    "version",
)


class TicketHolderSerializer(serializers.Serializer):
    kind = serializers.CharField()
    id = serializers.IntegerField()
    name = serializers.CharField()
    since = serializers.DateTimeField()


class TicketEnterpriseSerializer(serializers.Serializer):
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()


class TicketRowSerializer(serializers.Serializer):
    """One ticket in a list. `holder` has the ball; null once it is struck off."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    channel = serializers.CharField()
    external_no = serializers.CharField()
    nature = serializers.CharField()
    category = serializers.CharField()
    urgency = serializers.CharField()
    grade = serializers.IntegerField()
    title = serializers.CharField()
    enterprise = TicketEnterpriseSerializer(allow_null=True)
    jurisdiction = UnitSerializer()
    lead = UnitSerializer(allow_null=True)
    state = serializers.ChoiceField(TicketState.choices)
    state_label = serializers.CharField()
    outcome = serializers.CharField()
    round = serializers.IntegerField()
    holder = TicketHolderSerializer(allow_null=True)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    light = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class TicketClockSerializer(serializers.Serializer):
    """One limit that runs; `provisional` while a coming holiday notice may still move it."""

    kind = serializers.ChoiceField(ClockKind.choices)
    due_at = serializers.DateTimeField()
    warn_at = serializers.DateTimeField()
    light = serializers.CharField()
    provisional = serializers.BooleanField()


class TicketWaySerializer(serializers.Serializer):
    """A move the caller may make (or ask for) now, and what it must be given."""

    move = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # an answer may call a field so
    to = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())


class TicketSerializer(TicketRowSerializer):
    """One ticket with everything that can be done with it now."""

    text = serializers.CharField()
    desk = UnitSerializer()
    chain = UnitSerializer(allow_null=True)
    station = serializers.IntegerField(allow_null=True)
    visit = serializers.IntegerField(allow_null=True)
    measure = serializers.IntegerField(allow_null=True)
    enterprises = TicketEnterpriseSerializer(many=True)
    helpers = UnitSerializer(many=True)
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField(help_text="只显示末四位，完整号码用 reveal 调阅")
    collected_by = serializers.CharField()
    handled_by = serializers.CharField()
    returns = serializers.IntegerField()
    arbitrated = serializers.BooleanField()
    answer = serializers.CharField()
    waiting_for = serializers.CharField()
    review_on = serializers.DateField(allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    merged_into = serializers.IntegerField(allow_null=True)
    paused_at = serializers.DateTimeField(allow_null=True)
    clocks = TicketClockSerializer(many=True)
    moves = TicketWaySerializer(many=True)
    may_ask = TicketWaySerializer(many=True)


class TicketStepSerializer(serializers.ModelSerializer):
    """One step; `ended`: limits it ended with their due dates; `late`: those that had passed."""

    move_label = serializers.CharField(source="get_move_display")

    class Meta:
        model = TicketStep
        fields = [
            "ordinal",
            "round",
            "move",
            "move_label",
            "state_before",
            "state_after",
            "at",
            "actor_name",
            "note",
            "facts",
            "ended",
            "late",
            "holder_kind",
            "holder_id",
            "holder_name",
        ]
        read_only_fields = fields


class TicketSegmentSerializer(serializers.Serializer):
    """One holder's uninterrupted time; the last one is still running where the ticket is open."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="key")
    name = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    hours = serializers.SerializerMethodField()

    def get_hours(self, segment: Segment) -> float:
        return round(segment.length.total_seconds() / 3600, 2)


class TicketRequestSerializer(serializers.ModelSerializer):
    """What a handler asked his lead for, and what became of it."""

    class Meta:
        model = TicketRequest
        fields = [
            "id",
            "ticket",
            "move",
            "reason",
            "days",
            "waiting_for",
            "review_on",
            "due_before",
            "due_after",
            "asked_at",
            "asked_by_name",
            "state",
            "decided_at",
            "decided_by_name",
            "decision_note",
        ]
        read_only_fields = fields


class TicketRevealedContactSerializer(serializers.Serializer):
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()


def rows(listed: Iterable[Mapping[str, Any]], *, at: datetime, labels: Mapping[str, str]) -> Any:
    """Rows of COLUMNS, moments as text, as a list shows them."""
    return [_row(it, _light(it, at), labels) for it in listed]


def shown(
    ticket: Ticket, *, access: Access, at: datetime, labels: Mapping[str, str]
) -> dict[str, Any]:
    """One ticket in the eyes of `access`."""
    columns = {name: _read(ticket, name) for name in COLUMNS}
    chain = ticket.chain
    return {
        **_row(columns, light(ticket.due_at, ticket.warn_at, ticket.clocks_paused_at, at), labels),
        "text": ticket.text,
        "desk": _coded(ticket.desk.code, ticket.desk.name),
        "chain": _coded(chain.code, chain.name) if chain else None,
        "station": ticket.station_id,
        "visit": ticket.visit_id,
        "measure": ticket.measure_id,
        "enterprises": _enterprises(ticket),
        "helpers": _helpers(ticket),
        "contact_name": ticket.contact_name,
        "contact_phone": ticket.masked_phone,
        "collected_by": ticket.collected_by_name,
        "handled_by": ticket.handled_by_name,
        "returns": ticket.returns,
        "arbitrated": ticket.arbitrated,
        "answer": ticket.answer,
        "waiting_for": ticket.waiting_for,
        "review_on": ticket.review_on,
        "replied_at": ticket.replied_at,
        "merged_into": ticket.merged_into_id,
        "paused_at": ticket.clocks_paused_at,
        "clocks": _clocks(ticket, at),
        "moves": [_way(way, ticket) for way in legal_ways(ticket, access)],
        "may_ask": [_way(way, ticket) for way in askable_ways(ticket, access)],
    }


def _light(it: Mapping[str, Any], at: datetime) -> Light:
    due_at, warn_at, paused_at = map(_moment, (it["due_at"], it["warn_at"], it["clocks_paused_at"]))
    return light(due_at, warn_at, paused_at, at)


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)


def _row(it: Mapping[str, Any], shows: Light, labels: Mapping[str, str]) -> dict[str, Any]:
    named = {name: it[name] for name in COLUMNS[:9]}
    knows = it["enterprise_id"] is not None or it["enterprise_name"]
    holder = {
        "kind": it["holder_kind"],
        "id": it["holder_id"],
        "name": it["holder_name"],
        "since": it["held_since"],
    }
    return {
        **named,
        "enterprise": {"id": it["enterprise_id"], "name": it["enterprise_name"]} if knows else None,
        "jurisdiction": _coded(it["jurisdiction__code"], it["jurisdiction__name"]),
        "lead": _coded(it["lead_agency__code"], it["lead_agency__name"])
        if it["lead_agency__code"]
        else None,
        "state": it["state"],
        "state_label": labels[it["state"]],
        "outcome": it["outcome"],
        "round": it["round"],
        "holder": holder if it["holder_kind"] else None,
        "received_at": it["received_at"],
        "due_at": it["due_at"],
        "light": shows.value,
        "closed_at": it["closed_at"],
        "version": it["version"],
    }


def _enterprises(ticket: Ticket) -> list[dict[str, Any]]:
    """The enterprises that share a common problem."""
    shared = ticket.shared_by.order_by("id").values_list("enterprise_id", "enterprise_name")
    return [{"id": pk, "name": name} for pk, name in shared]


def _helpers(ticket: Ticket) -> list[dict[str, str]]:
    """The agencies that help now; none where fewer than two ever had it."""
    if len(ticket.agency_ids) < 2:
        return []
    legs = TicketAgency.objects.filter(ticket=ticket, ended_at__isnull=True, part="co")
    found = legs.select_related("agency").order_by("id")
    return [_coded(leg.agency.code, leg.agency.name) for leg in found]


def _clocks(ticket: Ticket, at: datetime) -> list[dict[str, Any]]:
    found = []
    for kind in ClockKind:
        due_at = getattr(ticket, f"{kind.value}_due_at")
        if due_at is not None:
            warn_at = getattr(ticket, f"{kind.value}_warn_at")
            shows = light(due_at, warn_at, ticket.clocks_paused_at, at)
            provisional = ticket.provisional
            found.append(
                {
                    "kind": kind.value,
                    "due_at": due_at,
                    "warn_at": warn_at,
                    "light": shows.value,
                    "provisional": provisional,
                }
            )
    return found


def _way(way: Way, ticket: Ticket) -> dict[str, Any]:
    return {
        "move": way.move.value,
        "label": way.move.label,
        "to": way.after(TicketState(ticket.state)).value,
        "needs": [need.value for need in way.needs],
    }


def _coded(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name}


def _read(ticket: Ticket, path: str) -> Any:
    value: Any = ticket
    for step in path.split("__"):
        value = getattr(value, step) if value is not None else None
    return value
