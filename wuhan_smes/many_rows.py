"""Many rows in one statement: a parameter for each column instead of one for each value.

`unnest` of a few arrays costs PostgreSQL a tenth of a thousand-fold VALUES, and needs neither a
temporary table nor a right to make one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

QUOTED: Final = frozenset({"text", "json", "jsonb", "text[]", "daterange"})


def array(values: Iterable[object], of: str = "bigint") -> str:
    """The values as PostgreSQL writes an array of `of`; None is NULL."""
    if of in QUOTED:
        return "{" + ",".join(["NULL" if it is None else _quoted(str(it)) for it in values]) + "}"
    return "{" + ",".join(["NULL" if it is None else str(it) for it in values]) + "}"


def given(
    columns: Mapping[str, str], rows: Sequence[Sequence[object]], name: str = "given"
) -> tuple[str, list[str]]:
    """`unnest(…) AS given(a, b)` for a FROM clause, and its parameters.

    `columns` maps each name to its type. A moment must carry its offset; an array inside a row
    (`text[]`) is what `array` wrote, as text: cast it where it is selected.
    """
    turned: Iterable[Iterable[object]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    values = [array(column, of) for column, of in zip(turned, columns.values(), strict=True)]
    types = ", ".join(f"%s::{'text' if of == 'text[]' else of}[]" for of in columns.values())
    names = ", ".join(f'"{column}"' for column in columns)
    return f"unnest({types}) AS {name}({names})", values


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
