"""How many of a tier a document wants, by when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from enterprises.actions.shared_rows import added, held_row, put, require_keeper, saved
from enterprises.models import IndustryChain, TierTarget
from enterprises.rules.figures import check_target
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused

AMENDABLE: Final = (
    "label",
    "tier",
    "jurisdiction_id",
    "chain_id",
    "each_chain",
    "starts_on",
    "due_on",
    "every_year",
    "value",
    "unit",
    "basis",
    "definition",
    "document",
    "clause",
    "flags",
)
FIELDS: Final = ("code", *AMENDABLE)


@transaction.atomic
def set_target(
    *,
    access: Access,
    at: datetime,
    code: str,
    label: str,
    tier: str,
    jurisdiction_id: int,
    due_on: date,
    value: int,
    basis: str,
    document: str,
    clause: str,
    chain_id: int | None = None,
    each_chain: bool = False,
    starts_on: date | None = None,
    every_year: bool = False,
    unit: str = "家",
    definition: str = "",
    flags: Sequence[str] = (),
) -> TierTarget:
    """Set a target; a target without its document and clause is refused."""
    require_keeper(access)
    target = TierTarget(
        code=code,
        label=label.strip(),
        tier=tier,
        jurisdiction_id=jurisdiction_id,
        chain_id=chain_id,
        each_chain=each_chain,
        starts_on=starts_on,
        due_on=due_on,
        every_year=every_year,
        value=value,
        unit=unit,
        basis=basis,
        definition=definition,
        document=document.strip(),
        clause=clause.strip(),
        flags=list(flags),
    )
    _require_sound(target)
    return added(target, "target.set", access, at, FIELDS)


@transaction.atomic
def amend(
    target_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> TierTarget:
    """Change a target; its code stays, and the former value stays in the trail."""
    target = held_row(TierTarget, target_id, access, expected_version)
    changes = put(target, values, AMENDABLE)
    _require_sound(target)
    return saved(target, changes, "target.amend", access, at)


def _require_sound(target: TierTarget) -> None:
    check_target({name: getattr(target, name) for name in FIELDS})
    if not Jurisdiction.objects.filter(pk=target.jurisdiction_id).exists():
        raise InputRefused(Fault("jurisdiction", "unknown", "没有这个管理单位"))
    if (
        target.chain_id is not None
        and not IndustryChain.objects.filter(pk=target.chain_id).exists()
    ):
        raise InputRefused(Fault("chain", "unknown", "没有这条产业链"))
