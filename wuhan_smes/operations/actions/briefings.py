"""Taking a briefing out as a paper."""

from datetime import date, datetime

from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.operations.briefings.composing import compose
from wuhan_smes.operations.briefings.docx import to_docx
from wuhan_smes.reporting import log
from wuhan_smes.reporting.canonical import fingerprint
from wuhan_smes.reporting.choices import ExportState, ReportLayout
from wuhan_smes.reporting.run import Made, named


@transaction.atomic
def take_briefing(kind: str, *, access: Access, at: datetime, last: date, site: str = "") -> Made:
    """The paper of the days until `last`, numbered among the exports and in the trail. Its figures
    lead to their rows at `site`.

    Raises NotPermitted for who takes no tables out, InputRefused for what cannot be asked.
    """
    briefing = compose(kind, last, access=access)
    content = to_docx(briefing, site)
    words = {"kind": kind, "on": last.isoformat()}
    taken = log.Taken(
        "briefing",
        briefing.title,
        ReportLayout.DOCX,
        words,
        access.reach(Capability.REGISTER_EXPORT),
        briefing.span,
        Capability.REGISTER_EXPORT,
    )
    export = log.begun(
        taken,
        access=access,
        at=at,
        state=ExportState.DONE,
        finished_at=at,
        row_count=sum(len(it.paragraphs) for it in briefing.sections),
        size=len(content),
        sha256=fingerprint(content),
    )
    log.told(export, access=access, at=at)
    return Made(named(briefing.title, at), ReportLayout.DOCX, content)
