"""Many at once: fifty on one budget never overspend it, and a key pays once however often sent.

MONEY_POSTS=50 sends each of the twenty keys fifty times (a thousand posts); the default is 5.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from measures.actions import booking
from measures.actions.flow import arranging
from measures.models import Budget, Entitlement, Payment
from measures.queries.book_check import findings
from tests.factories.accounts import make_user
from tests.factories.money import AT, Office, left_of
from tests.races import attempt
from wuhan_smes.scope import bootstrap_scope, scoped

THREADS = 50
ONE = Decimal("40000.00")
POSTS = int(os.environ.get("MONEY_POSTS", "5"))


def at_once(acts: list[Callable[[], object]], office: Office) -> Counter[str]:
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            together.wait(60)
            with scoped(office.bureau):
                return attempt(act)
        except IntegrityError:
            return "caught by the database"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def arranging_each(office: Office, lines: list[Entitlement]) -> list[Callable[[], object]]:
    def act(pk: int) -> Callable[[], object]:
        return lambda: arranging.arrange([pk], access=office.bureau, at=AT, title="批", year=2026)

    return [act(pk) for pk in office.checked(lines)]


def test_fifty_at_once_spend_a_budget_to_the_end_and_no_further(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Numbers of batches are given in line, which would hide the race for the money behind them.
    monkeypatch.setattr(arranging, "_number", lambda unit, at: uuid4().hex)
    office = Office(total=Decimal(1_000_000))
    budget = office.budget
    lines = [office.line(gross=ONE, payable=ONE) for _ in range(THREADS + 2)]

    answers = at_once(arranging_each(office, lines[:THREADS]), office)

    assert answers == {"done": 25, "budget_exceeded": 25}
    assert left_of(budget) == 0
    with bootstrap_scope():
        assert list(findings()) == []

    # Positive control: with “read, check, write” in place of the conditional update two read the
    # same balance, and only the database stands between them and the overspending.
    office.grant(ONE)
    both_have_read = Barrier(2)

    def naive(budget_id: int, change: Decimal) -> None:
        row = Budget.objects.get(pk=budget_id)
        both_have_read.wait(30)
        if row.total - row.committed >= change:
            Budget.objects.filter(pk=row.pk).update(committed=row.committed + change)

    monkeypatch.setattr(booking, "_commit", naive)
    caught = at_once(arranging_each(office, lines[THREADS:]), office)
    assert caught == {"done": 1, "caught by the database": 1}


def test_twenty_keys_sent_again_and_again_make_twenty_payments(transactional_db: None) -> None:
    office = Office()
    office.budget  # noqa: B018 - made on first use
    ids = office.checked([office.line(gross=ONE, payable=ONE) for _ in range(20)])
    person = make_user("bureau_staff")

    def send(given: tuple[int, int]) -> int:
        n, pk = given
        client = APIClient()
        client.force_login(person)
        body: dict[str, Any] = {"ids": [pk], "title": f"批{n}", "year": 2026}
        try:
            return client.post(
                "/api/v1/disbursements/",
                json.dumps(body),
                content_type="application/json",
                headers={"Idempotency-Key": f"arrange-{n:04d}"},
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(send, list(enumerate(ids)) * POSTS))

    assert set(answers) <= {201, 409}  # 409: the same key is still being answered
    with bootstrap_scope():
        assert Payment.objects.filter(entitlement_id__in=ids).count() == 20
        assert list(findings()) == []
