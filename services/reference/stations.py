"""Which file feeds the rhythm of visits."""

from collections.abc import Iterator
from typing import Final

from services.models import VisitCadence
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text


def cadences(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("visit_cadences.csv"):
        yield {
            "tier": line.text("tier"),
            "days": line.whole("days"),
            "effective_from": line.required("effective_from"),
            "source": source_text(line),
        }


TABLES: Final = (
    ReferenceTable("visit_cadences", VisitCadence, ("tier", "effective_from"), cadences),
)
