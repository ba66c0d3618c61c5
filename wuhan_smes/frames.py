"""The text of a list's statement: what never changes about it is compiled once."""

from typing import Any

from django.core.exceptions import FullResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

_frames: dict[Any, tuple[str, str]] = {}


def text_of(query: Query) -> tuple[str, tuple[Any, ...]]:
    """As `query.sql_with_params()`: columns, joins and order of a list compiled once, its
    conditions every time. Raises EmptyResultSet where no row can meet them.
    """
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    shape = _shape(query)
    if shape is None:
        return query.sql_with_params()
    where, words = _conditions(compiler)
    limit = compiler.connection.ops.limit_offset_sql(query.low_mark, query.high_mark)
    frame = _frames.get(shape)
    if frame is None:
        text, all_words = query.sql_with_params()
        if all_words != words or text.count(where) != 1 or not text.endswith(limit):
            return text, all_words
        head, _, tail = text.removesuffix(limit).partition(where)
        frame = _frames[shape] = head, tail
    head, tail = frame
    return f"{head}{where}{tail}{limit}", words


def _shape(query: Query) -> Any:
    """All that decides columns, joins and order; none where something else does too."""
    if (
        query.annotations
        or query.extra
        or query.distinct
        or query.combinator
        or query.group_by is not None
        or query.select_for_update
        or not query.selected
    ):
        return None
    joins = tuple(
        (name, it.identity, getattr(it, "join_type", "")) for name, it in query.alias_map.items()
    )
    used = tuple(query.alias_refcount.values())
    return query.model, tuple(query.selected), joins, used, query.order_by, query.standard_ordering


def _conditions(compiler: SQLCompiler) -> tuple[str, tuple[Any, ...]]:
    try:
        where, words = compiler.query.where.as_sql(compiler, compiler.connection)
    except FullResultSet:
        return "", ()
    return f" WHERE {where}", tuple(words)
