"""Which file feeds the working calendar."""

from collections.abc import Iterator
from typing import Final

from wuhan_smes.reference import Folder, ReferenceTable, Values
from wuhan_smes.worktime.choices import YearState
from wuhan_smes.worktime.models import CalendarYear, WorkdayException

FILE: Final = "workdays.csv"


def _document(year: int) -> str:
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def years(folder: Folder) -> Iterator[Values]:
    """Every year the file speaks of was settled by that year's notice."""
    for year in sorted({int(line.required("date")[:4]) for line in folder.lines(FILE)}):
        yield {"year": year, "state": YearState.PUBLISHED, "document": _document(year)}


def days(folder: Folder) -> Iterator[Values]:
    for line in folder.lines(FILE):
        yield {
            "date": line.required("date"),
            "kind": line.required("kind"),
            "name": line.required("name"),
            "source": _document(int(line.required("date")[:4])),
            "provisional": False,
        }


TABLES: Final = (
    ReferenceTable("calendar_years", CalendarYear, ("year",), years),
    ReferenceTable("workdays", WorkdayException, ("date",), days),
)
