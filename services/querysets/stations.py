"""Which stations, which of their people, and which enterprises they look after."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from services.choices.stations import FILED, FilingState
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from services.models import (
        Assignment,
        Campaign,
        EventAttendance,
        ServiceEvent,
        Specialist,
        StationProfile,
        VisitCadence,
    )

M = TypeVar("M", bound=models.Model)


class AtStationQuerySet(ScopedQuerySet[M]):
    """Rows of a unit and of one of its stations: either reach is enough."""

    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"

    def locked(self, pk: int) -> M:
        """One row, held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


def holding(on: date) -> Q:
    """Rows whose `during` holds the day. In bounds, for the planner's sake."""
    open_end = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
    return Q(during__startswith__lte=on) & open_end


class StationProfileQuerySet(AtStationQuerySet["StationProfile"]):
    """What is told of stations beyond their name."""


class SpecialistQuerySet(AtStationQuerySet["Specialist"]):
    def in_force(self, *, on: date) -> Self:
        """Filings that count on a day: approved, and the day lies in their term."""
        return self.filter(holding(on), state__in=FILED)

    def serving(self, *, on: date) -> Self:
        """Approved filings, present or to come, that last beyond the day before."""
        open_end = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
        return self.filter(open_end, state=FilingState.APPROVED)

    def waiting(self) -> Self:
        """Applications nobody has decided."""
        return self.filter(state=FilingState.APPLIED)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("station", "jurisdiction")


class AssignmentQuerySet(AtStationQuerySet["Assignment"]):
    def standing(self) -> Self:
        """Without those that were made by mistake."""
        return self.filter(voided_at__isnull=True)

    def holding(self, *, on: date) -> Self:
        """Assignments that hold on a day."""
        return self.standing().filter(holding(on))

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "specialist", "station", "jurisdiction")


class CampaignQuerySet(ReferenceQuerySet["Campaign"]):
    """Drives are known to everybody; the unit that calls one keeps it."""

    def running(self, *, on: date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def locked(self, pk: int) -> "Campaign":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ServiceEventQuerySet(AtStationQuerySet["ServiceEvent"]):
    def held(self) -> Self:
        """Events that were not called off."""
        return self.filter(cancelled_at__isnull=True)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("station", "jurisdiction", "campaign")


class EventAttendanceQuerySet(ScopedQuerySet["EventAttendance"]):
    jurisdiction_path = "jurisdiction_id"
    station_path = "event__station_id"


class VisitCadenceQuerySet(ReferenceQuerySet["VisitCadence"]):
    """How often enterprises of a tier are to be visited, version by version."""

    def holding(self, *, on: date) -> Self:
        lasts = Q(effective_until__isnull=True) | Q(effective_until__gt=on)
        return self.filter(lasts, effective_from__lte=on)
