"""How every action on an enterprise begins and ends: one row in reach, held, then counted up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from enterprises.models import Enterprise
from enterprises.rules import register
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import StaleVersion

STALE: Final = "该企业信息已被他人修改，请刷新后重新提交"


def held(
    enterprise_id: int,
    *,
    access: Access,
    expected_version: int | None = None,
    capability: Capability = Capability.REGISTER_EDIT,
) -> Enterprise:
    """The enterprise, its row locked. Raises DoesNotExist out of reach, StaleVersion if changed.

    A row that was merged into another is history: what is to be done is done to the other.
    """
    rows = Enterprise.objects.within(access.reach(capability))
    enterprise = rows.locked(enterprise_id)
    register.require_not_merged(enterprise.status, enterprise.merged_into_id)
    if expected_version is not None and enterprise.version != expected_version:
        raise StaleVersion(STALE)
    return enterprise


def kept(enterprise: Enterprise, values: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Save `values` and count the version up; returns what changed as {field: [before, after]}."""
    changes = {}
    for name, after in values.items():
        before = getattr(enterprise, name)
        if before != after:
            changes[name] = [before, after]
            setattr(enterprise, name, after)
    enterprise.version += 1
    enterprise.updated_at = max(at, enterprise.updated_at)
    enterprise.save(update_fields=[*changes, "version", "updated_at"])
    return changes
