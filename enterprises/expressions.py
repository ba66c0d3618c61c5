"""Ranges and conditions in SQL, named once."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import BooleanField, F, Func


class DateSpan(Func):
    """daterange(from, until): half-open, as everything stored is."""

    function = "DATERANGE"
    output_field = DateRangeField()


class KnownSpan(Func):
    """tstzrange(recorded_at, superseded_at): when a row was what we knew."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Among(Func):
    """`column = ANY (array)`: one parameter however many ids, and no join to be misjudged."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


class HasRow(Func):
    """Whether an enterprise has a row in `table` that meets `condition`, written of the row `it`.

    Says what Exists() with OuterRef("pk") says. That is built of two querysets for every request,
    which took longer than the database took to answer.
    """

    output_field = BooleanField()

    def __init__(self, table: str, condition: str, words: Sequence[Any]) -> None:
        super().__init__(F("pk"))
        self.table, self.condition, self.words = table, condition, tuple(words)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        key, words = compiler.compile(self.source_expressions[0])
        table = connection.ops.quote_name(self.table)
        text = f"EXISTS (SELECT 1 FROM {table} it WHERE it.enterprise_id = {key}"  # noqa: S608 - ours
        return f"{text} AND {self.condition})", [*words, *self.words]
