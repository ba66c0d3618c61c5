"""区审核 and 市复核: two people find that a line is true, lawful and fits, or say why not."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from measures.actions.flow.moving import held, said, take
from measures.choices import FlowMove
from measures.models import Entitlement, EntitlementStep
from measures.rules.payable import require_something_to_pay
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.many_rows import among


@transaction.atomic
def review(
    ids: Collection[int], *, access: Access, at: datetime, note: str = ""
) -> list[Entitlement]:
    """The district finds them true, lawful and fit (真实性、合规性、符合性). What a line says does
    not change from here on. Refuses a line without an amount, or with nothing left to pay.
    """
    lines = held(ids, FlowMove.REVIEW, access)
    for line in lines:
        require_something_to_pay(line.payee.name, line.payable)
    take(lines, FlowMove.REVIEW, access, at, note)
    return lines


@transaction.atomic
def reject(ids: Collection[int], *, access: Access, at: datetime, reason: str) -> list[Entitlement]:
    """They get nothing (不予兑付), and why."""
    why = said("reason", reason, "请写明不予兑付的理由")
    lines = held(ids, FlowMove.REJECT, access)
    take(lines, FlowMove.REJECT, access, at, why)
    return lines


@transaction.atomic
def reopen(ids: Collection[int], *, access: Access, at: datetime, reason: str) -> list[Entitlement]:
    """Look at rejected lines once more; not once something was paid, since the finder would reckon
    anew what is settled.
    """
    why = said("reason", reason, "请写明重新审核的理由")
    lines = held(ids, FlowMove.REOPEN, access)
    if any(line.instalment > 1 for line in lines):
        raise ActionRefused("已拨付首笔的事项不能重新审核")
    take(lines, FlowMove.REOPEN, access, at, why)
    return lines


@transaction.atomic
def check(
    ids: Collection[int], *, access: Access, at: datetime, note: str = ""
) -> list[Entitlement]:
    """The city agrees; whoever reviewed a line for the district does not check it."""
    lines = held(ids, FlowMove.CHECK, access)
    steps = EntitlementStep.objects.filter(
        among("entitlement_id", [line.pk for line in lines]), move=FlowMove.REVIEW
    )
    reviewers = dict(steps.order_by("ordinal").values_list("entitlement_id", "actor_id"))
    if any(reviewers[line.pk] == access.actor_id for line in lines):
        raise ActionRefused("区审核人不得进行市复核，请由另一人办理")
    take(lines, FlowMove.CHECK, access, at, note)
    return lines


@transaction.atomic
def send_back(
    ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Entitlement]:
    """Back to the district, to be found and reviewed anew; not once something was paid."""
    why = said("reason", reason, "请写明退回的理由")
    lines = held(ids, FlowMove.SEND_BACK, access)
    if any(line.instalment > 1 for line in lines):
        raise ActionRefused("已拨付首笔的事项不能退回重审")
    take(lines, FlowMove.SEND_BACK, access, at, why)
    return lines
