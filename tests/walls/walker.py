"""Goes through every door as somebody, with somebody else's ids, and reads whatever comes out."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.test import Client
from django.urls import resolve

from tests.walls.asking import Ask
from tests.walls.meetings import Meeting
from tests.walls.seeding import WORD

LEAVES: Final = frozenset({"/sign-out/", "/admin/logout/"})  # they end the walk


@dataclass
class Finding:
    """What one walk came upon."""

    visited: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: dict[str, set[int]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    unguarded: set[str] = field(default_factory=set)
    own: int = 0


class Door(Client):
    """A client that keeps its cookies and remembers nothing else: no templates, no contexts."""

    def request(self, **request: Any) -> Any:
        environ = self._base_environ(**request)
        response = self.handler(environ)
        if response.cookies:
            self.cookies.update(response.cookies)
        return response


@dataclass
class Walker:
    """One person at the doors. `home` is the number of his unit; `until` ends a walk early."""

    home: int
    until: Callable[[Finding], bool] = lambda _: False
    client: Client = field(default_factory=lambda: Door(raise_request_exception=False))
    found: Finding = field(default_factory=Finding)

    def walk(
        self, asks: Iterable[Ask], begin: Callable[[], Meeting] = Meeting
    ) -> list[tuple[Ask, Meeting]]:
        """Ask everything; what each came to, where `begin` starts notes."""
        came: list[tuple[Ask, Meeting]] = []
        for ask in asks:
            meeting = begin()
            self._ask(ask)
            came.append((ask, meeting))
            if self.until(self.found):
                break
        return came

    def _ask(self, ask: Ask) -> None:
        address = ask.path.partition("?")[0]
        if resolve(address).func is ask.route.view:
            self.found.visited.add(ask.route.text)
        if address in LEAVES:
            return
        response = getattr(self.client, ask.method)(ask.path, **(ask.body or {}))
        self.found.statuses[response.status_code] += 1
        if response.status_code >= 500:
            self.found.broken.append(f"{ask} {response.status_code}")
        if not is_guarded(response):
            self.found.unguarded.add(str(ask))
        words = {int(number) for text in opened(response) for number in WORD.findall(text)}
        self.found.own += self.home in words
        if words - {self.home}:
            self.found.leaks.setdefault(str(ask), set()).update(words - {self.home})


def is_guarded(response: Any) -> bool:
    """Whether a browser is told to guess no type, to frame nothing and to run only what is ours."""
    policy = response.get("Content-Security-Policy", "")
    return (
        response.get("X-Content-Type-Options") == "nosniff"
        and response.get("X-Frame-Options") == "DENY"
        and "Cache-Control" in response
        and "frame-ancestors 'none'" in policy
        and "object-src 'none'" in policy
    )


def opened(response: Any) -> Iterator[str]:
    """The text of an answer, headers and the insides of archives included."""
    yield "\n".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield body.decode("utf-8", "replace")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
