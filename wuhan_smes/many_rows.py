"""Many rows in one statement: a parameter for each column instead of one for each value.

`unnest` of a few arrays costs PostgreSQL a tenth of a thousand-fold VALUES, and needs neither a
temporary table nor a right to make one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import BooleanField, F, Func, Value

QUOTED: Final = frozenset({"text", "json", "jsonb", "text[]", "daterange"})


def array(values: Iterable[object], of: str = "bigint") -> str:
    """The values as PostgreSQL writes an array of `of`; None is NULL."""
    if of in QUOTED:
        return "{" + ",".join(["NULL" if it is None else _quoted(str(it)) for it in values]) + "}"
    return "{" + ",".join(["NULL" if it is None else str(it) for it in values]) + "}"


def given(
    columns: Mapping[str, str], rows: Sequence[Sequence[object]], name: str = "given"
) -> tuple[str, list[str | None]]:
    """A table `given(a, b)` for a FROM clause, and its parameters.

    `columns` maps each name to its type. What all rows say alike is sent once, JSON as one
    document. A moment must carry its offset; an array inside a row (`text[]`) is what `array`
    wrote, as text: cast it where it is selected.
    """
    turned: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    said_once: list[str | None] = []
    lists: list[str] = []
    selected, listed, made = list[str](), list[str](), list[str]()
    for (column, of), values in zip(columns.items(), turned, strict=True):
        sent = "text" if of == "text[]" else of
        if listed and values and values.count(values[0]) == len(values):
            selected.append(f'%s::{sent} AS "{column}"')
            said_once.append(None if values[0] is None else str(values[0]))
            continue
        selected.append(f'"{column}"')
        listed.append(f'"{column}"')
        if of == "jsonb" and None not in values:
            made.append("jsonb_array_elements(%s::jsonb)")
            lists.append(f"[{','.join(map(str, values))}]")
        else:
            made.append(f"unnest(%s::{sent}[])")
            lists.append(array(values, of))
    source = f"ROWS FROM ({', '.join(made)}) AS listed({', '.join(listed)})"
    return f"(SELECT {', '.join(selected)} FROM {source}) AS {name}", said_once + lists  # noqa: S608 - names of ours


def among(field: str, ids: Iterable[int]) -> Func:
    """A condition for `filter`: `field` is one of `ids`, however many. `__in` would bind, check and
    write out each of them, which for thousands takes longer than the answer.
    """
    listed = Value(array(ids))
    return Func(
        F(field),
        listed,
        template="%(expressions)s::bigint[])",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
