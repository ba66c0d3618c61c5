"""Correcting many enterprises by list: founding day, place of registration, tags, trade, size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import BATCH, Change, Replaced, refuse_future, replace_set
from enterprises.actions.sets import held_set, kept_set
from enterprises.actions.title_versions import refuse_together
from enterprises.models import DatedFact, Enterprise, IndustryStay, SizeYear
from enterprises.rules import register
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

COLUMNS: Final = ("established_on", "statutory_code", "tags")


@dataclass(slots=True)
class Amendment:
    """What a list says of an enterprise that is known; what is not named stays as it is."""

    enterprise_id: int
    on: date
    columns: Mapping[str, Any] = field(default_factory=dict)
    industry_id: int | None = None
    size_class: str = ""
    source: str = ""
    where: str = ""


@dataclass(slots=True)
class Amended:
    """What was done: the columns as they were and as they are, the facts replaced."""

    enterprise_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    facts: list[Replaced[Any]] = field(default_factory=list)


@transaction.atomic
def amend_set(given: Sequence[Amendment], *, access: Access, at: datetime) -> list[Amended]:
    """Correct enterprises, all of them or none. What is so already is left alone."""
    held = held_set((it.enterprise_id for it in given), access=access)
    done: list[Amended] = []
    refused: dict[str, ActionRefused] = {}
    for it in given:
        enterprise = held[it.enterprise_id]
        try:
            after = _checked(it, enterprise, at)
        except ActionRefused as refusal:
            refused[it.where or enterprise.name] = refusal
            continue
        before = {name: getattr(enterprise, name) for name in after}
        for name, value in after.items():
            setattr(enterprise, name, value)
        done.append(Amended(it.enterprise_id, before, after))
    refuse_together(refused)
    changed = [held[it.enterprise_id] for it in done if it.after]
    Enterprise.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    _facts(given, done, held, at)
    touched = [it for it in done if it.after or it.facts]
    kept_set({it.enterprise_id for it in touched}, on=timezone.localdate(at), at=at)
    by_id = {it.enterprise_id: it for it in given}
    entries = [(held[it.enterprise_id], _told(it, by_id[it.enterprise_id])) for it in touched]
    trail.record_set("enterprise.amend", entries, access=access, at=at)
    return done


def differing(it: Amendment, enterprise: Enterprise) -> dict[str, Any]:
    """The columns that would change. Raises InputRefused for words nobody may write."""
    if unknown := it.columns.keys() - set(COLUMNS):
        detail = "该项须由专门的办理动作修改"
        raise InputRefused(*(Fault(name, "not_amendable", detail) for name in sorted(unknown)))
    clean = dict(it.columns)
    if "tags" in clean:
        clean["tags"] = register.checked_tags(list(clean["tags"]))
    return {name: value for name, value in clean.items() if getattr(enterprise, name) != value}


def _checked(it: Amendment, enterprise: Enterprise, at: datetime) -> dict[str, Any]:
    register.require_active(enterprise.status)
    refuse_future(it.on, at=at)
    after = differing(it, enterprise)
    if after.get("established_on"):
        refuse_future(after["established_on"], at=at, field_name="established_on")
    return after


def _facts(
    given: Sequence[Amendment],
    done: Sequence[Amended],
    held: Mapping[int, Enterprise],
    at: datetime,
) -> None:
    """Trade from the day of the list on, size for the year of that day."""
    results = {it.enterprise_id: it for it in done}
    industries = [
        Change(held[it.enterprise_id], it.on, {"industry_id": it.industry_id}, it.source[:200])
        for it in given
        if it.industry_id not in (None, held[it.enterprise_id].industry_id)
    ]
    sizes = [
        Change(
            held[it.enterprise_id],
            date(it.on.year, 1, 1),
            {"year": it.on.year, "size_class": it.size_class},
            it.source[:200],
        )
        for it in given
        if it.size_class not in ("", held[it.enterprise_id].size_class)
    ]
    every: list[Replaced[Any]] = [
        *replace_set(IndustryStay, industries, at=at),
        *replace_set(SizeYear, sizes, at=at),
    ]
    for one in every:
        results[one.change.enterprise.pk].facts.append(one)


def _told(it: Amended, said: Amendment) -> dict[str, object]:
    told: dict[str, object] = {n: [it.before[n], after] for n, after in it.after.items()}
    for one in it.facts:
        model: type[DatedFact] = type(one.added[0])
        told[model._meta.model_name or ""] = dict(one.change.values or {})
    return {**told, "on": said.on, "source": said.source}
