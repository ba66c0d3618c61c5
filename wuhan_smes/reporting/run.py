"""Making a file of a report or a list, and remembering that it was made."""

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from wuhan_smes import replicas
from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting import log
from wuhan_smes.reporting.canonical import canonical, fingerprint
from wuhan_smes.reporting.catalogue import Report
from wuhan_smes.reporting.choices import ExportState, Layout, ReportLayout
from wuhan_smes.reporting.copy_csv import stream_csv
from wuhan_smes.reporting.layouts import MEDIA, drawn
from wuhan_smes.reporting.lists import Viewing
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.long_xlsx import stream_xlsx
from wuhan_smes.reporting.sources import Listed
from wuhan_smes.reporting.tally import Tally
from wuhan_smes.reporting.transaction import writing

PATIENCE: Final = 0.5  # a person waits for the first byte


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: whole, or as it streams."""

    name: str
    layout: str
    content: bytes | Iterator[bytes]

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.layout}"

    def response(self) -> HttpResponse | StreamingHttpResponse:
        kind = HttpResponse if isinstance(self.content, bytes) else StreamingHttpResponse
        response = kind(self.content, content_type=MEDIA[self.layout])
        as_attachment(response, self.file_name)
        return response


def as_attachment(response: HttpResponse | StreamingHttpResponse, name: str) -> None:
    """To be saved under `name`, never shown, never kept by a proxy, packed only once."""
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"


def make(
    report: Report, words: Mapping[str, str], layout: str, *, access: Access, at: datetime
) -> Made:
    """Build `report` in `layout`; number it and put it, with its choices, in the trail.

    Raises NotPermitted without the report's capability, InputRefused for wrong choices.
    """
    reach = access.reach(report.capability)
    require_layout(layout, ReportLayout.values)
    choices = report.read(words, timezone.localdate(at))
    built = report.built(access, choices, at)
    taken = log.Taken(
        f"report:{report.name}",
        built.title,
        layout,
        choices,
        reach,
        report.told(choices),
        report.capability,
    )
    if isinstance(built, LongList):
        require_layout(layout)
        return _streamed(taken, built, access=access, at=at)
    content = drawn(built, layout)
    export = log.begun(
        taken,
        access=access,
        at=at,
        state=ExportState.DONE,
        finished_at=at,
        row_count=len(built.rows),
        size=len(content),
        sha256=fingerprint(canonical(built)),
    )
    log.told(export, access=access, at=at)
    return Made(named(built.title, at), layout, content)


def stream(listed: Listed, layout: str, *, access: Access, at: datetime) -> Made:
    """A list as it streams, numbered and in the trail. Raises InputRefused for another layout."""
    require_layout(layout)
    return _streamed(taken_of(listed, layout), built_of(listed, access, at), access=access, at=at)


def taken_of(listed: Listed, layout: str) -> log.Taken:
    """What the log keeps of a list."""
    return log.Taken(
        listed.source,
        listed.export.title,
        layout,
        listed.words,
        listed.reach,
        listed.said,
        listed.export.capability or "",
    )


def built_of(listed: Listed, access: Access, at: datetime) -> LongList:
    """The columns of a list for who is viewing."""
    viewing = Viewing(access, listed.reach, listed.words, at, listed.rows)
    return listed.export.built(viewing)


def written(
    built: LongList, layout: str, *, access: Access, tally: Tally, patience: float = PATIENCE
) -> Generator[bytes]:
    """A long list in one of the layouts, in a scope of its own: all that was there when it was
    asked for, from a replica that has it, or has it within `patience` seconds.
    """
    return _elsewhere(_pieces(built, layout, access, tally), replicas.asked_for(), patience)


def _elsewhere(pieces: Generator[bytes], least: int, patience: float) -> Generator[bytes]:
    with replicas.reading(least, patience=patience), closing(pieces):
        yield from pieces


def _pieces(built: LongList, layout: str, access: Access, tally: Tally) -> Generator[bytes]:
    if layout == Layout.CSV:
        return stream_csv(access, built.queryset, built.columns, tally)
    return _workbook(built, access, tally)


def _streamed(taken: log.Taken, built: LongList, *, access: Access, at: datetime) -> Made:
    export = log.begun(taken, access=access, at=at)
    log.told(export, access=access, at=at)
    tally = Tally()
    pieces = written(built, taken.layout, access=access, tally=tally)
    content = log.followed(export, pieces, tally, access=access)
    return Made(named(built.title, at), taken.layout, content)


def require_layout(layout: str, known: Collection[str] = tuple(Layout.values)) -> None:
    """Refuses a layout that a list, or what is said, does not have."""
    if layout not in known:
        detail = f"没有格式“{layout}”，可用：{'、'.join(known)}"
        raise InputRefused(Fault("layout", "unknown_layout", detail))


def named(title: str, at: datetime) -> str:
    """The name of the file: what it holds and when it was made."""
    return f"{title}-{timezone.localtime(at):%Y%m%d%H%M}"


def _workbook(built: LongList, access: Access, tally: Tally) -> Generator[bytes]:
    widths = [column.width for column in built.columns]
    headings = [column.label for column in built.columns]
    with writing(access):
        yield from stream_xlsx(built.title, headings, widths, built.rows(), tally)
