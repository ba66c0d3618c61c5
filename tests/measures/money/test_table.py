"""The table of the flow: told to the database, written on its page, leading where the guide leads.

`UPDATE_GOLDEN=1 pytest tests/measures/money/test_table.py` writes the page anew.
"""

import os
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.choices import EntitlementState, FlowMove, LedgerAccount, LedgerMove
from measures.rules import ledger
from measures.rules.flow import FLOW, FOUND, steps, way
from measures.rules.flow_table import rendered
from measures.rules.payable import by_level, instalment_of
from measures.rules.recovering import taken_from
from wuhan_smes.errors import TransitionRefused

PAGE: Final = Path(__file__).parents[3] / "docs" / "money.md"
MONEY = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2)
PERCENTS = st.lists(st.decimals(min_value=1, max_value=100, places=2), min_size=1, max_size=6)


def known_to_the_database(function: str) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        (source,) = cursor.fetchone() or ("",)
    listed = source.split("ARRAY[")[1].split("]")[0]
    return {tuple(word.strip(" '\n").split()) for word in listed.split(",")}


@pytest.mark.django_db
def test_the_database_knows_the_same_tables() -> None:
    assert known_to_the_database("measures_flow") == set(steps())
    assert known_to_the_database("measures_book") == {
        (move.value, debit.value, credit.value) for move, (debit, credit) in ledger.BOOK.items()
    }


def test_the_page_is_written_from_the_table() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(rendered(), "utf-8")

    assert PAGE.read_text("utf-8") == rendered()


def test_a_move_the_table_does_not_have_is_refused_in_words() -> None:
    assert way("proposed", FlowMove.REVIEW).to == EntitlementState.DISTRICT_REVIEWED
    with pytest.raises(TransitionRefused, match="“拟兑现”的事项不能拨付"):
        way("proposed", FlowMove.RELEASE)


def test_money_cannot_leave_around_review_check_notice_order_and_confirmation() -> None:
    """Take one of them away, and no way from what is found leads to the money any more. (A demand
    that is withdrawn leads back to where it was made: the database sees to that.)
    """
    onward = [row for row in FLOW if row.move != "waive"]
    for gate in ("review", "check", "arrange", "publish", "order", "confirm", "release"):
        reached = set(FOUND)
        for _ in EntitlementState:
            ways = [row for row in onward if row.move != gate and reached & row.frm]
            reached |= {row.to for row in ways if row.to}
        assert EntitlementState.RELEASED not in reached, gate


@settings(max_examples=100, deadline=None)
@given(total=MONEY, percents=PERCENTS)
def test_parts_add_up_to_the_cent_and_none_is_off_by_more(total, percents) -> None:
    parts = ledger.parts(total, percents)

    assert sum(parts) == total
    whole = sum(percents)
    assert all(
        abs(part - total * percent / whole) < ledger.CENT
        for part, percent in zip(parts, percents, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(payable=MONEY, percents=PERCENTS, share=st.decimals(1, 99, places=2))
def test_instalments_and_levels_together_are_what_is_payable(payable, percents, share) -> None:
    shares = {"municipal": share, "district": 100 - share}

    paid = [
        sum(by_level(instalment_of(payable, percents, n), shares, "municipal").values())
        for n in range(1, len(percents) + 2)
    ]

    assert sum(paid) == payable


@settings(max_examples=60, deadline=None)
@given(
    moves=st.lists(st.tuples(st.sampled_from(list(LedgerMove)), MONEY), max_size=30),
)
def test_the_book_balances_whatever_is_written_and_tells_what_is_committed(moves) -> None:
    entries = [(*ledger.BOOK[move], amount) for move, amount in moves]

    found = ledger.balances(entries)

    assert sum(found.values()) == 0
    change = ledger.committed_by(ledger.Posting(1, move, amount) for move, amount in moves)
    granted = -found[LedgerAccount.SOURCE]
    assert granted - found[LedgerAccount.AVAILABLE] == change.get(1, Decimal(0))


def test_interest_is_simple_by_the_day_and_a_receipt_takes_the_last_payment_first() -> None:
    assert ledger.interest(Decimal(100_000), Decimal("3.65"), 100) == Decimal("1000.00")
    left = {9: Decimal(40), 3: Decimal(60)}
    assert taken_from(left, Decimal(50)) == [(9, Decimal(40)), (3, Decimal(10))]
