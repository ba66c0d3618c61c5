"""Enterprises on their way to a tier, as far as a test needs them."""

from datetime import UTC, date, datetime

from enterprises.choices import CultivationMove, CultivationStage, Tier
from enterprises.models import Cultivation, CultivationStep, CultivationTask, Enterprise
from enterprises.rules.cultivation import OPEN
from wuhan_smes.scope import bootstrap_scope

SET = datetime(2026, 3, 1, 1, tzinfo=UTC)
LEADS = (
    CultivationMove.NURTURE,
    CultivationMove.PREPARE,
    CultivationMove.APPLY,
    CultivationMove.RECOGNISE,
)


def make_way(
    enterprise: Enterprise,
    stage: str = CultivationStage.SEEDLING,
    tier: str = Tier.LITTLE_GIANT,
    **values: object,
) -> Cultivation:
    """Put in as a seedling and led to `stage` step by step."""
    stages = [*OPEN, CultivationStage.RECOGNISED]
    if stage == CultivationStage.DROPPED:
        path = [CultivationStage.SEEDLING, CultivationStage.DROPPED]
        moves = [CultivationMove.PUT_IN, CultivationMove.DROP]
    else:
        path = stages[: stages.index(CultivationStage(stage)) + 1]
        moves = [CultivationMove.PUT_IN, *LEADS][: len(path)]
    with bootstrap_scope():
        way = Cultivation.objects.create(
            **{
                "enterprise": enterprise,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "tier": tier,
                "stage": stage,
                "step_no": len(path),
                "put_in_on": date(2026, 1, 5),
                "stage_since": date(2026, 2, 5),
                "drop_cause": "unfit" if stage == CultivationStage.DROPPED else "",
                **values,
            }
        )
        CultivationStep.objects.bulk_create(
            CultivationStep(
                cultivation=way,
                jurisdiction_id=way.jurisdiction_id,
                ordinal=number,
                after=number - 1 or None,
                move=move,
                stage_before=path[number - 2] if number > 1 else "",
                stage_after=after,
                at=SET,
                actor_name="示例",
            )
            for number, (move, after) in enumerate(zip(moves, path, strict=True), 1)
        )
    return way


def make_task(way: Cultivation, **values: object) -> CultivationTask:
    with bootstrap_scope():
        return CultivationTask.objects.create(
            **{
                "cultivation": way,
                "jurisdiction_id": way.jurisdiction_id,
                "title": "辅导填报",
                "due_on": date(2026, 4, 1),
                "set_at": SET,
                "set_by_name": "示例",
                **values,
            }
        )
