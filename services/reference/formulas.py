"""Which file feeds the weights of the service index."""

from collections.abc import Iterator
from typing import Final

from services.models import ServiceFormula
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text


def formulas(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("service_formulas.csv"):
        yield {
            **{name: line.whole(name) for name in ("edition", "service", "satisfaction")},
            "coverage": line.whole("coverage"),
            "effective_from": line.required("effective_from"),
            "source": source_text(line),
        }


TABLES: Final = (
    ReferenceTable("service_formulas", ServiceFormula, ("edition",), formulas, final=True),
)
