"""Papers a line was waiting for: their coming in is recorded; the next look takes them up."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from measures.choices import EntitlementState
from measures.models import Entitlement, EvidenceReceipt
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@transaction.atomic
def receive(
    entitlement_id: int,
    *,
    access: Access,
    at: datetime,
    evidence: str,
    received_on: date,
    note: str = "",
) -> EvidenceReceipt:
    """Record that a paper is there. Refuses what the register itself knows, and a second time."""
    reach = access.reach(Capability.EVIDENCE_EDIT)
    line = Entitlement.objects.within(reach).locked(entitlement_id)
    if line.state != EntitlementState.MISSING_EVIDENCE or evidence not in line.missing:
        raise ActionRefused("该事项不缺这份材料")
    asked = line.programme.evidence.filter(code=evidence).first()
    if asked is None or asked.kind != "paper":
        raise ActionRefused("这项材料由企业名录或称号记录判断，请先补充有关记录")
    if received_on > timezone.localdate(at):
        raise InputRefused(Fault("received_on", "in_the_future", "收到日期不能晚于今天"))
    if line.receipts.filter(evidence=evidence).exists():
        raise ActionRefused("这份材料已经登记，下次查找后列入拟兑现")
    receipt = EvidenceReceipt.objects.create(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        evidence=evidence,
        received_on=received_on,
        note=note.strip()[:200],
        recorded_by_name=access.actor_name[:150],
        recorded_at=at,
    )
    changes = {"evidence": evidence, "received_on": received_on, "note": note}
    trail.record("entitlement.receive", line, access=access, at=at, changes=changes)
    return receipt
