"""Every kind of background work there is, by name. Filled when the apps' tasks are imported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wuhan_smes.jobs.choices import Queue

Body = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One kind of work: its name, what people call it, and the function that does it.

    `batched`: the work commits in steps of its own; otherwise it is one transaction.
    `queue`: the line it stands in.
    """

    name: str
    title: str
    body: Body
    batched: bool = False
    queue: Queue = Queue.INTERACTIVE


TASKS: Final[dict[str, TaskSpec]] = {}


def register(spec: TaskSpec) -> None:
    """Make a kind of work known; a name belongs to one function only."""
    known = TASKS.setdefault(spec.name, spec)
    if known.body.__qualname__ != spec.body.__qualname__:
        raise ValueError(f"two tasks are called {spec.name}")


def task(name: str) -> TaskSpec:
    """The work called `name`; raises LookupError for a name nobody registered."""
    try:
        return TASKS[name]
    except KeyError:
        raise LookupError(f"no task is called {name}") from None
