"""Pairs that may be one subject: found over everything in reach, decided one by one."""

from datetime import datetime
from typing import Final

from django.db import transaction

from enterprises.choices import DuplicateState
from enterprises.models import DuplicatePair
from enterprises.queries import duplicates as queries
from enterprises.rules import duplicates as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, StaleVersion

STALE: Final = "该组已被他人核对，请刷新后查看"


@transaction.atomic
def find(*, access: Access, at: datetime) -> queries.Search:
    """Look for pairs among the enterprises one may edit; what was decided is not asked again."""
    reach = access.reach(Capability.REGISTER_EDIT)
    if not queries.alone(reach):
        raise ActionRefused("正在查找重复企业，请等待完成后再试")
    found = queries.search(reach=reach, at=at)
    changes = {"alike": found.alike, "new": found.new, "gone": found.gone}
    trail.record_fact("duplicate.find", "疑似重复企业", access=access, at=at, changes=changes)
    return found


@transaction.atomic
def dismiss(
    pair_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> DuplicatePair:
    """The two are not one subject; nobody is asked about them again."""
    pair = DuplicatePair.objects.within(access.reach(Capability.REGISTER_EDIT)).locked(pair_id)
    rules.require_open(pair.state)
    if expected_version is not None and pair.version != expected_version:
        raise StaleVersion(STALE)
    pair.state, pair.note = DuplicateState.NOT_DUPLICATE, note.strip()[:200]
    pair.decided_at, pair.decided_by_name = at, access.actor_name or "系统"
    pair.version += 1
    pair.save(update_fields=["state", "note", "decided_at", "decided_by_name", "version"])
    changes = {"a": pair.a_id, "b": pair.b_id, "note": pair.note}
    trail.record("duplicate.dismiss", pair, access=access, at=at, changes=changes)
    return pair
