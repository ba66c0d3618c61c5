"""Taking out what a unit hands in as one file: letter, table, and what was changed since."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.reporting import log, packets
from wuhan_smes.reporting.choices import ExportState, ReportLayout
from wuhan_smes.reporting.models import HandIn
from wuhan_smes.reporting.reading import changed, readable
from wuhan_smes.reporting.run import Made


@transaction.atomic
def take_packet(
    hand_in_id: int, *, access: Access, at: datetime, layout: str = ReportLayout.PDF
) -> Made:
    """The table that was handed in last, with its letter; numbered among the exports.

    Raises ActionRefused before anything was handed in.
    """
    reach = access.reach(Capability.REGISTER_EXPORT)
    row = HandIn.objects.within(reach).for_list().get(pk=hand_in_id)
    if row.run_id is None:
        raise ActionRefused("尚未报送：先封存并报送本期报表，再生成报送件")
    if layout not in packets.LAYOUTS:
        raise InputRefused(Fault("layout", "unknown_layout", "报送件的格式为 pdf 或 docx"))
    run = readable(row.run_id, access=access)
    differing = changed(run.pk, access=access)
    title = f"{row.period}报送件"
    parts = packets.packet(row, run, differing, timezone.localdate(at))
    content = packets.drawn(title, parts, layout)
    export = log.begun(
        log.Taken(f"hand-in:{row.pk}", title, layout, run.params, reach, run.said, run.capability),
        access=access,
        at=at,
        state=ExportState.DONE,
        finished_at=at,
        row_count=run.row_count,
        size=len(content),
        sha256=run.sha256 or "",
    )
    log.told(export, access=access, at=at)
    return Made(f"{title}-{run.number}", layout, content)
