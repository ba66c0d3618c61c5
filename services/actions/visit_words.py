"""What somebody writes down about a visit, before it is a visit."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.models.visit_facts import NOT_NEGATIVE


@dataclass(frozen=True, slots=True)
class Member:
    """One person who went, as he was on that day."""

    name: str
    unit: str
    rank: str
    post: str = ""
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A problem the enterprise told of; it becomes a ticket in the same save."""

    title: str
    text: str
    category: str
    urgency: str
    client_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Everything written on the form. What is not said is unknown, never zero."""

    visited_at: datetime
    mode: str
    purposes: Sequence[str]
    summary: str
    place: str = ""
    received_name: str = ""
    received_post: str = ""
    received_phone: str = ""
    template: str = ""
    external_no: str = ""
    campaign_id: int | None = None
    intent_tier: str = ""
    intent_gap: str = ""
    explained: Sequence[int] = ()
    next_due_on: date | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    location_source: str = ""
    late_reason: str = ""
    again_reason: str = ""
    facts_period: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The values of a row of Visit, lists made plain."""
        said = {name: getattr(self, name) for name in self.__slots__ if name != "facts"}
        return {
            **said,
            "purposes": list(self.purposes),
            "explained": sorted(set(self.explained)),
            **{name: self.facts.get(name) for name in NOT_NEGATIVE},
        }


def fingerprint(
    enterprise_id: int,
    said: Said,
    *,
    station_id: int | None,
    members: Sequence[Member],
    needs: Sequence[Need],
    historical: bool,
) -> str:
    """Of everything that was sent: the same words have the same one, whatever becomes of the visit.

    The numbers of the problems are left out: a device that asks again may have made new ones.
    """
    words = {
        "enterprise": enterprise_id,
        "station": station_id,
        "said": {**said.columns(), "visited_at": said.visited_at.timestamp()},
        "members": [asdict(member) for member in members],
        "needs": [[need.title, need.text, need.category, need.urgency] for need in needs],
        "historical": historical,
    }
    return hashlib.sha256(json.dumps(words, default=str, sort_keys=True).encode()).hexdigest()
