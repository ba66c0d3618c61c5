"""How often enterprises of a tier are visited: data of the city, changed from a day on."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from services.models import VisitCadence
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.in_line import stand_in_line


@transaction.atomic
def change(
    *, access: Access, at: datetime, tier: str, days: int, since: date, source: str
) -> VisitCadence:
    """From `since` another rhythm for a tier (empty: without a title); what was due before stays
    reckoned by the old one.
    """
    if not access.reach(Capability.REFERENCE_EDIT).everywhere:
        raise NotPermitted("走访频次由市级统一维护")
    if not 1 <= days <= 730:
        raise InputRefused(Fault("days", "out_of_range", "走访间隔应为 1 至 730 天"))
    source = rules.require_words("source", source, "请填写依据")
    rules.require_near("since", since, today=timezone.localdate(at))
    stand_in_line(f"cadence {tier}")  # two who change the rhythm of one tier follow each other
    last = VisitCadence.objects.filter(tier=tier).order_by("-effective_from").first()
    if last is not None:
        if last.effective_from >= since:
            raise ActionRefused(f"已有自 {last.effective_from} 起执行的频次，新频次须更晚")
        if last.days == days and last.effective_until is None:
            raise ActionRefused("走访间隔没有变化")
        last.effective_until = since
        last.save(update_fields=["effective_until"])
    made = VisitCadence.objects.create(
        tier=tier, days=days, effective_from=since, source=source[:200]
    )
    changes = {"tier": tier, "days": [last.days if last else None, days], "since": since}
    trail.record("cadence.change", made, access=access, at=at, changes=changes)
    return made
