"""What became of a visit after it was written down, in the words of the page, from the trail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from measures.models import Measure
from services.choices.visits import Purpose
from services.models import Campaign, Visit
from wuhan_smes.audit.models import AuditEvent

KINDS: Final[Mapping[str, str]] = {
    "visit.log": "登记",
    "visit.log_past": "历史补录",
    "visit.amend": "更正",
    "visit.confirm": "企业确认",
    "visit.void": "作废",
    "visit.photo_add": "添加照片",
    "visit.photo_remove": "撤下照片",
}
NOTHING: Final = "—"
LABELS: Final[Mapping[str, str]] = {
    **{field.attname: str(field.verbose_name) for field in Visit._meta.concrete_fields},
    "members": "走访人员",
}
WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    **{f.attname: dict(f.flatchoices) for f in Visit._meta.concrete_fields if f.choices},
    "purposes": dict(Purpose.choices),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One item before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody did with the visit."""

    at: datetime
    what: str
    who: str
    reason: str
    changes: Sequence[Changed]


def visit_history(visit: Visit) -> list[Line]:
    """The newest first. Whoever sees the visit may know what became of it; looks at telephone
    numbers are told in the trail alone.
    """
    events = list(AuditEvent.objects.about(visit).filter(kind__in=KINDS))
    names = _names(events)
    return [
        Line(
            event.at,
            KINDS[event.kind],
            event.actor_name,
            str(event.changes.get("reason") or ""),
            list(_changes(event, names)) if event.kind == "visit.amend" else [],
        )
        for event in events
    ]


def _changes(event: AuditEvent, names: Mapping[str, Mapping[Any, str]]) -> Iterator[Changed]:
    for name, told in event.changes.items():
        if name in LABELS and isinstance(told, list):
            before, after = (_said(name, value, names) for value in told)
            yield Changed(LABELS[name], before, after)


def _said(name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    known = names.get(name, {})
    if isinstance(value, list):
        return "、".join(str(known.get(one, one)) for one in value) or NOTHING
    return NOTHING if value in (None, "") else str(known.get(value, value))


def _names(events: Sequence[AuditEvent]) -> Mapping[str, Mapping[Any, str]]:
    """The words of the vocabularies, and of the rows that were named by their numbers."""
    told = [event.changes for event in events if event.kind == "visit.amend"]
    measures = {pk for one in told for side in one.get("explained", []) for pk in side}
    drives = {pk for one in told for pk in one.get("campaign_id", []) if pk}
    return {
        **WORDS,
        "explained": {one.pk: str(one) for one in Measure.objects.filter(pk__in=measures)},
        "campaign_id": {one.pk: one.name for one in Campaign.objects.filter(pk__in=drives)},
    }
