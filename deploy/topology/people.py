"""Those who use the product while its machines die: a writer that keeps writing, and a reader."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from http.cookiejar import CookieJar
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import uuid4

PATIENCE: Final = 60
BY_REPLICA: Final = 'smes_replica_reads_total{answered_by="replica'
TICKET: Final = {
    "title": "订单增长，缺少流动资金",
    "text": "拓扑演练登记的诉求。",
    "category": "financing",
    "channel": "phone",
}


def ticket(unit: str, uuid: str) -> dict[str, str]:
    return {**TICKET, "jurisdiction": unit, "client_uuid": uuid}


@dataclass(slots=True)
class Writers:
    """Several programs that raise tickets one after another and note each acknowledgement."""

    port: int
    token: str
    unit: str
    acknowledged: list[tuple[float, str]] = field(default_factory=list)
    refused: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def writing(self, count: int = 3) -> Iterator["Writers"]:
        threads = [threading.Thread(target=self._write, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more were acknowledged."""
        wanted, limit = len(self.acknowledged) + more, time.monotonic() + PATIENCE
        while len(self.acknowledged) < wanted:
            if time.monotonic() > limit:
                raise AssertionError(f"nothing is acknowledged any more, {self.refused} refused")
            time.sleep(0.02)

    @property
    def longest_silence(self) -> float:
        moments = sorted(at for at, _ in self.acknowledged)
        return max((later - at for at, later in pairwise(moments)), default=0.0)

    def _write(self) -> None:
        while not self.over.is_set():
            uuid = str(uuid4())
            if raise_ticket(self.port, self.token, self.unit, uuid) == 201:
                self.acknowledged.append((time.monotonic(), uuid))
            else:
                self.refused += 1
                time.sleep(0.1)


def raise_ticket(port: int, token: str, unit: str, uuid: str, timeout: float = 40) -> int:
    """What the product answers; 0 when it answers nothing in that time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/v1/tickets/", json.dumps(ticket(unit, uuid)), headers)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()
    return response.status


def replica_reads(port: int, token: str) -> float:
    """How often a web at `port` was answered by a replica."""
    asked = Request(
        f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    with build_opener().open(asked, timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(it.rpartition(" ")[2]) for it in lines if it.startswith(BY_REPLICA))


@dataclass(slots=True)
class Person:
    """Somebody at a browser, who was signed in with his password."""

    port: int
    unit: str
    jar: CookieJar = field(default_factory=CookieJar)

    def sign_in(self, username: str, password: str) -> None:
        self.get("/sign-in/")
        words = {"username": username, "password": password, "csrfmiddlewaretoken": self._csrf}
        self._opened("/sign-in/", urlencode(words).encode(), {})
        if not any(cookie.name == "session" for cookie in self.jar):
            raise AssertionError(f"{username} could not sign in")

    def at(self, port: int) -> "Person":
        """The same session at another web: cookies know no ports."""
        return replace(self, port=port)

    def get(self, path: str) -> bytes:
        return self._opened(path, None, {})

    def raise_ticket(self) -> None:
        body = json.dumps(ticket(self.unit, str(uuid4()))).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._csrf}
        self._opened("/api/v1/tickets/", body, headers)

    def order_export(self) -> None:
        body = json.dumps({"list": "tickets", "params": {}, "layout": "csv"}).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._csrf}
        self._opened("/api/v1/exports/", body, headers)

    def received(self) -> int:
        """How many tickets the statistics count this month."""
        rows: Any = json.loads(self.get("/api/v1/ticket-stats/"))
        return sum(row["current"]["received"] for row in rows)

    def forget_writing(self) -> None:
        """As somebody else who is signed in the same way and has written nothing."""
        for cookie in list(self.jar):
            if cookie.name == "written":
                self.jar.clear(cookie.domain, cookie.path, cookie.name)

    @property
    def _csrf(self) -> str:
        return next((str(it.value) for it in self.jar if it.name == "csrftoken"), "")

    def _opened(self, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = Request(address, body, {"Referer": address, **headers})
        with opener.open(asked, timeout=40) as answer:
            content: bytes = answer.read()
        return content
