"""Which lists told us what about one enterprise: file, sheet, row, who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState, Operation
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.exchange.models import ImportRow, Provenance
from wuhan_smes.exchange.queries.provenance import provenance_of

MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Source:
    """One row of one list. `told` are the fields it gave, in the words of the list."""

    at: datetime
    title: str
    cited: str
    told: str
    import_id: int


def sources_of(enterprise_id: int, *, access: Access) -> list[Source]:
    """What lists within reach told and nobody took back, the latest first."""
    rows = provenance_of(enterprise_id, access=access).exclude(operation=Operation.SUPERSEDED)
    traces = list(rows.exclude(of__state=ImportState.REVERTED)[:MOST])
    words = cited(traces, access)
    known = {kind.name: kind for kind in kinds.all()}
    return [
        Source(
            it.recorded_at,
            known[it.kind].title if it.kind in known else it.kind,
            words[it.pk],
            _labels(it),
            it.of_id,
        )
        for it in traces
        if it.fields
    ]


def cited(traces: Sequence[Provenance], access: Access) -> Mapping[int, str]:
    """Each trace as people cite it: number and file, sheet and row, person and time."""
    rows = ImportRow.objects.within(access.total_reach())
    places = rows.in_bulk({it.row_id for it in traces})
    return {it.pk: _cited(it, places.get(it.row_id)) for it in traces}


def _cited(trace: Provenance, place: ImportRow | None) -> str:
    when = timezone.localtime(trace.recorded_at)
    where = f" {place}" if place is not None else ""
    by = f"{trace.of.actor_name or '系统'} {when:%Y-%m-%d %H:%M}"
    return f"{trace.of.number}《{trace.of.file_name}》{where}，{by}"


def _labels(trace: Provenance) -> str:
    kind = next((it for it in kinds.all() if it.name == trace.kind), None)
    labels = {it.name: it.label for it in kind.all_fields} if kind is not None else {}
    return "、".join(labels.get(name, name) for name in trace.fields)
