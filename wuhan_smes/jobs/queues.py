"""Which line work stands in, so that nobody waits for his list behind a night's counting."""

from typing import Any, Final

from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.registry import TASKS

# They wake every other kind of work, and stand behind none of it.
QUICK: Final = frozenset({"jobs.dispatch", "jobs.sweep"})


def queue_of(name: str) -> Queue:
    """Where work called `name` waits; rounds that nobody ordered have a line of their own."""
    if name in TASKS:
        return TASKS[name].queue
    return Queue.INTERACTIVE if name in QUICK else Queue.SCHEDULE


def route(name: str, *_: object, **__: object) -> dict[str, Any]:
    """Celery's question, for whatever is sent by anybody."""
    return {"queue": queue_of(name).value}
