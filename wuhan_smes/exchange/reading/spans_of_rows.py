"""Terms a single cell leaves open: 三年 beside a day it starts on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from wuhan_smes.exchange.reading.cells import Cell, Row
from wuhan_smes.exchange.reading.columns import ValueColumn
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.spec import Spec
from wuhan_smes.exchange.reading.values import Context
from wuhan_smes.exchange.reading.values.days import read_date
from wuhan_smes.exchange.reading.values.spans import Span


def closed_span(
    column: ValueColumn,
    span: Span,
    row: Row,
    by_name: Mapping[str, ValueColumn],
    spec: Spec,
) -> str:
    """The piece for an open term whose other end stands in the row or was said for the file.

    Empty when nothing says it. Raises CellRefused when what says it is no date.
    """
    name = column.field.name
    start = span.start or _day(f"{name}_from", row, by_name, spec)
    if start is None:
        return ""
    if span.months:
        return column.piece_of(span.ending(start))
    if span.end is None:
        return ""
    if start > span.end:
        raise CellRefused("span_reversed", f"截止日{span.end}早于起始日{start}，请核对")
    return column.piece_of(replace(span, start=start))


def _day(name: str, row: Row, by_name: Mapping[str, ValueColumn], spec: Spec) -> date | None:
    beside = by_name.get(name)
    said: Cell = row[beside.index] if beside else spec.answers.get(name, "")
    if said == "":
        return None
    context = beside.context if beside else Context(name, name)
    return date.fromisoformat(read_date(said, context))
