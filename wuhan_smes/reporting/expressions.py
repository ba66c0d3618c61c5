"""How values become cells, said in SQL, so that a file is made by the database."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, DateField, F, Func, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from wuhan_smes.ciphers import ALIKE

SEPARATOR: Final = "、"


def label_of(path: str, choices: Iterable[tuple[Any, Any]]) -> Case:
    """The word people use for a code; empty for an empty one."""
    whens = [When(**{path: code}, then=Value(str(label))) for code, label in choices if code != ""]
    return Case(*whens, default=Value(""), output_field=CharField())


def yes_no(path: str) -> Case:
    """是 or 否; empty while nobody knows."""
    yes, no = When(**{path: True}, then=Value("是")), When(**{path: False}, then=Value("否"))
    return Case(yes, no, default=Value(""), output_field=CharField())


def moment(path: str) -> Func:
    """A moment as the clock here showed it: the writers set the clock of their transaction, which
    costs a third of naming a zone for every cell. It is written without its zone, which saves a
    third of writing it, and its type cuts it short, which costs next to nothing: `left` takes as
    long again as writing the moment does.
    """
    cut = "(%(expressions)s)::timestamp::text::varchar(19)"
    return Func(F(path), template=cut, output_field=CharField())


def last_day(path: str) -> Func:
    """The inclusive last day of a span that ends before `path`; empty while it is open."""
    return Func(F(path), template="(%(expressions)s - 1)", output_field=DateField())


def last_day_of(span: str) -> Func:
    """The inclusive last day of a range; empty while it is open, or when nothing is left of it."""
    return Func(F(span), template="(upper(%(expressions)s) - 1)", output_field=DateField())


def first_day_of(span: str) -> Func:
    """The first day of a range."""
    return Func(F(span), template="lower(%(expressions)s)", output_field=DateField())


def joined(path: str) -> Func:
    """An array as people write one: 甲、乙."""
    return Func(F(path), Value(SEPARATOR), function="array_to_string", output_field=CharField())


def each(rows: QuerySet[Any]) -> Func:
    """The one column of `rows` (a subquery on the row shown) as people write several: 甲、乙."""
    return Func(
        ArraySubquery(rows), Value(SEPARATOR), function="array_to_string", output_field=CharField()
    )


def masked_phone(path: str) -> Func:
    """The last four digits, enough to recognise a number one already knows."""
    shown = (
        f"CASE WHEN starts_with(%(expressions)s, '{ALIKE}:') THEN"
        " coalesce('*******' || nullif(split_part(%(expressions)s, ':', 5), ''), '****')"
        " WHEN length(%(expressions)s) > 4 THEN '*******' || right(%(expressions)s, 4)"
        " WHEN %(expressions)s <> '' THEN '****' ELSE '' END"
    )
    return Func(F(path), template=shown, output_field=CharField())


def masked_email(path: str) -> Func:
    """The first letter and the house it belongs to."""
    shown = (
        f"CASE WHEN starts_with(%(expressions)s, '{ALIKE}:')"
        " THEN split_part(%(expressions)s, ':', 5)"
        " WHEN position('@' in %(expressions)s) > 0 THEN left(%(expressions)s, 1) || '***'"
        " || substring(%(expressions)s from position('@' in %(expressions)s)) ELSE '' END"
    )
    return Func(F(path), template=shown, output_field=CharField())


def known(expression: Any) -> Coalesce:
    """Text that is empty rather than unknown."""
    return Coalesce(expression, Value(""), output_field=CharField())


def as_written(path: str) -> Func:
    """What has no plain text of its own (JSON, an address) as the database writes it."""
    return Func(F(path), template="%(expressions)s::text", output_field=CharField())


def numbered(sort: str) -> Concat:
    """A number as it is cited, 导〔2026〕000123, of rows with a year and an ordinal."""
    return Concat(
        Value(f"{sort}〔"),
        Cast("year", CharField()),
        Value("〕"),
        LPad(Cast("ordinal", CharField()), 6, Value("0")),
        output_field=CharField(),
    )
