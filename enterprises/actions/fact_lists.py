"""What lists say of many enterprises: names, places and scale, each from a day on, in a few
statements for thousands. One saying that cannot be refuses the list.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import Change, Replaced, facts_of, refuse_future, replace_set
from enterprises.actions.sets import held_set, kept_set
from enterprises.models import DatedFact, Enterprise, EnterpriseName, EnterprisePlace, ScaleStatus
from enterprises.rules import register
from enterprises.rules.names import search_key
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.many_rows import among

D = TypeVar("D", bound=DatedFact)
Clean = Callable[["Saying", Enterprise, DatedFact | None], Mapping[str, Any]]
PLACE: Final = ("street_id", "park_id", "building_id", "cluster_id", "wugu", "address")


@dataclass(frozen=True, slots=True)
class Saying:
    """From day `on` an enterprise has these `values` in the thread `key`; a column that is not
    named stays as it was, where that makes sense.
    """

    enterprise_id: int
    on: date
    values: Mapping[str, Any]
    key: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@transaction.atomic
def rename_set(
    sayings: Sequence[Saying], *, access: Access, at: datetime
) -> list[Replaced[EnterpriseName] | None]:
    """New names (`name`, `document_no`); None for an enterprise that bears its name already."""

    def clean(saying: Saying, enterprise: Enterprise, before: Any) -> Mapping[str, Any]:
        register.require_not_before(saying.on, enterprise.established_on, what="成立日期")
        name = register.checked_name(saying.values["name"])
        if begins_nothing(saying, before, name):
            return {"name": name}
        number = saying.values.get("document_no", "")
        return {"name": name, "search_key": search_key(name), "document_no": number}

    return _written(EnterpriseName, sayings, access, at, "enterprise.rename", clean)


def begins_nothing(saying: Saying, before: EnterpriseName | None, name: str) -> bool:
    """A name borne already does not begin again, whatever document says so."""
    return before is not None and before.name == name and before.during.lower != saying.on


@transaction.atomic
def place_set(
    sayings: Sequence[Saying], *, access: Access, at: datetime
) -> list[Replaced[EnterprisePlace] | None]:
    """Where enterprises stand (columns of PLACE); what is not named stays where it was."""

    def clean(saying: Saying, _: Enterprise, before: DatedFact | None) -> Mapping[str, Any]:
        was = {name: getattr(before, name) for name in PLACE} if before else {}
        return {**was, **saying.values}

    return _written(EnterprisePlace, sayings, access, at, "enterprise.set_place", clean)


@transaction.atomic
def scale_set(
    sayings: Sequence[Saying], *, access: Access, at: datetime
) -> list[Replaced[ScaleStatus] | None]:
    """How far enterprises are on their way into a statistics register; `key` is its kind."""

    def clean(saying: Saying, *_: object) -> Mapping[str, Any]:
        stage = saying.values["stage"]
        confirmed = register.checked_stage(stage, saying.values.get("confirmed_by", ""))
        return {"stage": stage, "year": saying.on.year, "confirmed_by": confirmed}

    return _written(ScaleStatus, sayings, access, at, "enterprise.set_scale", clean)


def holding(model: type[D], sayings: Sequence[Saying]) -> list[D | None]:
    """What holds on the day of each saying in its thread, as known now; None where nothing does."""
    threads: defaultdict[tuple[object, ...], list[D]] = defaultdict(list)
    keys = list(sayings[0].key) if sayings else []
    wanted = {f"{name}__in": {it.key[name] for it in sayings} for name in keys}
    ids = {it.enterprise_id for it in sayings}
    for row in facts_of(model).current().filter(among("enterprise_id", ids), **wanted):
        key: tuple[object, ...] = tuple(getattr(row, name) for name in keys)
        threads[(row.enterprise_id, *key)].append(row)
    found: list[D | None] = []
    for it in sayings:
        thread = threads[(it.enterprise_id, *it.key.values())]
        found.append(next((row for row in thread if it.on in row.during), None))
    return found


def _written(
    model: type[D],
    sayings: Sequence[Saying],
    access: Access,
    at: datetime,
    kind: str,
    clean: Clean,
) -> list[Replaced[D] | None]:
    enterprises = held_set((it.enterprise_id for it in sayings), access=access)
    changes: list[Change | None] = []
    entries = []
    for it, before in zip(sayings, holding(model, sayings), strict=True):
        enterprise = enterprises[it.enterprise_id]
        register.require_active(enterprise.status)
        refuse_future(it.on, at=at)
        values = clean(it, enterprise, before)
        if before is not None and all(getattr(before, n) == v for n, v in values.items()):
            changes.append(None)
            continue
        changes.append(Change(enterprise, it.on, values, it.source[:200], key=it.key))
        entries.append((enterprise, {**it.key, **values, "on": it.on, "source": it.source}))
    done = iter(replace_set(model, [one for one in changes if one is not None], at=at))
    kept_set({entry[0].pk for entry in entries}, on=timezone.localdate(at), at=at)
    trail.record_set(kind, entries, access=access, at=at)
    return [None if change is None else next(done) for change in changes]
