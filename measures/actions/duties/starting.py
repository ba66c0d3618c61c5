"""From when on words on commitments are owed."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from measures.models import Commitment
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted


@transaction.atomic
def start(
    commitment_ids: Collection[int], *, access: Access, at: datetime, on: date
) -> list[Commitment]:
    """Begin commitments, all or none; refuses one that has begun. It is the city that begins."""
    reach = access.reach(Capability.MEASURE_EDIT)
    if not reach.everywhere:
        raise NotPermitted("任务由市级启动", capability=Capability.MEASURE_EDIT)
    rows = list(
        Commitment.objects.filter(pk__in=commitment_ids)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    if len(rows) != len(set(commitment_ids)) or not rows:
        raise Commitment.DoesNotExist("not all commitments exist")
    if begun := [row for row in rows if row.starts_on is not None]:
        raise ActionRefused(f"{len(begun)} 项任务已经启动")
    if late := [row for row in rows if row.due_on is not None and row.due_on < on]:
        detail = f"启动日期晚于 {len(late)} 项任务的期限"
        raise InputRefused(Fault("on", "after_due", detail))
    for row in rows:
        row.starts_on = on
        row.version += 1
    Commitment.objects.bulk_update(rows, ["starts_on", "version"])
    trail.record_set("commitment.start", [(row, {"on": on}) for row in rows], access=access, at=at)
    return rows
