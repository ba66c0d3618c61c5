"""Many at once: fifty on one budget never overspend it, of two who approve one does, and a key
pays once however often sent.

A thousand posts and a thousand rounds: make long LONG=tests/measures/money/test_storms.py
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier, BrokenBarrierError, Event, local
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet
from rest_framework.test import APIClient

from enterprises.actions import sets
from measures.actions import booking
from measures.actions.flow import arranging, moving, paying
from measures.choices import FlowMove, PaymentState
from measures.models import Budget, Entitlement, Payment
from measures.queries.book_check import Finding, findings
from tests.factories.accounts import make_access, make_user
from tests.factories.money import AT, Office, left_of
from tests.races import attempt, race
from wuhan_smes.scope import bootstrap_scope, scoped

THREADS = 50
ONE = Decimal("40000.00")
POSTS = int(os.environ.get("MONEY_POSTS", "5"))
ROUNDS = int(os.environ.get("LOCK_ROUNDS", "50"))


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


@contextmanager
def looked_at_meanwhile() -> Iterator[list[list[Finding]]]:
    """What does not add up, at one moment after the other while others write."""
    seen: list[list[Finding]] = []
    over = Event()

    def look() -> None:
        try:
            while not over.is_set():
                with transaction.atomic():
                    connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    with bootstrap_scope():
                        seen.append(list(findings()))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        try:
            yield seen
        finally:
            over.set()
            looking.result(60)


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

    with looked_at_meanwhile() as seen:
        answers = at_once(arranging_each(office, lines[:THREADS]), office)

    assert answers == {"done": 25, "budget_exceeded": 25}
    assert seen  # and the book agreed whenever somebody looked
    assert [found for found in seen if found] == []
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


def test_of_two_who_approve_at_once_one_does(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, other = Office(), make_access("finance_lead")
    batch = office.confirmed([office.line(), office.line()])
    first, second = office.payments(batch, PaymentState.SUBMITTED)

    def approves(pk: int) -> tuple[Any, Any, dict[str, Any]]:
        def act(access: Any) -> Callable[[], object]:
            return lambda: paying.approve([pk], access=access, at=AT)

        who = {"as_first": office.finance_lead, "as_second": other}
        return act(office.finance_lead), act(other), who

    one, two, who = approves(first)
    answers = race(one, two, **who)

    assert (answers[0], answers[1] in {"refused", "transition_refused"}) == ("done", True), answers
    with bootstrap_scope():
        by = Payment.objects.values_list("approved_by_id", flat=True).get(pk=first)
        assert by == office.finance_lead.actor_id

    # Positive control: without the lock both decide on the same state, and only the database
    # stands between them and two approvals of one payment.
    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
        one, two, who = approves(second)
        with pytest.raises(DatabaseError):
            race(one, two, **who)
    with bootstrap_scope():
        by = Payment.objects.values_list("approved_by_id", flat=True).get(pk=second)
        assert by == office.finance_lead.actor_id
        assert list(findings()) == []


class Sender:
    """Posts from several threads; each thread signs in once."""

    def __init__(self, role: str) -> None:
        self.person, self.mine = make_user(role), local()

    def client(self) -> APIClient:
        if not hasattr(self.mine, "client"):
            self.mine.client = APIClient()
            self.mine.client.force_login(self.person)
        return self.mine.client

    def send(self, path: str, body: dict[str, Any], key: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            answer = self.client().post(
                f"/api/v1/{path}/",
                json.dumps(body),
                content_type="application/json",
                headers=headers,
            )
            return answer.status_code, answer.json()
        finally:
            connection.close()


def test_twenty_keys_sent_again_and_again_make_twenty_payments(transactional_db: None) -> None:
    office = Office()
    office.budget  # noqa: B018 - made on first use
    ids = office.checked([office.line(gross=ONE, payable=ONE) for _ in range(20)])
    bureau = Sender("bureau_staff")

    def arrange(n: int) -> tuple[int, int, dict[str, Any]]:
        body = {"ids": [ids[n]], "title": f"批{n}", "year": 2026}
        return n, *bureau.send("disbursements", body, f"arrange-{n:04d}")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(arrange, list(range(20)) * POSTS))

    # A key is answered alike every time, or told that it is still being answered.
    made = {(n, told["id"]) for n, status, told in answers if status == 201}
    assert {n for n, _ in made} == set(range(20))
    assert len(made) == 20
    assert {told["code"] for _, status, told in answers if status != 201} <= {"request_in_flight"}
    with bootstrap_scope():
        assert Payment.objects.filter(entitlement_id__in=ids).count() == 20
        assert list(findings()) == []
    _without_a_key_each_post_counts(office)


def _without_a_key_each_post_counts(office: Office) -> None:
    """Positive control, with a post that could be made again and again."""
    finance, before = Sender("finance"), left_of(office.budget)
    body = {
        "programme": office.of.pk,
        "year": 2026,
        "level": "municipal",
        "jurisdiction": "wuhan",
        "amount": "1.00",
        "document_no": "武财〔2026〕3号",
    }
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: finance.send("budgets", body, "allot-0001"), range(8)))
        assert left_of(office.budget) == before + 1
        list(pool.map(lambda _: finance.send("budgets", body), range(8)))
    assert left_of(office.budget) == before + 9
    status, told = finance.send("budgets", {**body, "amount": "2.00"}, "allot-0001")
    assert (status, told["code"]) == (422, "idempotency_key_reused")


def both_ways(office: Office, ids: list[int], hold: Callable[[list[int]], object]) -> list[str]:
    """What two were told who again and again held the same rows, one of them the other way round;
    nothing is kept of it.
    """
    together = Barrier(2)

    def run(mine: list[int]) -> list[str]:
        told = []
        try:
            for _ in range(ROUNDS):
                together.wait(60)
                try:
                    with scoped(office.bureau):
                        hold(mine)
                        transaction.set_rollback(True)
                except OperationalError as error:
                    told.append(type(error.__cause__).__name__)
                    together.abort()
        except BrokenBarrierError:
            pass
        finally:
            connection.close()
        return told

    with ThreadPoolExecutor(2) as pool:
        return [each for told in pool.map(run, (ids, ids[::-1])) for each in told]


def test_rows_named_in_opposite_orders_are_held_in_one(transactional_db: None) -> None:
    office = Office()
    lines = [office.line(gross=ONE, payable=ONE) for _ in range(6)]
    ids, bureau = office.checked(lines), office.bureau
    firms = [line.payee.enterprise_id for line in lines]

    def lines_held(mine: list[int]) -> None:
        moving.held(mine, FlowMove.ARRANGE, bureau)

    def firms_held(mine: list[int]) -> None:
        sets.held_set(mine, access=bureau)

    assert both_ways(office, ids, lines_held) == []
    assert both_ways(office, firms, firms_held) == []

    # Positive control: one after the other, as they were named.
    first = Barrier(2)

    def as_named(mine: list[int]) -> None:
        Entitlement.objects.select_for_update().get(pk=mine[0])
        first.wait(30)
        Entitlement.objects.select_for_update().get(pk=mine[-1])

    assert both_ways(office, ids, as_named) == ["DeadlockDetected"]
