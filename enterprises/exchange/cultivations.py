"""培育入库: lists of who is to be cultivated for which tier, as a unit draws them up by itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils import timezone

from enterprises.actions import cultivation
from enterprises.choices import CultivationMove, CultivationStage, DropCause, EnterpriseStatus, Tier
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.titles import tiers
from enterprises.models import Cultivation, Enterprise, Recognition
from enterprises.rules.cultivation import BEGINNINGS, TARGETS
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = Cultivation._meta.db_table
HOLDING: Final = Decision.refused(Fault("", "holding", "企业已持有该称号，不再入库"))
GONE: Final = Decision.refused(Fault("", "not_active", "企业已不在营"))
Key = tuple[int, str]


def aims(reach: Reach) -> Mapping[str, str]:
    """Tiers one can be cultivated for, by every name lists have for them."""
    return {word: tier for word, tier in tiers(reach).items() if Tier(tier) in TARGETS}


def stages(_: Reach) -> Mapping[str, str]:
    return {str(stage.label): stage.value for stage in BEGINNINGS}


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    ids = {row.subject_id or 0 for row in rows}
    ways = Cultivation.objects.open().filter(among("enterprise_id", ids))
    on_way = set(ways.values_list("enterprise_id", "tier"))
    titles = Recognition.objects.in_force(on=timezone.localdate(context.at))
    mine = titles.filter(among("enterprise_id", ids))
    holding = set(mine.values_list("enterprise_id", "tier"))
    active = Enterprise.objects.filter(among("pk", ids), status=EnterpriseStatus.ACTIVE)
    active_ids = set(active.values_list("pk", flat=True))
    for row in rows:
        key = _key(row)
        if key in on_way:
            yield Decision(Verdict.UNCHANGED, thread=key[1])
        elif key in holding:
            yield HOLDING
        elif key[0] not in active_ids:
            yield GONE
        else:
            stage = CultivationStage(_stage(row))
            yield Decision(Verdict.NEW, {"stage": ["", str(stage.label)]}, thread=key[1])


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    """Rows that say the same go in together, each lot through the action that the page uses."""
    lots: defaultdict[tuple[str, str, str, str], dict[int, Row]] = defaultdict(dict)
    for row in rows:
        words = (row.values.get("owner", ""), row.values.get("remark") or context.source_of(row))
        lots[(row.values["tier"], _stage(row), *words)][_key(row)[0]] = row
    for (tier, stage, owner_name, note), by_enterprise in lots.items():
        done = cultivation.put_in(
            by_enterprise,
            access=context.access,
            at=context.at,
            tier=tier,
            stage=stage,
            owner_name=owner_name,
            note=note[:200],
        )
        for way in done.made:
            row = by_enterprise[way.enterprise_id]
            after = {"tier": tier, "stage": stage, "owner_name": owner_name}
            yield Trace(
                row.id,
                TABLE,
                way.pk,
                Operation.ADDED,
                way.enterprise_id,
                tier,
                ["tier", "stage", "owner"],
                {},
                after,
            )


def undo(traces: Sequence[Trace], context: Context) -> None:
    """Steps are never unwritten: who was put in by mistake leaves, and the step says why."""
    for it in traces:
        cultivation.move(
            it.target_id,
            access=context.access,
            at=context.at,
            move=CultivationMove.DROP,
            cause=DropCause.OTHER,
            note=f"撤回{context.source}"[:200],
        )


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    rows = Cultivation.objects.filter(among("pk", [it.target_id for it in traces]))
    known = {row.pk: row for row in rows}
    told = {}
    for it in traces:
        row = known.get(it.target_id)
        if row is None:
            told[it.row_id] = "企业已转由其他单位管理"
        elif row.version > 1 or row.tasks.exists():
            told[it.row_id] = "入库后又办理过"
    return told


def _key(row: Row) -> Key:
    return row.subject_id or 0, row.values["tier"]


def _stage(row: Row) -> str:
    return row.values.get("stage") or CultivationStage.SEEDLING.value


kinds.add(
    Kind(
        name="cultivations",
        title="培育入库",
        purpose="把名单上的企业放进一个梯度的培育库；已在库的不重复入库",
        capability=Capability.CULTIVATION_EDIT,
        fields=(
            Field("tier", "目标梯度", "choice", True, True, aims, example="小巨人"),
            Field("stage", "入库阶段", "choice", options=stages, ask=True, example="种苗"),
            Field("owner", "责任人", example="示例王某"),
            Field("remark", "备注", example="区重点跟踪"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
