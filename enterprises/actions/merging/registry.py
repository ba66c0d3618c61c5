"""Who says what becomes of the rows that hang on an enterprise when it is merged: an allow-list.

Each app names the relations of its own in its `merging.py`. A relation that nobody named refuses
every merge, so that a new table can never be forgotten half-way.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from enterprises.models import Enterprise
from wuhan_smes.access import Access, Capability

Memory = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Halves:
    """The row that is kept and the row that joins it, both locked."""

    into: Enterprise
    gone: Enterprise


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both halves say something about the same; how it is settled."""

    what: str
    settled: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one handler is about to do: shown as it is, then done as it was shown.

    `do(access, at)` returns what undoing will need, in values that JSON can hold. `needs` is the
    right that it takes over both units, besides that to edit the register.
    """

    do: Callable[[Access, datetime], Memory]
    moves: Sequence[str] = ()
    stays: Sequence[str] = ()
    conflicts: Sequence[Conflict] = ()
    needs: Capability | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """One merge about to be undone, as its handlers see it."""

    halves: Halves
    merged_at: datetime
    access: Access
    at: datetime


class Handler(ABC):
    """Knows one kind of rows: how they join another enterprise, and how they come back."""

    relations: tuple[str, ...]
    label: str

    @property
    def key(self) -> str:
        """The name its memory is kept under."""
        return self.relations[0]

    @abstractmethod
    def plan(self, halves: Halves) -> Part:
        """What would happen to the rows; changes nothing."""

    @abstractmethod
    def undo(self, apart: Apart, memory: Memory) -> None:
        """Give back what came from the half that joined, with what was done to it since."""

    def latest(self, halves: Halves) -> datetime | None:
        """When the newest of the rows was recorded: a merge is never recorded before it."""
        return None


@dataclass
class Stays(Handler):
    """Rows that belong to the old row's own history and stay where they are."""

    relations: tuple[str, ...]
    label: str
    why: str = field(default="", kw_only=True)

    def plan(self, halves: Halves) -> Part:
        return Part(lambda access, at: {})

    def undo(self, apart: Apart, memory: Memory) -> None:
        """Nothing was moved."""


HANDLERS: Final[dict[str, Handler]] = {}


def register(*handlers: Handler) -> None:
    """Make kinds of rows known. A relation belongs to one handler only."""
    known = {name for handler in HANDLERS.values() for name in handler.relations}
    for handler in handlers:
        if twice := known & set(handler.relations):
            raise ValueError(f"two handlers move {', '.join(sorted(twice))}")
        HANDLERS[handler.key] = handler
        known |= set(handler.relations)


def relations() -> set[str]:
    """Every way in which another row points at an enterprise, as `app.Model.field`."""
    every = Enterprise._meta.get_fields(include_hidden=True)
    back = (relation for relation in every if relation.auto_created and not relation.concrete)
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}"  # type: ignore[union-attr] # none is generic
        for relation in back
    }


def unknown_relations() -> list[str]:
    """The relations nobody said anything about."""
    named = {name for handler in HANDLERS.values() for name in handler.relations}
    return sorted(relations() - named)
