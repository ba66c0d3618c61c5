"""What stands on the two rows themselves: gaps filled from the half that joins, tags united."""

from typing import Any, Final

from enterprises.actions.merging.registry import Conflict, Halves, Memory
from enterprises.models import Enterprise

FILLED: Final = ("established_on", "statutory_code")
FOUND_BY: Final = ("name", "uscc")
LABELS: Final = {column.name: str(column.verbose_name) for column in Enterprise._meta.local_fields}


def plan(halves: Halves) -> tuple[dict[str, Any], list[Conflict]]:
    """The kept row's new columns, and where both halves say something else."""
    into, gone = halves.into, halves.gone
    values: dict[str, Any] = {}
    conflicts = []
    for name in FILLED:
        mine, theirs = getattr(gone, name), getattr(into, name)
        if mine and not theirs:
            values[name] = mine
        elif mine and mine != theirs:
            conflicts.append(_conflict(name, theirs, mine))
    for name in FOUND_BY:
        mine, theirs = getattr(gone, name), getattr(into, name)
        if mine and mine != theirs:
            conflicts.append(_conflict(name, theirs, mine))
    if added := [tag for tag in gone.tags if tag not in into.tags]:
        values["tags"] = [*into.tags, *added]
    return values, conflicts


def memory(halves: Halves, values: dict[str, Any]) -> Memory:
    """What `apart` needs, told before the row is changed."""
    filled = {name: str(value) for name, value in values.items() if name in FILLED}
    added = [tag for tag in values.get("tags", ()) if tag not in halves.into.tags]
    return {"status": halves.gone.status, "filled": filled, "tags": added}


def apart(halves: Halves, kept: Memory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of both rows after the merge is undone: what was filled in goes back, with what
    was made of it since.
    """
    into, gone = halves.into, halves.gone
    of_into: dict[str, Any] = {}
    of_gone: dict[str, Any] = {"status": kept["status"], "merged_into_id": None}
    for name, written in kept["filled"].items():
        now = getattr(into, name)
        of_into[name] = None if Enterprise._meta.get_field(name).null else ""
        if str(now or "") != written:
            of_gone[name] = now
    brought = set(kept["tags"])
    of_into["tags"] = [tag for tag in into.tags if tag not in brought]
    of_gone["tags"] = [tag for tag in gone.tags if tag not in brought or tag in into.tags]
    return of_into, of_gone


def _conflict(name: str, kept: Any, other: Any) -> Conflict:
    settled = "以保留方为准，原值仍可检索" if name in FOUND_BY else "以保留方为准"
    return Conflict(f"{LABELS[name]}：保留方“{kept}”，并入方“{other}”", settled)
