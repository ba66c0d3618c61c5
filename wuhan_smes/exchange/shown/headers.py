"""Which headers of a file are worth teaching, and which only number its rows."""

from collections.abc import Collection, Sequence
from typing import Final

from wuhan_smes.access import Reach
from wuhan_smes.exchange.context import aliases_of
from wuhan_smes.exchange.headers import header_key
from wuhan_smes.exchange.kinds import Kind
from wuhan_smes.exchange.models import HeaderAlias
from wuhan_smes.exchange.shown.layout import Header, Table

# What lists call their running number; no kind has such a field.
RUNNING_NUMBER: Final = "seq"


def numbering(tables: Sequence[Table], unit_id: int) -> set[str]:
    """Headers (by input name) of columns that number the rows and say nothing else."""
    aliases = HeaderAlias.objects.within(Reach(frozenset({unit_id})))
    words = aliases.filter(field=RUNNING_NUMBER).values_list("alias", flat=True)
    keys = {header_key(word) for word in words}
    return {
        header.input_name
        for header in _headers(tables)
        if not header.field and not header.known and header_key(header.text) in keys
    }


def unread(tables: Sequence[Table], unit_id: int) -> list[Header]:
    """Columns with a header that the import leaves out, but for those that number the rows."""
    numbers = numbering(tables, unit_id)
    return [
        header
        for header in _headers(tables)
        if header.text and not header.field and header.input_name not in numbers
    ]


def teachable(
    tables: Sequence[Table], kind: Kind | None, unit_id: int, besides: Collection[str]
) -> set[str]:
    """Headers (by input name) with words that nobody has told the product yet."""
    aliases = aliases_of(kind, unit_id) if kind else {}
    taught = {header_key(alias) for spellings in aliases.values() for alias in spellings}
    return {
        header.input_name
        for header in _headers(tables)
        if not header.known
        and header.input_name not in besides
        and (key := header_key(header.text))
        and key not in taught
    }


def _headers(tables: Sequence[Table]) -> list[Header]:
    return [header for table in tables for header in table.headers]
