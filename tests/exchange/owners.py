"""A kind with a subject, for testing the engine: which field an alias known already stands for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import connection

from tests.exchange.aliases import TABLE
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, SourceRank, Verdict
from wuhan_smes.exchange.headers import header_key
from wuhan_smes.exchange.kinds import Candidate, Context, Decision, Field, Kind, Row, Trace
from wuhan_smes.exchange.models import HeaderAlias

MATCH: Final = """
INSERT INTO {matched}
SELECT s.sheet, s.line, a.id, 'name',
       CASE WHEN s."values" ->> 'alias' = '像厂名' THEN '名称相近，请确认' ELSE '' END,
       s."values" ->> 'alias' LIKE '外%%'
  FROM {staged} s
  LEFT JOIN exchange_headeralias a
    ON a.alias = s."values" ->> 'alias' AND a.jurisdiction_id = %s
"""


class AliasSubject:
    name = "alias"
    label = "写法"
    fields = (Field("alias", "写法", required=True),)

    def match(self, staged: str, matched: str, context: Context) -> None:
        with connection.cursor() as cursor:
            statement = MATCH.format(staged=staged, matched=matched)
            cursor.execute(statement, [context.jurisdiction_id])

    def candidates(self, values: Mapping[str, Any], context: Context) -> list[Candidate]:
        mine = HeaderAlias.objects.filter(jurisdiction_id=context.jurisdiction_id).order_by("id")
        return [Candidate(it.pk, 80, "相近", {"写法": it.alias}) for it in mine]

    def find(self, text: str, context: Context) -> list[Candidate]:
        if len(text) < 2:
            raise InputRefused(Fault("q", "too_short", "请至少输入两个字"))
        mine = HeaderAlias.objects.filter(
            jurisdiction_id=context.jurisdiction_id, alias__contains=text
        )
        return [Candidate(it.pk, 0, "", {"写法": it.alias}) for it in mine.order_by("id")]

    def key_of(self, values: Mapping[str, Any]) -> str:
        return header_key(values["alias"])

    def shown(self, ids: Iterable[int], context: Context) -> dict[int, Mapping[str, str]]:
        mine = HeaderAlias.objects.filter(jurisdiction_id=context.jurisdiction_id, pk__in=list(ids))
        return {it.pk: {"写法": it.alias, "字段": it.field} for it in mine}


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    for row in rows:
        now = HeaderAlias.objects.get(pk=row.subject_id).field
        told = row.values["field"]
        if now == told:
            yield Decision(Verdict.UNCHANGED)
        else:
            yield Decision(Verdict.CHANGED, {"field": [now, told]})


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    for row in rows:
        alias = HeaderAlias.objects.get(pk=row.subject_id)
        before, alias.field = alias.field, row.values["field"]
        HeaderAlias.objects.filter(pk=alias.pk).update(field=alias.field)
        told = {"field": before}, {"field": alias.field}
        yield Trace(row.id, TABLE, alias.pk, Operation.UPDATED, alias.pk, "", ["field"], *told)


def ask(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    for row in rows:
        yield Trace(row.id, "test.request", row.line, Operation.ADDED, None)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    return {}


def undo(traces: Sequence[Trace], context: Context) -> None:
    for trace in traces:
        HeaderAlias.objects.filter(pk=trace.target_id).update(**trace.before)


OWNERS: Final = Kind(
    name="test_owners",
    title="写法的字段",
    purpose="供引擎自测",
    capability=Capability.REGISTER_EDIT,
    fields=(Field("field", "字段", required=True),),
    decide=decide,
    apply=apply,
    undo=undo,
    touched=touched,
    transfer=ask,
    subject=AliasSubject(),
    rank=SourceRank.DISTRICT,
)
