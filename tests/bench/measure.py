"""Timing, and the rows of the table it fills."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

WARM_UPS: Final = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Durations of the same work, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[max(0, round(len(self.seconds) * 0.95) - 1)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the work, what it took, what it is compared with, the limit."""

    work: str
    ours: str
    compared: str
    ratio: str
    goal: str
    met: bool | None


def times(work: Callable[[], object], runs: int, *, warm_ups: int = WARM_UPS) -> Times:
    """`work` done `runs` times, one after another, warm."""
    for _ in range(warm_ups):
        work()
    return Times(tuple(_once(work) for _ in range(runs)))


def taking_turns(
    ours: Callable[[], object], least: Callable[[], object], runs: int
) -> tuple[Times, Times]:
    """Both by turns, so that whatever else the machine does burdens them alike."""
    for _ in range(WARM_UPS):
        ours()
        least()
    pairs = [(_once(ours), _once(least)) for _ in range(runs)]
    first, second = zip(*pairs, strict=True)
    return Times(first), Times(second)


def times_of_each(
    work: Callable[[str], object], arguments: list[str], *, clients: int = 1
) -> Times:
    """`work` done once for each argument, by `clients` at the same time, warm."""
    for argument in arguments[: WARM_UPS * clients]:
        work(argument)
    with ThreadPoolExecutor(clients) as pool:
        return Times(tuple(pool.map(lambda a: _once(lambda: work(a)), arguments)))


def turns_of_each(
    ours: Callable[[str], object], least: Callable[[str], object], arguments: list[str]
) -> tuple[Times, Times]:
    """Both once for each argument, by turns, after a warm round."""
    for argument in arguments:
        ours(argument)
        least(argument)
    pairs = [(_once(lambda a=a: ours(a)), _once(lambda a=a: least(a))) for a in arguments]  # type: ignore[misc]
    first, second = zip(*pairs, strict=True)
    return Times(first), Times(second)


def compared(work: str, ours: Times, least: Times, *, most: float, beside: str) -> Row:
    """Medians against each other, with the ratio that may not be exceeded."""
    ratio = ours.median / least.median
    return Row(
        work,
        told(ours),
        f"{ms(least.median)} — {beside}",
        f"{ratio:.2f}×",
        f"≤ {most:g}×",
        ratio <= most,
    )


def told(found: Times) -> str:
    return f"{ms(found.median)} (p95 {ms(found.p95)})"


def ms(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:.1f} ms"


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
