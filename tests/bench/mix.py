"""What two hundred people do at once: of ten acts seven read, two write, one takes a list out or
hands one in. Read by locust, started by `python -m tests.bench.load`.

LOAD_PEOPLE names the people with token, unit and enterprises of each; every writing that was
acknowledged leaves its number in LOAD_WRITTEN.
"""

import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from locust import HttpUser, between, task

PEOPLE = json.loads(os.environ["LOAD_PEOPLE"])
WRITTEN = Path(os.environ["LOAD_WRITTEN"])
WORDS = ("科技", "光电", "生物", "智能", "材料", "江夏", "汽车", "软件")
TIERS = ("srdi_sme", "little_giant", "innovative_sme")
OK = frozenset({200, 201, 202})


class Clerk(HttpUser):
    """Somebody of a unit at his desk, who thinks for some seconds between two acts."""

    wait_time = between(1, 5)
    person: dict[str, Any]

    def on_start(self) -> None:
        self.person = random.choice(PEOPLE)
        self.client.headers["Authorization"] = f"Token {self.person['token']}"

    @task(20)
    def lists(self) -> None:
        tier = random.choice(TIERS)
        self.client.get(f"/api/v1/enterprises/?tier={tier}", name="list of a tier")

    @task(14)
    def searches(self) -> None:
        self.client.get(f"/api/v1/enterprises/?q={random.choice(WORDS)}", name="search")

    @task(12)
    def one(self) -> None:
        pk = random.choice(self.person["enterprises"])
        self.client.get(f"/api/v1/enterprises/{pk}/", name="one enterprise")

    @task(10)
    def desk(self) -> None:
        self.client.get("/api/v1/tickets/", name="tickets")

    @task(8)
    def titles(self) -> None:
        self.client.get("/api/v1/recognitions/?tier=little_giant", name="titles")

    @task(4)
    def statistics(self) -> None:
        self.client.get("/api/v1/ticket-stats/", name="statistics")

    @task(2)
    def counts(self) -> None:
        self.client.get("/api/v1/tier-counts/?by=jurisdiction", name="counts")

    @task(14)
    def raises_a_ticket(self) -> None:
        self._written(
            "/api/v1/tickets/",
            title="负荷测试登记的诉求",
            text="由测量程序登记。",
            category="financing",
            channel="phone",
            jurisdiction=self.person["unit"],
        )

    @task(6)
    def logs_a_visit(self) -> None:
        self._written(
            "/api/v1/visits/",
            enterprise=random.choice(self.person["enterprises"]),
            visited_at=datetime.now(UTC).isoformat(),
            mode="phone",
            purposes=["routine"],
            summary="由测量程序登记的走访。",
            members=[{"name": "测量员", "unit": "区经信局", "rank": "district"}],
        )

    @task(7)
    def takes_out(self) -> None:
        pk = random.choice(TIERS)
        self.client.get(f"/api/v1/enterprises/export/?layout=csv&tier={pk}", name="export csv")

    @task(2)
    def orders(self) -> None:
        body = {"list": "recognitions", "params": {"tier": "little_giant"}, "layout": "xlsx"}
        with self.client.post(
            "/api/v1/exports/", json=body, name="export ordered", catch_response=True
        ) as answer:
            if answer.status_code == 409:  # five at once are all anybody may have
                answer.success()

    @task(1)
    def hands_in(self) -> None:
        rows = [{"name": f"负荷测试企业{uuid4().hex[:8]}"}]
        body = {"kind": "enterprises", "rows": rows}
        self.client.post("/api/v1/imports/", json=body, name="import handed in")

    def _written(self, address: str, **words: Any) -> None:
        number = str(uuid4())
        answer = self.client.post(address, json={**words, "client_uuid": number}, name=address)
        if answer.status_code in OK:
            with WRITTEN.open("a") as file:
                file.write(f"{number}\n")
