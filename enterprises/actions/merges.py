"""Two rows of the register that are one subject become one row, and can become two again.

Joining duplicate rows is no event in the life of the enterprise: as known now it was always one.
When one company takes over another, the other is struck off instead (actions/enterprises.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import today_copy
from enterprises.actions.held import STALE, kept
from enterprises.actions.merging import columns
from enterprises.actions.merging.registry import (
    HANDLERS,
    Apart,
    Conflict,
    Halves,
    Part,
    unknown_relations,
)
from enterprises.choices import DuplicateState, EnterpriseStatus
from enterprises.models import DuplicatePair, Enterprise, Merge
from enterprises.rules import merging as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, NotPermitted, StaleVersion, TransitionRefused

COPIES: Final = ("industry_id", "size_class", "is_above_scale")


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a merge would move, leave and settle, by kind of rows; made without changing any."""

    halves: Halves
    values: Mapping[str, Any]
    conflicts: Sequence[Conflict]
    parts: Mapping[str, Part]

    @property
    def lines(self) -> list[tuple[str, Part]]:
        """The kinds that have anything to say, each with its name."""
        return [
            (HANDLERS[key].label, part)
            for key, part in self.parts.items()
            if part.moves or part.stays or part.conflicts
        ]

    @property
    def settled(self) -> list[dict[str, str]]:
        """Every conflict and how it is settled, in words."""
        own = [("基本信息", conflict) for conflict in self.conflicts]
        other = [(label, one) for label, part in self.lines for one in part.conflicts]
        return [
            {"label": label, "what": one.what, "settled": one.settled} for label, one in own + other
        ]


def preview(gone_id: int, *, access: Access, into_id: int) -> Preview:
    """What merging would do. Refuses what merging would refuse."""
    return _preview(_halves(gone_id, into_id, access), access)


@transaction.atomic
def merge(
    gone_id: int,
    *,
    access: Access,
    at: datetime,
    into_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Merge:
    """Join `gone_id` to `into_id`: everything moves or nothing does."""
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明合并理由"))
    halves = _halves(gone_id, into_id, access)
    if expected_version is not None and halves.gone.version != expected_version:
        raise StaleVersion(STALE)
    planned = _preview(halves, access)
    moment = _moment(halves, at)
    memory: dict[str, Any] = {"columns": columns.memory(halves, dict(planned.values))}
    for key, part in planned.parts.items():
        memory[key] = dict(part.do(access, moment))
    kept(halves.into, {**planned.values, **_copies(halves.into, at)}, at=moment)
    joined = {"status": EnterpriseStatus.MERGED, "merged_into_id": halves.into.pk}
    kept(halves.gone, joined, at=moment)
    done = Merge.objects.create(
        gone=halves.gone,
        into=halves.into,
        jurisdiction_id=halves.into.jurisdiction_id,
        gone_name=halves.gone.name,
        gone_uscc=halves.gone.uscc or "",
        reason=reason.strip()[:200],
        moved=[{"label": label, "rows": list(part.moves)} for label, part in planned.lines],
        settled=planned.settled,
        memory=memory,
        merged_at=moment,
        merged_by_name=access.actor_name or "系统",
    )
    _decide(halves, DuplicateState.MERGED, reason, access, moment)
    _record("merge", done, halves, {"reason": reason}, access, at)
    return done


@transaction.atomic
def undo(merge_id: int, *, access: Access, at: datetime, reason: str) -> Merge:
    """Two rows again. What the half brought goes back as it now is; what came since stays."""
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤销理由"))
    done = Merge.objects.within(access.reach(Capability.REGISTER_EDIT)).locked(merge_id)
    if done.undone_at is not None:
        raise TransitionRefused("该合并已经撤销")
    halves = _locked(done.gone_id, done.into_id, access)
    _require_last(done, halves)
    moment = _moment(halves, max(at, done.merged_at))
    apart = Apart(halves, done.merged_at, access, moment)
    of_into, of_gone = columns.apart(halves, done.memory["columns"])
    kept(halves.gone, of_gone, at=moment)
    for key, handler in HANDLERS.items():
        if key in done.memory:
            handler.undo(apart, done.memory[key])
    kept(halves.into, {**of_into, **_copies(halves.into, at)}, at=moment)
    kept(halves.gone, _copies(halves.gone, at), at=moment)
    done.undone_at, done.undone_by_name = moment, access.actor_name or "系统"
    done.undo_reason, done.version = reason.strip()[:200], done.version + 1
    done.save(update_fields=["undone_at", "undone_by_name", "undo_reason", "version"])
    _decide(halves, DuplicateState.NOT_DUPLICATE, reason, access, moment)
    _record("unmerge", done, halves, {"reason": reason}, access, at)
    return done


def _halves(gone_id: int, into_id: int, access: Access) -> Halves:
    if gone_id == into_id:
        raise InputRefused(Fault("into", "itself", "不能与自身合并"))
    halves = _locked(gone_id, into_id, access)
    rules.require_mergeable(_half(halves.gone), _half(halves.into))
    return halves


def _locked(gone_id: int, into_id: int, access: Access) -> Halves:
    """Both rows, locked in one order. Raises DoesNotExist unless both are in reach."""
    rows = Enterprise.objects.within(access.reach(Capability.REGISTER_EDIT))
    held = {pk: rows.locked(pk) for pk in sorted((gone_id, into_id))}
    return Halves(into=held[into_id], gone=held[gone_id])


def _half(enterprise: Enterprise) -> rules.Half:
    return rules.Half(enterprise.pk, enterprise.name, enterprise.status, bool(enterprise.uscc))


def _preview(halves: Halves, access: Access) -> Preview:
    if unknown := unknown_relations():
        listed = "、".join(unknown)
        raise rules.RelationUnknown(f"有记录尚未登记合并办法，不能合并：{listed}", relations=listed)
    values, conflicts = columns.plan(halves)
    parts = {key: handler.plan(halves) for key, handler in HANDLERS.items()}
    for key, part in parts.items():
        _require_right(HANDLERS[key].label, part, halves, access)
    return Preview(halves, values, conflicts, parts)


def _require_right(label: str, part: Part, halves: Halves, access: Access) -> None:
    """Some parts take more than the right to edit the register, over both units."""
    if part.needs is None:
        return
    units = (halves.into.jurisdiction_id, halves.gone.jurisdiction_id)
    if not access.holds(part.needs) or not all(map(access.reach(part.needs).covers, units)):
        detail = f"双方{label}重叠，合并须终止其中之一，请由市经信局办理"
        raise NotPermitted(detail, capability=part.needs)


def _moment(halves: Halves, at: datetime) -> datetime:
    """One moment for every row: not before anything known of either half."""
    latest = (handler.latest(halves) for handler in HANDLERS.values())
    return max([at, *(moment for moment in latest if moment is not None)])


def _copies(enterprise: Enterprise, at: datetime) -> dict[str, Any]:
    today = today_copy(enterprise, on=timezone.localdate(at))
    return {name: today[name] for name in ("name", *COPIES)}


def _require_last(done: Merge, halves: Halves) -> None:
    """Merges are undone in the opposite order: a later one may have settled rows of this one."""
    if halves.into.status == EnterpriseStatus.MERGED:
        raise rules.MergeRefused(f"“{halves.into.name}”其后又并入其他企业，请先撤销那次合并")
    later = Merge.objects.standing().filter(into=halves.into, pk__gt=done.pk).first()
    if later is not None:
        raise rules.MergeRefused(f"其后还有“{later.gone_name}”并入，请先撤销那次合并")


def _decide(halves: Halves, state: str, reason: str, access: Access, at: datetime) -> None:
    """The pair, if it was ever found, remembers what became of it."""
    first, second = sorted((halves.gone.pk, halves.into.pk))
    pair = DuplicatePair.objects.filter(a_id=first, b_id=second)
    pair.update(
        state=state, decided_at=at, decided_by_name=access.actor_name or "系统", note=reason[:200]
    )


def _record(
    what: str,
    done: Merge,
    halves: Halves,
    told: Mapping[str, object],
    access: Access,
    at: datetime,
) -> None:
    """An entry on each of the three rows, so that none has to be known to find it."""
    gone, into = halves.gone, halves.into
    trail.record_set(
        f"enterprise.{what}",
        [
            (gone, {"into": into.pk, "merge": done.pk, **told}),
            (into, {"gone": gone.pk, "merge": done.pk, **told}),
            (done, {"gone": gone.pk, "into": into.pk, **told}),
        ],
        access=access,
        at=at,
    )
