"""Which visits, and what belongs to them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from services.choices.visits import VisitRank
from services.rules.pressing import begin_of
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from services.models import Visit, VisitLimits, VisitMember, VisitPhoto, VisitTemplate


class VisitQuerySet(ScopedQuerySet["Visit"]):
    """A visit belongs to the unit that managed the enterprise on that day, and to its station."""

    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"

    def standing(self) -> Self:
        """Visits not declared void."""
        return self.filter(voided_at__isnull=True)

    def of_stations(self) -> Self:
        return self.filter(station__isnull=False)

    def of_leaders(self) -> Self:
        """Visits of leaders and departments, which no station made."""
        return self.filter(station__isnull=True)

    def of_rank(self, rank: str) -> Self:
        """By who came. No station takes part in those of leaders, and few visits are theirs."""
        rows = self.filter(rank=rank)
        return rows if rank == VisitRank.STATION else rows.of_leaders()

    def since(self, first: date) -> Self:
        """From a day on, said in moments: lists are read along them."""
        return self.filter(visited_at__gte=begin_of(first))

    def up_to(self, last: date) -> Self:
        """To the end of a day."""
        return self.filter(visited_at__lt=begin_of(last + timedelta(days=1)))

    def between(self, first: date, last: date) -> Self:
        """Both days included."""
        return self.filter(visited_on__range=(first, last))

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query. The enterprise is named by the visit
        itself: it may have left the unit since.
        """
        return self.select_related("jurisdiction", "station", "specialist", "campaign")

    def locked(self, pk: int) -> "Visit":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class VisitMemberQuerySet(ScopedQuerySet["VisitMember"]):
    """Who went, within the visits in reach."""

    jurisdiction_path = "visit__jurisdiction_id"
    station_path = "visit__station_id"


class VisitPhotoQuerySet(ScopedQuerySet["VisitPhoto"]):
    """Photos, within the visits in reach."""

    jurisdiction_path = "visit__jurisdiction_id"
    station_path = "visit__station_id"

    def standing(self) -> Self:
        """Photos not taken off."""
        return self.filter(removed_at__isnull=True)


class VisitLimitsQuerySet(ReferenceQuerySet["VisitLimits"]):
    def on(self, day: date) -> "VisitLimits":
        """What held on a day. Raises DoesNotExist before the first row begins."""
        return self.filter(effective_from__lte=day).latest("effective_from")


class VisitTemplateQuerySet(ReferenceQuerySet["VisitTemplate"]):
    def offered(self, *, on: date) -> Self:
        """Templates in use on a day, in the order they are shown."""
        current = self.exclude(ended_on__lte=on)
        return current.order_by("display_order", "code")
