"""Whoever can write SQL cannot say what the actions would not."""
# ruff: noqa: E501 - a statement reads best in one line

import pytest
from django.db import DatabaseError, connection, transaction

from measures.choices import PaymentState
from measures.queries.book_check import findings
from tests.factories.money import Office
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
LINE, PAYMENT, ENTRY = "measures_entitlement", "measures_payment", "measures_ledgerentry"
# What is written, and the name of the fact it would break.
LIES = (
    (f"UPDATE {LINE} SET state = 'settled'", "entitlement_moves_by_its_steps"),
    (f"UPDATE {LINE} SET payable = 1", "entitlement_is_settled"),
    (f"UPDATE {PAYMENT} SET amount = 1", "payout_is_frozen"),
    (
        f"UPDATE {PAYMENT} SET account_id = NULL",
        "payout_is_frozen|payout_submitted_with_its_account",
    ),
    (f"UPDATE {PAYMENT} SET digest = repeat('0', 64)", "payout_is_frozen"),
    (
        (
            f"UPDATE {PAYMENT} SET state = 'approved', approved_by_id = proposed_by_id,"
            " agreed_digest = digest"
        ),
        "payout_approver_did_not_propose",
    ),
    (
        (
            f"UPDATE {PAYMENT} SET state = 'approved', approved_by_id = 999999,"
            " agreed_digest = repeat('0', 64)"
        ),
        "payout_approved_as_it_is",
    ),
    (
        (
            f"UPDATE {PAYMENT} SET state = 'released', agreed_digest = digest, approved_by_id = 999998,"
            " released_by_id = 999999, released_at = now()"
        ),
        "payout_moves_on",
    ),
    (
        (
            f"UPDATE {PAYMENT} SET agreed_digest = digest, approved_by_id = 999999,"
            " released_by_id = 999999, released_at = now()"
        ),
        "payout_releaser_did_not_approve",
    ),
    (f"UPDATE {PAYMENT} SET state = 'void'", "payout_is_in_the_book|disbursement_adds_up"),
    ("UPDATE measures_budget SET committed = total + 1", "budget_never_overspent"),
    ("UPDATE measures_budget SET committed = 0", "budget_equals_its_book"),
    ("UPDATE measures_budget SET total = total + 1", "budget_equals_its_book"),
    ("UPDATE measures_disbursementbatch SET total = total + 1", "disbursement_adds_up"),
    (f"UPDATE {ENTRY} SET amount = 1", "append-only"),
    (f"DELETE FROM {ENTRY}", "append-only|permission denied"),
    (
        (
            f"INSERT INTO {ENTRY} (budget_id, jurisdiction_id, move, debit, credit, amount, payment_id,"
            " document_no, at, by_name) SELECT budget_id, jurisdiction_id, 'post', 'paid', 'reserved',"
            f" 1, payment_id, '', now(), '' FROM {ENTRY} WHERE payment_id IS NOT NULL LIMIT 1"
        ),
        "payout_is_in_the_book",
    ),
    (
        (
            f"INSERT INTO {ENTRY} (budget_id, jurisdiction_id, move, debit, credit, amount,"
            " document_no, at, by_name) SELECT id, jurisdiction_id, 'allot', 'paid', 'source', 1, '',"
            " now(), '' FROM measures_budget"
        ),
        "ledger_entry_is_in_the_book",
    ),
    ("UPDATE measures_payeeaccount SET holder = '别人'", "append-only"),
    ("UPDATE measures_entitlementstep SET actor_id = 1", "append-only"),
)


def test_the_database_refuses_every_lie_by_the_fact_it_breaks() -> None:
    office = Office()
    batch = office.confirmed([office.line()])
    assert office.payments(batch, PaymentState.SUBMITTED)
    told = {}

    with bootstrap_scope(), connection.cursor() as cursor:
        for lie, fact in LIES:
            try:
                with transaction.atomic():
                    cursor.execute(lie)
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                told[lie] = "believed"
            except DatabaseError as refusal:
                if not any(it in str(refusal) + _name(refusal) for it in fact.split("|")):
                    told[lie] = str(refusal)
        assert list(findings()) == []

    assert told == {}


def _name(refusal: DatabaseError) -> str:
    return str(getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", ""))
