"""Taking a registration back: the enterprise should never have stood in the register.

Its row stays for the trail; its code is free again, its facts are superseded, so that no list,
search or count of any day knows it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Model, Q

from enterprises.actions.facts import facts_of
from enterprises.actions.sets import held_set
from enterprises.choices import EnterpriseStatus, WithdrawalCause
from enterprises.models import (
    AnnualIndicators,
    BatchCandidate,
    Contact,
    DatedFact,
    Enterprise,
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    JurisdictionStay,
    Merge,
    MoveRequest,
    MoveState,
    PeriodIndicators,
    Recognition,
    ScaleStatus,
    SizeYear,
)
from enterprises.rules import register
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.many_rows import among

FACTS: Final[tuple[type[DatedFact], ...]] = (
    EnterpriseName,
    JurisdictionStay,
    IndustryStay,
    EnterpriseChain,
    EnterprisePlace,
    SizeYear,
    ScaleStatus,
)
# What somebody may have hung on the enterprise since, and which of it still stands. Apps above
# this one name theirs by `builds`.
BUILT: Final[list[tuple[type[Model], Q, str]]] = [
    (
        Recognition,
        Q(superseded_at__isnull=True) & ~Q(withdrawal_cause=WithdrawalCause.ERROR),
        "之后登记了称号",
    ),
    (BatchCandidate, Q(), "之后列入了批次名单"),
    (MoveRequest, Q(state=MoveState.PENDING), "有待办的迁移申请"),
    (AnnualIndicators, Q(superseded_at__isnull=True), "之后填报了年度指标"),
    (PeriodIndicators, Q(superseded_at__isnull=True), "之后填报了运行监测"),
]


def builds(model: type[Model], standing: Q, why: str) -> None:
    """Rows of `model` that stand keep the registration of their enterprise from being voided."""
    BUILT.append((model, standing, why))


@transaction.atomic
def void_set(
    enterprise_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Enterprise]:
    """Take back the registration of enterprises nobody built on yet; all of them or none."""
    held = held_set(enterprise_ids, access=access)
    for enterprise in held.values():
        register.require_active(enterprise.status)
    for pk, why in built_on(held).items():
        raise ActionRefused(f"“{held[pk].name}”{why}，不能撤销登记")
    for model in FACTS:
        standing = facts_of(model).current().filter(among("enterprise_id", held))
        latest = standing.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
        standing.update(superseded_at=max(at, latest) if latest else at)
    people = Contact.objects.filter(among("enterprise_id", held), ended_at__isnull=True)
    people.update(ended_at=at, is_primary=False, version=F("version") + 1)
    entries = [
        (it, {"uscc": [it.uscc, None], "status": [it.status, EnterpriseStatus.VOIDED.value]})
        for it in held.values()
    ]
    Enterprise.objects.filter(among("pk", held)).update(
        status=EnterpriseStatus.VOIDED, uscc=None, version=F("version") + 1, updated_at=at
    )
    told = [(it, {**changes, "reason": reason}) for it, changes in entries]
    trail.record_set("enterprise.void", told, access=access, at=at)
    return list(Enterprise.objects.filter(among("pk", held)).order_by("pk"))


def built_on(enterprise_ids: Collection[int]) -> dict[int, str]:
    """Enterprises whose registration others built on, and how."""
    found: dict[int, str] = {}
    for model, standing, why in BUILT:
        rows = model._default_manager.filter(standing, among("enterprise_id", enterprise_ids))
        found |= dict.fromkeys(rows.values_list("enterprise_id", flat=True), why)
    joined = Merge.objects.standing().filter(among("into_id", enterprise_ids))
    return found | dict.fromkeys(joined.values_list("into_id", flat=True), "之后有企业并入")
