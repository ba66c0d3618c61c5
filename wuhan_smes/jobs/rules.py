"""How long work may be silent, how often it is tried. Values in, values out."""

from datetime import timedelta
from typing import Final

from django.conf import settings

from wuhan_smes.errors import TransitionRefused
from wuhan_smes.jobs.choices import JobState

LEASE: Final = timedelta(seconds=settings.LEASE_SECONDS)
HEARTBEAT: Final = LEASE / 4
# A message nobody took for this long was lost by the broker, or waits behind others: ring again.
RING_AGAIN_AFTER: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 3
UNFINISHED: Final = frozenset({JobState.QUEUED, JobState.RUNNING})
RETRIABLE: Final = frozenset({JobState.FAILED, JobState.CANCELLED})


def require_cancellable(state: str) -> None:
    """Only work that is not over can be cancelled."""
    if JobState(state) not in UNFINISHED:
        raise TransitionRefused(f"任务{JobState(state).label}，无法取消")


def require_retriable(state: str) -> None:
    """Only work that ended without success can be started again."""
    if JobState(state) not in RETRIABLE:
        raise TransitionRefused(f"任务{JobState(state).label}，无需重试")


def percent(done: int, total: int | None) -> int | None:
    """Progress in full percent; unknown while the total is."""
    if not total:
        return None
    return min(100, done * 100 // total)
