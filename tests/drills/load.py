"""Writers that count what was acknowledged, and a checker that never stops comparing."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import psycopg

from tests.drills.site import NO_ANSWER, Site

DOCUMENT: Final = "演练"
KIND: Final = "drill.write"
WRITE: Final = (
    "INSERT INTO audit_auditevent (at, actor_name, kind, target, target_name, changes, request_id)"
    " VALUES (clock_timestamp(), 'drill', %s, '', %s, '{}', '')"
)
AT_ONCE: Final = 25  # entries of one transaction
UNKNOWN: Final = frozenset({NO_ANSWER, 500, 502, 503, 504})  # it may have been done, or not
BOOKED: Final = """
    SELECT coalesce(sum(e.amount), 0) FROM measures_ledgerentry e
     WHERE e.document_no = %s AND e.move = 'allot'
"""


@dataclass
class Count:
    """What was begun and what was answered; an amount, or a number of rows."""

    begun: int = 0
    acknowledged: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, amount: int) -> None:
        with self.lock:
            self.begun += amount

    def acknowledge(self, amount: int) -> None:
        with self.lock:
            self.acknowledged += amount


@dataclass
class Load:
    """Everything that writes while servers are killed, and what the checker found wrong."""

    site: Site
    owner: str
    words: dict[str, object]
    token: str
    money: Count = field(default_factory=Count)
    rows: Count = field(default_factory=Count)
    checks: int = 0
    longest: float = 0  # seconds somebody waited for an answer
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def pay_in(self) -> None:
        """One yuan after another through the product; a post without an answer is sent again under
        its key until it has one.
        """
        while not self.over.is_set():
            key = uuid.uuid4().hex
            self.money.begin(1)
            while True:
                asked = time.monotonic()
                status, body = self.site.ask(
                    "POST", "/api/v1/budgets/", self.token, self.words, key
                )
                self.longest = max(self.longest, time.monotonic() - asked)
                if status == 201:
                    self.money.acknowledge(1)
                    break
                under_way = status == 409 and b"request_in_flight" in body
                if not (under_way or status in UNKNOWN):
                    self.refused.append(f"{status} {body.decode()[:300]}")
                    return
                time.sleep(0.2)

    def write_rows(self) -> None:
        """Rows straight into the trail, a transaction of some at a time."""
        while not self.over.is_set():
            try:
                with psycopg.connect(self.owner, connect_timeout=2) as connection:
                    while not self.over.is_set():
                        self.rows.begin(AT_ONCE)
                        with connection.cursor() as cursor:
                            cursor.execute("SELECT set_config('role', 'app_bootstrap', true)")
                            some = [(KIND, uuid.uuid4().hex) for _ in range(AT_ONCE)]
                            cursor.executemany(WRITE, some)
                        connection.commit()
                        self.rows.acknowledge(AT_ONCE)
            except psycopg.Error:
                time.sleep(0.1)

    def check(self) -> None:
        """Acknowledged ≤ booked ≤ begun, at every moment at which the database answers."""
        while not self.over.is_set():
            try:
                with psycopg.connect(self.owner, connect_timeout=2, autocommit=True) as connection:
                    while not self.over.wait(0.02):
                        self._compare(connection)
            except psycopg.Error:
                time.sleep(0.1)

    def _compare(self, connection: psycopg.Connection) -> None:
        least = self.money.acknowledged
        booked = self.booked(connection)
        most = self.money.begun
        self.checks += 1
        if not least <= booked <= most:
            self.wrong.append(f"{least} ≤ {booked} ≤ {most}")

    def booked(self, connection: psycopg.Connection) -> Decimal:
        row = connection.execute(BOOKED, [DOCUMENT]).fetchone()
        return row[0] if row else Decimal(0)


@contextmanager
def under_load(load: Load, *, payers: int = 4, writers: int = 2) -> Iterator[None]:
    """Ends them all at the end; posts under way are carried to their answer."""
    work: list[Callable[[], None]] = [
        *[load.pay_in] * payers,
        *[load.write_rows] * writers,
        load.check,
    ]
    threads = [threading.Thread(target=one, daemon=True) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.over.set()
        for thread in threads:
            thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
