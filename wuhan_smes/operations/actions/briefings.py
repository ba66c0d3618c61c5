"""Taking a briefing out as a paper."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.operations.briefings.composing import compose
from wuhan_smes.operations.briefings.docx import to_docx
from wuhan_smes.operations.briefings.pdf import to_pdf
from wuhan_smes.operations.briefings.words import Briefing
from wuhan_smes.reporting import log
from wuhan_smes.reporting.canonical import fingerprint
from wuhan_smes.reporting.choices import ExportState, ReportLayout
from wuhan_smes.reporting.run import Made, named, require_layout

# What a paper can be; other layouts hold no sentences.
DRAWN: Final[Mapping[str, Callable[[Briefing, str], bytes]]] = {
    ReportLayout.DOCX: to_docx,
    ReportLayout.PDF: to_pdf,
}


@transaction.atomic
def take_briefing(
    kind: str,
    *,
    access: Access,
    at: datetime,
    last: date,
    site: str = "",
    layout: str = ReportLayout.DOCX,
) -> Made:
    """The paper of the days until `last`, numbered among the exports and in the trail. Its figures
    lead to their rows at `site`.

    Raises NotPermitted for who takes no tables out, InputRefused for what cannot be asked.
    """
    briefing = compose(kind, last, access=access)
    require_layout(layout, DRAWN)
    content = DRAWN[layout](briefing, site)
    words = {"kind": kind, "on": last.isoformat()}
    taken = log.Taken(
        "briefing",
        briefing.title,
        layout,
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
    return Made(named(briefing.title, at), layout, content)
