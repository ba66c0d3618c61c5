"""Making a file of a report, and remembering that it was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.catalogue import LAYOUTS, LongList, Report
from wuhan_smes.reporting.copy_csv import INCOMPLETE, stream_csv
from wuhan_smes.reporting.long_xlsx import stream_xlsx
from wuhan_smes.reporting.sheet import canonical_sha256, to_csv, to_xlsx
from wuhan_smes.scope import scoped

MEDIA: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: whole, or as it streams."""

    name: str
    layout: str
    content: bytes | Iterator[bytes]

    def response(self) -> HttpResponse | StreamingHttpResponse:
        kind = HttpResponse if isinstance(self.content, bytes) else StreamingHttpResponse
        response = kind(self.content, content_type=MEDIA[self.layout])
        name = f"{self.name}.{self.layout}"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response


def make(
    report: Report, words: Mapping[str, str], layout: str, *, access: Access, at: datetime
) -> Made:
    """Build `report` in `layout` and put the export, with its choices, in the trail.

    Raises NotPermitted without the report's capability, InputRefused for wrong choices.
    """
    access.reach(report.capability)
    if layout not in LAYOUTS:
        detail = f"没有格式“{layout}”，可用：{'、'.join(LAYOUTS)}"
        raise InputRefused(Fault("layout", "unknown_layout", detail))
    choices = report.read(words, timezone.localdate(at))
    built = report.build(access, choices)
    content: bytes | Iterator[bytes]
    if isinstance(built, LongList):
        content = (
            stream_csv(access, built.queryset, built.columns)
            if layout == "csv"
            else _stream(access, built)
        )
        digest = ""
    else:
        content = to_csv(built) if layout == "csv" else to_xlsx(built)
        digest = canonical_sha256(built)
    facts = {"choices": choices, "layout": layout, "sha256": digest}
    trail.record_fact("export.made", report.title, access=access, at=at, changes=facts)
    stamp = timezone.localtime(at).strftime("%Y%m%d%H%M")
    return Made(f"{built.title}-{stamp}", layout, content)


def _stream(access: Access, built: LongList) -> Iterator[bytes]:
    """An xlsx in its own scope. Cut off midway it is no valid zip, so nobody takes it for whole."""
    widths = [column.width for column in built.columns]
    headings = [column.label for column in built.columns]
    try:
        with scoped(access):
            yield from stream_xlsx(built.title, headings, widths, built.rows())
    except Exception:
        yield INCOMPLETE.encode()
        raise
