"""What a record says, as people read it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from measures.models import Record

# So many columns of its own a list shows of a kind; the rest stands on the record.
IN_A_LIST: Final = 3
EVERYWHERE: Final = frozenset({"number", "title", "happened_on", "ended_on", "note"})


def own_columns(model: type[Record]) -> list[tuple[str, str]]:
    """The first columns a kind has for itself, each with its name."""
    own = [it for it in model.columns() if it.name not in EVERYWHERE]
    return [(it.name, str(it.verbose_name)) for it in own[:IN_A_LIST]]


def told(row: Record, columns: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    """The values of these columns, each headed by its name."""
    return [(label, shown(row, name)) for name, label in columns]


def shown(row: Record, name: str) -> Any:
    """A value as people read it."""
    value = getattr(row, name)
    named = getattr(row, f"get_{name}_display", None)
    if named is not None:
        return named()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        labels = dict(row._meta.get_field(name).base_field.flatchoices)  # type: ignore[union-attr] # an array of words
        return "、".join(str(labels.get(it, it)) for it in value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:,}" if isinstance(value, int) else value
