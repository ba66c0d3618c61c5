"""双随机抽查: drawn by the city from a list nobody can change, checked by the units."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.actions.facts import refuse_future
from enterprises.choices import EnterpriseStatus, InspectionResult
from enterprises.models import DrawnEnterprise, InspectionDraw, Recognition
from enterprises.rules import drawing
from enterprises.rules.cultivation import require_target
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import (
    ActionRefused,
    Fault,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)


@transaction.atomic
def draw(
    *,
    access: Access,
    at: datetime,
    title: str,
    tier: str,
    on: date,
    seed: str,
    count: int,
    inspectors: Sequence[str],
    each: int = 2,
) -> InspectionDraw:
    """Draw among the active holders of a tier on a day, once: who does not like what came cannot
    draw again. Seed, list and this product's rule give the same to everybody.
    """
    if not access.reach(Capability.TITLE_EDIT).everywhere:
        raise NotPermitted("随机抽查由市级统一抽取")
    require_target(tier)
    refuse_future(on, at=at)
    people = [name.strip() for name in inspectors if name.strip()]
    drawing.require_drawable(seed, count, people, each)
    if not title.strip():
        raise InputRefused(Fault("title", "required", "请填写抽查名称"))
    holders = _holders(tier, on)
    if len(holders) < count:
        raise ActionRefused(f"当日名单只有 {len(holders)} 家，不足 {count} 家")
    made = InspectionDraw(
        title=title.strip()[:120],
        tier=tier,
        on=on,
        seed=seed.strip()[:120],
        population=len(holders),
        fingerprint=drawing.fingerprint(holders),
        count=count,
        inspectors=people,
        each=each,
        drawn_at=at,
        drawn_by_name=access.actor_name,
    )
    _kept_once(made)
    codes = drawing.drawn(made.seed, holders, count)
    rows = [_drawn(made, n, code, *holders[code]) for n, code in enumerate(codes, 1)]
    DrawnEnterprise.objects.bulk_create(rows, batch_size=2_000)
    changes = {"tier": tier, "on": on, "seed": made.seed, "population": made.population}
    told = {**changes, "fingerprint": made.fingerprint, "count": count}
    trail.record("inspection.draw", made, access=access, at=at, changes=told)
    return made


@transaction.atomic
def find(
    drawn_id: int,
    *,
    access: Access,
    at: datetime,
    result: str,
    checked_on: date,
    note: str = "",
    expected_version: int | None = None,
) -> DrawnEnterprise:
    """What the check of a drawn enterprise found; anything but 符合条件 says what."""
    reach = access.reach(Capability.CULTIVATION_EDIT)
    row = DrawnEnterprise.objects.within(reach).locked(drawn_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该企业的检查结果刚被他人登记，请刷新后再看")
    if row.result:
        raise TransitionRefused("该企业的检查结果已经登记")
    if result not in InspectionResult.values:
        raise InputRefused(Fault("result", "unknown", "请选择检查结果"))
    refuse_future(checked_on, at=at, field_name="checked_on")
    if checked_on < timezone.localdate(row.draw.drawn_at):
        raise InputRefused(Fault("checked_on", "too_early", "检查日期早于抽取日期"))
    if result != InspectionResult.FIT and not note.strip():
        raise InputRefused(Fault("note", "required", "请说明检查情况"))
    row.result, row.checked_on, row.note = result, checked_on, note.strip()[:200]
    row.recorded_by_name = access.actor_name
    row.version += 1
    fields = ["result", "checked_on", "note", "recorded_by_name", "version"]
    row.save(update_fields=fields)
    changes = {"result": ["", result], "checked_on": checked_on, "note": row.note}
    trail.record("inspection.find", row, access=access, at=at, changes=changes)
    return row


def _holders(tier: str, on: date) -> dict[str, tuple[int, int]]:
    """Code → (enterprise, unit) of those who may be drawn; who has no code cannot be."""
    titles = Recognition.objects.in_force(on=on).filter(
        tier=tier, enterprise__status=EnterpriseStatus.ACTIVE, enterprise__uscc__isnull=False
    )
    rows = titles.values_list(
        "enterprise__uscc", "enterprise_id", "enterprise__jurisdiction_id"
    ).distinct()
    return {str(code): (enterprise, unit) for code, enterprise, unit in rows}


def _drawn(
    made: InspectionDraw, position: int, code: str, enterprise_id: int, unit_id: int
) -> DrawnEnterprise:
    return DrawnEnterprise(
        draw=made,
        enterprise_id=enterprise_id,
        jurisdiction_id=unit_id,
        position=position,
        code=code,
        inspectors=drawing.inspectors_of(made.seed, code, made.inspectors, made.each),
    )


def _kept_once(made: InspectionDraw) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("这一梯度当日名单已抽取过，不能重抽") from error
