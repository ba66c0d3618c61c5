"""A kind of list for testing the engine by itself: ways to head a column, without a subject."""

from collections.abc import Iterator, Sequence
from typing import Final

from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.headers import header_key
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace
from wuhan_smes.exchange.models import HeaderAlias

TABLE: Final = "exchange.headeralias"


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    for row in rows:
        key = header_key(row.values["alias"])
        known = HeaderAlias.objects.filter(alias=key, jurisdiction_id=context.jurisdiction_id)
        if row.values["alias"] == "禁用":
            yield Decision.refused(Fault("alias", "banned", "这个写法不能用"))
        elif known.filter(field=row.values["field"]).exists():
            yield Decision(Verdict.UNCHANGED, thread=key)
        else:
            yield Decision(Verdict.NEW, {"alias": [None, row.values["alias"]]}, thread=key)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    for row in rows:
        key = header_key(row.values["alias"])
        if HeaderAlias.objects.filter(field=row.values["field"], alias=key).exists():
            raise ActionRefused(f"“{key}”已被他人添加")
        added = HeaderAlias.objects.create(
            field=row.values["field"],
            alias=key,
            jurisdiction_id=context.jurisdiction_id,
            added_by_name=context.access.actor_name,
            added_at=context.at,
            source=context.source_of(row),
        )
        yield Trace(row.id, TABLE, added.pk, Operation.ADDED, None, key, ["alias"])


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    there = set(
        HeaderAlias.objects.filter(pk__in=[it.target_id for it in traces]).values_list(
            "pk", flat=True
        )
    )
    return {it.row_id: "已被删除" for it in traces if it.target_id not in there}


def undo(traces: Sequence[Trace], context: Context) -> None:
    HeaderAlias.objects.filter(pk__in=[it.target_id for it in traces]).delete()


ALIASES: Final = Kind(
    name="test_aliases",
    title="表头写法",
    purpose="供引擎自测",
    capability=Capability.REGISTER_EDIT,
    fields=(
        Field("alias", "写法", required=True),
        Field("field", "字段", required=True, ask=True),
    ),
    decide=decide,
    apply=apply,
    undo=undo,
    touched=touched,
)
