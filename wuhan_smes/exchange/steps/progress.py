"""How the work of a step tells how far it is."""

from typing import Protocol


class Tell(Protocol):
    """(rows done, rows in all or None, what is being done). Raises to stop the work."""

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None: ...


def silently(done: int, total: int | None = None, message: str = "") -> None:
    """For callers nobody watches, such as tests."""
