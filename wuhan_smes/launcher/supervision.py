"""Keeps the parts running: a part that dies is started again, unless it keeps dying."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

from wuhan_smes.embedded.refusal import StartRefused

DEATHS_ALLOWED: Final = 3
WITHIN_SECONDS: Final = 60


class Tended(Protocol):
    """Anything that can be started again: a server or a program."""

    name: str

    @property
    def is_running(self) -> bool: ...

    def start(self) -> None: ...

    def last_words(self, lines: int = 5) -> str: ...


@dataclass(slots=True)
class Supervisor:
    """Watches parts in the order they depend on each other: the database first."""

    parts: list[Tended]
    deaths: dict[str, deque[float]] = field(default_factory=dict, init=False)

    def watch(self, *, every: float = 0.5) -> None:
        """Return only by an exception: Ctrl-C, or a part that keeps dying."""
        while True:
            self.look()
            time.sleep(every)

    def look(self) -> None:
        """One round: start again whatever has died since the last."""
        for part in self.parts:
            if not part.is_running:
                self._count(part)
                print(f"{part.name} 意外停止，正在重新启动 (restarting)", flush=True)  # noqa: T201
                part.start()

    def _count(self, part: Tended) -> None:
        now = time.monotonic()
        deaths = self.deaths.setdefault(part.name, deque(maxlen=DEATHS_ALLOWED))
        deaths.append(now)
        if len(deaths) == DEATHS_ALLOWED and now - deaths[0] < WITHIN_SECONDS:
            raise StartRefused(
                f"{part.name} 一再停止，已放弃重启 (keeps dying):\n{part.last_words()}"
            )
