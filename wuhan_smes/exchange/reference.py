"""Which file says how lists head their columns."""

from collections.abc import Iterator
from typing import Final

from wuhan_smes.exchange.models import HeaderAlias
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text


def aliases(folder: Folder) -> Iterator[Values]:
    """Everybody's ways of heading a column; a unit's own stand beside them untouched."""
    for line in folder.lines("column_aliases.json"):
        for alias in line.words("aliases"):
            yield {
                "field": line.required("field"),
                "alias": alias,
                "jurisdiction": None,
                "source": source_text(line),
            }


TABLES: Final = (
    ReferenceTable(
        "header_aliases",
        HeaderAlias,
        ("field", "alias", "jurisdiction"),
        aliases,
        {"jurisdiction": "jurisdictions"},
    ),
)
