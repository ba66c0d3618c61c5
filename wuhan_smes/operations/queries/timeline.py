"""One enterprise's life as moments: every span that is known begins, and some end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.queries.overview import Event, timeline
from enterprises.rules.ladder import DISPLAY_RANK, rung
from enterprises.rules.spans import day_after
from services.models import Visit
from wuhan_smes.access import Access, Capability

# Spans whose end is news of its own; the end of any other is the beginning of the next.
ENDS: Final = {"title": "期满：{}", "stay": "不再由{}管理"}

MOST_VISITS: Final = 50


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened on a day. `tone` colours titles by their rung."""

    on: date
    kind: str
    text: str
    detail: str = ""
    tone: str = ""


def moments(enterprise_id: int, *, access: Access) -> list[Moment]:
    """Everything dated we know now about the enterprise, newest first."""
    spans = timeline(enterprise_id, reach=access.reach(Capability.REGISTER_VIEW))
    begun = {(span.kind, span.on) for span in spans}
    found = [moment for span in spans for moment in _told(span, begun)]
    found += _visits(enterprise_id, access)
    return sorted(found, key=lambda moment: moment.on, reverse=True)


def _visits(enterprise_id: int, access: Access) -> Iterator[Moment]:
    """The latest visits this person may see; nothing for who may see none."""
    if not access.holds(Capability.VISIT_VIEW):
        return
    rows = Visit.objects.within(access.reach(Capability.VISIT_VIEW)).standing()
    latest = rows.filter(enterprise_id=enterprise_id).order_by("-visited_at", "-pk")
    for visit in latest.select_related("station")[:MOST_VISITS]:
        who = visit.station.name if visit.station else visit.get_rank_display()
        yield Moment(visit.visited_on, "走访", who, visit.summary[:80])


def _told(span: Event, begun: set[tuple[str, date]]) -> Iterator[Moment]:
    step = rung(span.tier, span.subclass) if span.tier else None
    tone = f"tier-{DISPLAY_RANK[step]}" if step else ""
    yield Moment(span.on, span.label, span.text, span.note, tone)
    until = day_after(span.valid_to)
    if until is None or span.kind not in ENDS:
        return
    if span.kind == "stay" and (span.kind, until) in begun:
        return
    words = f"终止：{span.text}（{span.ended_by}）" if span.ended_by else ENDS[span.kind]
    yield Moment(until, span.label.partition("（")[0], words.format(span.text))
