"""梯度培育: put in, moved by the table, planned, and settled when the title came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.cultivation_steps import arrived, begun, held_way, left, stepped
from enterprises.actions.cultivation_tasks import EDIT, bring_stations_up_to_date
from enterprises.actions.sets import held_set
from enterprises.choices import CultivationMove, CultivationStage
from enterprises.models import Cultivation, Enterprise, Recognition, RecognitionBatch
from enterprises.rules import cultivation as rules
from enterprises.rules import register
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.models.unit import JurisdictionKind
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@dataclass(frozen=True, slots=True)
class PutIn:
    """What became of a list: who is on the way now, who already was, who holds the title."""

    made: list[Cultivation]
    already: int
    holding: int


@transaction.atomic
def put_in(
    enterprise_ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    tier: str,
    stage: str = CultivationStage.SEEDLING,
    owner_name: str = "",
    owner_id: int | None = None,
    note: str = "",
) -> PutIn:
    """Set enterprises on the way to a tier. Those on it, or holding it, are left as they are;
    refuses a list of which nobody is new.
    """
    rules.require_target(tier)
    rules.require_beginning(stage)
    if not enterprise_ids:
        raise InputRefused(Fault("enterprises", "required", "请选择企业"))
    held = held_set(enterprise_ids, access=access, capability=EDIT)
    for enterprise in held.values():
        register.require_active(enterprise.status)
    today = timezone.localdate(at)
    ways = Cultivation.objects.open().filter(enterprise_id__in=held, tier=tier)
    on_way = set(ways.values_list("enterprise_id", flat=True))
    titles = Recognition.objects.in_force(on=today).filter(enterprise_id__in=held, tier=tier)
    holding = set(titles.values_list("enterprise_id", flat=True)) - on_way
    new = [it for pk, it in sorted(held.items()) if pk not in on_way | holding]
    if not new:
        raise ActionRefused("所选企业都已在这一梯度的培育库中，或已持有该称号")
    owner = _owner(owner_id, {it.jurisdiction_id for it in new})
    made = [_row(it, tier, stage, owner, owner_name, at) for it in new]
    begun(made, access, at, note)
    return PutIn(made, len(on_way), len(holding))


@transaction.atomic
def move(
    cultivation_id: int,
    *,
    access: Access,
    at: datetime,
    move: str,
    note: str = "",
    cause: str = "",
    expected_version: int | None = None,
) -> Cultivation:
    """One step of the table. 认定 only where the title is in force; who leaves says why."""
    row = held_way(cultivation_id, access, expected_version)
    rules.next_stage(row.stage, move)
    rules.require_cause(move, cause)
    step = CultivationMove(move)
    if step is CultivationMove.RECOGNISE:
        _require_title(row, at)
    if step is CultivationMove.RESUME:
        _require_free(row)
    return stepped(row, step, access, at, note=note.strip(), cause=cause)


@transaction.atomic
def plan(
    cultivation_id: int,
    *,
    access: Access,
    at: datetime,
    owner_name: str = "",
    owner_id: int | None = None,
    target_batch_id: int | None = None,
    expected_version: int | None = None,
) -> Cultivation:
    """Who answers for it, by his account or by name alone, and for which batch it is meant: one of
    the same tier, not announced.
    """
    row = held_way(cultivation_id, access, expected_version)
    rules.require_open(row.stage)
    if target_batch_id is not None:
        _require_batch(row, target_batch_id)
    owner = _owner(owner_id, {row.jurisdiction_id}) if owner_id != row.owner_id else row.owner
    given = {
        "owner_id": owner_id,
        "owner_name": _called(owner, owner_name),
        "target_batch_id": target_batch_id,
    }
    changes = {
        name: [before, after]
        for name, after in given.items()
        if (before := getattr(row, name)) != after
    }
    if not changes:
        raise ActionRefused("没有需要修改的内容")
    for name, (_, after) in changes.items():
        setattr(row, name, after)
    row.version += 1
    row.save(update_fields=["owner", "owner_name", "target_batch", "version"])
    trail.record("cultivation.plan", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def settle(*, access: Access, at: datetime) -> int:
    """Whose title came otherwise than by a batch here has arrived; whoever is gone has left; tasks
    follow the care. Returns how many moved; refuses who does not answer for the whole city.
    """
    if not access.reach(EDIT).everywhere:
        raise ActionRefused("全市培育进度由系统每晚统一核对")
    today = timezone.localdate(at)
    ways = Cultivation.objects.open()
    titles = Recognition.objects.in_force(on=today).filter(
        enterprise_id__in=ways.values("enterprise_id")
    )
    moved = 0
    for tier in rules.TARGETS:
        holders = titles.filter(tier=tier).values_list("enterprise_id", flat=True)
        moved += arrived(holders, tier, access, at)
    moved += left(access, at)
    bring_stations_up_to_date(on=today)
    return moved


def _row(
    enterprise: Enterprise,
    tier: str,
    stage: str,
    owner: User | None,
    owner_name: str,
    at: datetime,
) -> Cultivation:
    today = timezone.localdate(at)
    return Cultivation(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        tier=tier,
        stage=stage,
        put_in_on=today,
        stage_since=today,
        owner=owner,
        owner_name=_called(owner, owner_name),
    )


def _owner(owner_id: int | None, unit_ids: set[int]) -> User | None:
    """The colleague who answers for enterprises of these units: of theirs, or of the city."""
    if owner_id is None:
        return None
    rows = User.objects.colleagues().select_related("jurisdiction")
    found: User | None = rows.filter(pk=owner_id).first()
    if found is None:
        raise InputRefused(Fault("owner", "unknown", "没有这个可以承担责任的账号"))
    of_city = found.jurisdiction.kind == JurisdictionKind.CITY
    if not of_city and unit_ids != {found.jurisdiction_id}:
        raise InputRefused(Fault("owner", "other_unit", "责任人应是所在管理单位或市级的工作人员"))
    return found


def _called(owner: User | None, owner_name: str) -> str:
    """The name beside it; of an account its own where no other is given."""
    return owner_name.strip()[:60] or (owner.display_name[:60] if owner else "")


def _require_title(row: Cultivation, at: datetime) -> None:
    titles = Recognition.objects.in_force(on=timezone.localdate(at))
    if not titles.filter(enterprise_id=row.enterprise_id, tier=row.tier).exists():
        raise ActionRefused("该企业尚未取得称号；批次公布后自动转为“认定”")


def _require_free(row: Cultivation) -> None:
    ways = Cultivation.objects.open().filter(enterprise_id=row.enterprise_id, tier=row.tier)
    if ways.exists():
        raise ActionRefused("该企业已重新入库，请在新的记录上办理")


def _require_batch(row: Cultivation, batch_id: int) -> None:
    batch = RecognitionBatch.objects.filter(pk=batch_id, tier=row.tier).first()
    if batch is None:
        raise InputRefused(Fault("target_batch", "other_tier", "没有这一梯度的该批次"))
    if batch.announced_on is not None:
        raise InputRefused(Fault("target_batch", "over", "该批次已经公布，请选择以后的批次"))
