"""How the actions of cultivation take a step: the row, its step and the trail together."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from enterprises.actions.title_rows import Title
from enterprises.choices import CultivationMove, CultivationStage, EnterpriseStatus
from enterprises.models import Cultivation, CultivationStep, Recognition, RecognitionBatch
from enterprises.querysets import CultivationQuerySet
from enterprises.rules import cultivation as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import StaleVersion
from wuhan_smes.many_rows import among

LEADING: Final = (
    (CultivationStage.SEEDLING, CultivationMove.NURTURE),
    (CultivationStage.GROWING, CultivationMove.PREPARE),
    (CultivationStage.PREPARING, CultivationMove.APPLY),
)
STALE = "这条培育记录刚被他人办理，请刷新后再试"


def held_way(
    cultivation_id: int, access: Access, expected_version: int | None = None
) -> Cultivation:
    """The row, locked. Raises DoesNotExist out of reach, StaleVersion if it went on meanwhile."""
    rows = Cultivation.objects.within(access.reach(Capability.CULTIVATION_EDIT))
    row = rows.locked(cultivation_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(STALE)
    return row


def stepped(
    row: Cultivation, move: CultivationMove, access: Access, at: datetime, **said: str
) -> Cultivation:
    """Take one step. `said`: note, and the cause of who leaves."""
    stepped_set([row], move, access, at, **said)
    return row


def stepped_set(
    rows: Sequence[Cultivation],
    move: CultivationMove,
    access: Access,
    at: datetime,
    **said: str,
) -> None:
    """The same step for many, in a few statements. The rows are locked."""
    words = {name: word for name, word in said.items() if word}
    steps, told = [], []
    former = _former_stages(rows) if move == CultivationMove.UNDO else {}
    for row in rows:
        after = former.get(row.pk) or rules.next_stage(row.stage, move)
        steps.append(_step(row, move, after, access, at, said.get("note", "")))
        told.append((row, {"stage": [row.stage, after], **words}))
        row.stage, row.step_no, row.version = after, row.step_no + 1, row.version + 1
        row.stage_since = max(timezone.localdate(at), row.put_in_on)
        row.drop_cause = said.get("cause", "") if after == CultivationStage.DROPPED else ""
    CultivationStep.objects.bulk_create(steps, batch_size=2_000)
    changed = ["stage", "step_no", "stage_since", "drop_cause", "version"]
    Cultivation.objects.bulk_update(rows, changed, batch_size=500)
    trail.record_set(f"cultivation.{move.value}", told, access=access, at=at)


def begun(rows: Sequence[Cultivation], access: Access, at: datetime, note: str) -> None:
    """Save new rows, each with its first step."""
    Cultivation.objects.bulk_create(rows, batch_size=2_000)
    CultivationStep.objects.bulk_create(
        [
            CultivationStep(
                cultivation=row,
                jurisdiction_id=row.jurisdiction_id,
                ordinal=1,
                move=CultivationMove.PUT_IN,
                stage_after=row.stage,
                at=at,
                actor_name=access.actor_name,
                note=note[:200],
            )
            for row in rows
        ],
        batch_size=2_000,
    )
    told = [
        (row, {"enterprise": row.enterprise_id, "tier": row.tier, "stage": row.stage})
        for row in rows
    ]
    trail.record_set("cultivation.put_in", told, access=access, at=at)


def arrived(enterprise_ids: Iterable[int], tier: str, access: Access, at: datetime) -> int:
    """Whoever was given this title has arrived, in whatever stage the papers were."""
    ways = Cultivation.objects.open().filter(among("enterprise_id", enterprise_ids), tier=tier)
    return _each(ways, CultivationMove.RECOGNISE, access, at, note="已取得称号")


def arrived_with(titles: Iterable[Title], access: Access, at: datetime) -> None:
    """The same for titles as they were written; one that is over tells of another time."""
    today = timezone.localdate(at)
    for tier, holders in _by_tier(it for it in titles if it.stands_after(today)).items():
        arrived(holders, tier, access, at)


def waiting_again(given: Collection[Title], access: Access, at: datetime, note: str) -> None:
    """These titles, as a list or a batch had given them, were struck: who arrived by one of them
    waits where he stood, unless he holds the title otherwise or set out anew.
    """
    same = {"enterprise": OuterRef("enterprise"), "tier": OuterRef("tier")}
    held = Recognition.objects.in_force(on=timezone.localdate(at)).filter(**same)
    ids = [it.id for it in given if it.predecessor_series is None]
    by_it = Recognition.objects.filter(among("pk", ids), **same).filter(
        recorded_at__date__lte=OuterRef("stage_since")
    )
    for tier, holders in _by_tier(given).items():
        ways = _ways(holders, tier, CultivationStage.RECOGNISED)
        anew = Cultivation.objects.open().filter(**same)
        ways = ways.filter(Exists(by_it), ~Exists(held), ~Exists(anew))
        _each(ways, CultivationMove.UNDO, access, at, note=note)


def put_in_for(
    enterprise_ids: Collection[int], batch: RecognitionBatch, access: Access, at: datetime
) -> None:
    """Whoever was recommended for a batch has applied, from whatever stage the papers were in."""
    for stage, move in LEADING:
        ways = _ways(enterprise_ids, batch.tier, stage)
        ways.update(target_batch=batch)
        _each(ways, move, access, at, note=f"列入{batch.name}")


def sent_back(
    enterprise_ids: Collection[int], batch: RecognitionBatch, access: Access, at: datetime
) -> None:
    """Whoever did not pass is cultivated further."""
    ways = _ways(enterprise_ids, batch.tier, CultivationStage.APPLIED)
    _each(ways, CultivationMove.BACK, access, at, note=f"{batch.name}未通过")


def left(access: Access, at: datetime) -> int:
    """Whoever moved away, was merged or is no more has left every way."""
    ways = Cultivation.objects.open().exclude(enterprise__status=EnterpriseStatus.ACTIVE)
    return _each(ways, CultivationMove.DROP, access, at, note="企业已不在营", cause="gone")


def _by_tier(titles: Iterable[Title]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for title in titles:
        holders.setdefault(title.tier, []).append(title.enterprise_id)
    return holders


def _former_stages(rows: Sequence[Cultivation]) -> dict[int, str]:
    """Where each way stood before its last step."""
    last = CultivationStep.objects.filter(
        among("cultivation_id", [row.pk for row in rows]), ordinal=F("cultivation__step_no")
    )
    return {pk: stage for pk, stage in last.values_list("cultivation_id", "stage_before") if stage}


def _ways(enterprise_ids: Collection[int], tier: str, stage: str) -> CultivationQuerySet:
    """The latest way of each of these enterprises to a tier, where it stands in one stage."""
    latest = (
        Cultivation.objects.filter(among("enterprise_id", enterprise_ids), tier=tier)
        .order_by("enterprise_id", "-id")
        .distinct("enterprise_id")
    )
    return Cultivation.objects.filter(pk__in=latest.values("pk"), stage=stage)


def _each(ways: Any, move: CultivationMove, access: Access, at: datetime, **said: str) -> int:
    rows = list(ways.order_by("pk").select_for_update(of=("self",), no_key=True))
    if rows:
        stepped_set(rows, move, access, at, **said)
    return len(rows)


def _step(
    row: Cultivation, move: CultivationMove, after: str, access: Access, at: datetime, note: str
) -> CultivationStep:
    return CultivationStep(
        cultivation=row,
        jurisdiction_id=row.jurisdiction_id,
        ordinal=row.step_no + 1,
        after=row.step_no,
        move=move,
        stage_before=row.stage,
        stage_after=after,
        at=at,
        actor_name=access.actor_name,
        note=note[:200],
    )
