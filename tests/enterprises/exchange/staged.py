"""Rows as the engine stages them, without a file: what a kind is given, and what it answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import SourceRank
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row, Trace
from wuhan_smes.scope import bootstrap_scope, scoped

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


def context(access: Access, unit_id: int, **values: Any) -> Context:
    given = {
        "import_id": 1,
        "access": access,
        "at": NOON,
        "source": "导入〔2026〕00001《名单.xlsx》",
        "rank": SourceRank.BUREAU,
        "jurisdiction_id": unit_id,
    }
    return Context(**{**given, **values})


def rows(*given: Mapping[str, Any], subject: Any = None, chosen: str = "") -> list[Row]:
    """Rows of the first sheet from line 2 on; `of` in a row is the enterprise it was matched to."""
    made = []
    for line, values in enumerate(given, start=2):
        plain = dict(values)
        of = plain.pop("of", subject)
        picked = plain.pop("chosen", chosen)
        made.append(Row(line, 0, line, "", plain, of.pk if of else None, picked))
    return made


def matches(given: Iterable[Mapping[str, Any]], ctx: Context, match: Any) -> list[tuple]:
    """What matching says of rows with these values: (subject_id, how, doubt, elsewhere) each."""
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.a_staged, pg_temp.a_matched")
        cursor.execute(
            "CREATE TEMPORARY TABLE a_staged (sheet smallint, line int, section text,"
            " cells jsonb, values jsonb, faults jsonb)"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE a_matched (sheet smallint, line int, subject_id bigint,"
            " how text, doubt text, elsewhere boolean)"
        )
        cursor.execute("GRANT ALL ON a_staged, a_matched TO r_scoped, r_city")
        for line, values in enumerate(given, start=2):
            cursor.execute(
                "INSERT INTO a_staged VALUES (0, %s, '', '[]', %s, '[]')",
                [line, json.dumps(values)],
            )
    with scoped(ctx.access), connection.cursor() as cursor:
        match("a_staged", "a_matched", ctx)
        cursor.execute(
            "SELECT m.subject_id, m.how, m.doubt, m.elsewhere FROM a_staged s"
            " LEFT JOIN a_matched m USING (sheet, line) ORDER BY line"
        )
        return list(cursor.fetchall())


def decide(kind: Kind, given: list[Row], ctx: Context) -> list[Decision]:
    with scoped(ctx.access):
        return list(kind.decide(given, ctx))


def apply(kind: Kind, given: list[Row], ctx: Context) -> list[Trace]:
    with scoped(ctx.access):
        return list(kind.apply(given, ctx))


def undo(kind: Kind, traces: list[Trace], ctx: Context) -> None:
    """As the engine does it: what was kept of a trace is JSON."""
    with scoped(ctx.access):
        kind.undo([kept(it) for it in reversed(traces)], ctx)


def touched(kind: Kind, traces: list[Trace], access: Access) -> dict[int, str]:
    with scoped(access):
        return kind.touched([kept(it) for it in traces])


def kept(trace: Trace) -> Trace:
    plain = {
        name: json.loads(json.dumps(getattr(trace, name), default=str))
        for name in ("before", "after")
    }
    return replace(trace, **plain)
