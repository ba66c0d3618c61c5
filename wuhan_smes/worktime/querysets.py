"""The calendar is the same for everybody."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from wuhan_smes.worktime.models import CalendarStamp, CalendarYear, WorkdayException


class CalendarYearQuerySet(ReferenceQuerySet["CalendarYear"]):
    def for_list(self) -> Self:
        return self.order_by("-year")

    def locked(self, year: int) -> "CalendarYear | None":
        """The row of a year held until the transaction ends; none before the year is opened."""
        return self.select_for_update(of=("self",), no_key=True).filter(year=year).first()


class WorkdayExceptionQuerySet(ReferenceQuerySet["WorkdayException"]):
    def of_year(self, year: int) -> Self:
        return self.filter(date__year=year).order_by("date")

    def for_list(self) -> Self:
        return self.order_by("-date")


class CalendarStampQuerySet(ReferenceQuerySet["CalendarStamp"]):
    """One row, read before every use of a calendar kept in memory."""
