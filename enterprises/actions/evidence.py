"""Papers behind figures: kept with an indicator of a year, and taken back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.held import held
from enterprises.actions.papers import Proof, taken_back
from enterprises.models import ANNUAL, IndicatorEvidence
from enterprises.rules import evidence as rules
from enterprises.rules.periods import plausible_year
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused


@transaction.atomic
def attach(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    year: int,
    name: str,
    data: bytes,
    indicator: str = "",
) -> IndicatorEvidence:
    """Keep a file as evidence. The same file for the same indicator again is the first one."""
    enterprise = held(enterprise_id, access=access, capability=Capability.INDICATOR_EDIT)
    if plausible_year(year) > timezone.localdate(at).year:
        raise InputRefused(Fault("year", "in_the_future", "年度不能晚于今年"))
    if indicator and indicator not in ANNUAL:
        raise InputRefused(Fault("indicator", "unknown", f"没有指标“{indicator}”"))
    proof = Proof(rules.read_evidence(name, data))
    rows = IndicatorEvidence.objects.standing().filter(enterprise=enterprise, year=year)
    known = rows.filter(indicator=indicator, sha256=proof.sha256).first()
    if known is not None:
        return known
    rules.require_room(rows.count())
    columns = proof.kept(access=access, at=at, jurisdiction_id=enterprise.jurisdiction_id)
    made = IndicatorEvidence.objects.create(
        enterprise=enterprise, year=year, indicator=indicator, **columns
    )
    changes = {"year": year, "indicator": indicator, "name": made.name, "sha256": made.sha256}
    trail.record("enterprise.attach_evidence", enterprise, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def remove(evidence_id: int, *, access: Access, at: datetime, reason: str) -> IndicatorEvidence:
    """Take a paper back: it is no longer shown, and who did so why stays."""
    reach = access.reach(Capability.INDICATOR_EDIT)
    paper = IndicatorEvidence.objects.within(reach).locked(evidence_id)
    changes = taken_back(paper, reason, access, at)
    trail.record("enterprise.remove_evidence", paper, access=access, at=at, changes=changes)
    return paper
