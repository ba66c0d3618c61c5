"""Lists that can be taken out as files: declared once, offered wherever the list is shown.

A declaration says what stands in each column; which rows, in which order and within whose reach
is said by the page, screen or viewset that shows the list. Headings carry the units, and where a
list can be imported again they are the names its import knows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    CheckConstraint,
    DateField,
    DateTimeField,
    F,
    ForeignKey,
    Model,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.fields import DecimalField, IntegerField
from django.utils import timezone

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.expressions import joined, label_of, moment, yes_no
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Column

ROWS_AT_ONCE: Final = 2000
WIDTHS: Final = {"date": 12, "count": 10, "word": 14}
WIDEST: Final = 40
BEGINS_PLAINLY: Final = re.compile(r"\^\[[0-9A-Za-z](?:-?[0-9A-Za-z])*\]")


@dataclass(frozen=True, slots=True)
class Viewing:
    """Who takes which rows out, by which words of the address: what a column may depend on."""

    access: Access
    reach: Reach
    words: Mapping[str, Any]
    at: datetime
    rows: QuerySet[Any]

    @property
    def day(self) -> date:
        """The day the list is asked for, today where none is named."""
        try:
            return date.fromisoformat(str(self.words.get("on", "")))
        except ValueError:
            return timezone.localdate(self.at)


# What stands in a column: a field or an expression, or how to find it for who is viewing.
Value = Any


@dataclass(frozen=True, slots=True)
class Shown:
    """One column. `kind`: text; word (of a closed vocabulary or our own making); count; date."""

    label: str
    value: Value
    kind: str = "text"
    width: int = 16

    def expression(self, viewing: Viewing) -> Any:
        if isinstance(self.value, str):
            return F(self.value)
        return self.value(viewing) if callable(self.value) else self.value


@dataclass(frozen=True, slots=True)
class ListExport:
    """A list as a file. `capability` is held besides the right to see the list, and cuts too."""

    name: str
    title: str
    columns: Sequence[Shown]
    capability: Capability | None = None

    def open_to(self, access: Access) -> bool:
        return self.capability is None or access.holds(self.capability)

    def chosen(self, labels: Sequence[str], title: str) -> "ListExport":
        """The same list with these columns only, under another title; a column that is no longer
        known is left out.
        """
        known = {it.label: it for it in self.columns}
        columns = [known[label] for label in labels if label in known]
        return replace(self, title=title, columns=columns)

    def built(self, viewing: Viewing) -> LongList:
        """The rows with exactly these columns, read when they are written."""
        cells = {f"cell_{n}": it.expression(viewing) for n, it in enumerate(self.columns)}
        rows = viewing.rows.prefetch_related(None).annotate(**cells)
        columns = [
            Column(key, it.label, it.kind, it.width)
            for key, it in zip(cells, self.columns, strict=True)
        ]

        def read() -> Iterator[Sequence[Cell]]:
            yield from _as_found(rows.values_list(*cells))

        return LongList(self.title, columns, rows, read)


def _as_found(rows: QuerySet[Any, Any]) -> Iterator[Sequence[Cell]]:
    """Rows in one stream: the database looks for more while those it found are written, where a
    cursor would wait to be asked. The connection answers nothing else until the last of them.
    """
    try:
        statement, words = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor, connection.wrap_database_errors:
        yield from cursor.cursor.stream(statement, words, size=ROWS_AT_ONCE)


def columns_of(model: type[Model], *fields: str | tuple[str, str] | Shown) -> tuple[Shown, ...]:
    """Columns as the model describes them. A field may be given with a label of its own."""
    return tuple(it if isinstance(it, Shown) else _described(model, it) for it in fields)


def _described(model: type[Model], named: str | tuple[str, str]) -> Shown:
    path, label = (named, "") if isinstance(named, str) else named
    field: Any = model._meta.get_field(path.split("__")[0])
    label = label or str(field.verbose_name)
    for step in path.split("__")[1:]:
        if not isinstance(field, ForeignKey):
            raise TypeError(f"{model.__name__} has no {path}")
        field = field.remote_field.model._meta.get_field(step)
    if isinstance(field, ForeignKey):
        raise TypeError(f"{path} is a row, not a value")
    kind, value = _valued(field, path)
    if kind == "count" and field.help_text and isinstance(named, str):
        label = f"{label}（{field.help_text}）"
    most = getattr(field, "max_length", None) or (60 if isinstance(field, TextField) else 0)
    width = WIDTHS.get(kind) or min(max(12, most // 3 if most > 30 else most + 4), WIDEST)
    return Shown(label, value, kind, max(width, 2 * len(label) + 2))


def _valued(field: Any, path: str) -> tuple[str, Value]:
    """The kind of a field's column, and what stands in it."""
    if field.choices:
        return "word", label_of(path, field.flatchoices)
    if isinstance(field, BooleanField):
        return "word", yes_no(path)
    if isinstance(field, DateTimeField):
        return "word", moment(path)
    if isinstance(field, DateField):
        return "date", path
    if isinstance(field, ArrayField):
        return "text", joined(path)
    if isinstance(field, IntegerField | DecimalField):
        return "count", path
    return ("word" if _is_code(field) else "text"), path


def _is_code(field: Any) -> bool:
    """Whether the database itself refuses every text that does not begin with a letter or digit."""
    return any(
        name == f"{field.name}__regex" and BEGINS_PLAINLY.match(pattern)
        for constraint in field.model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        for name, pattern in _conditions(constraint.condition)
    )


def _conditions(condition: Any) -> Iterator[tuple[str, Any]]:
    """What a condition asks for: all of it, or one thing beside emptiness."""
    if condition.negated:
        return
    asked = [child for child in condition.children if not _is_empty(child)]
    if len(asked) == 1 or condition.connector == Q.AND:
        for child in asked:
            yield from _conditions(child) if isinstance(child, Q) else [child]


def _is_empty(child: Any) -> bool:
    return isinstance(child, tuple) and (child[0].endswith("__isnull") or child[1] == "")
