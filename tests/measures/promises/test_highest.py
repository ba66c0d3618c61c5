"""就高从优不重复: the five cases of the guide, every order, and a search through small cases."""

from decimal import Decimal
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.choices import EntitlementReason as R
from measures.rules.highest import Option, Payable, payable, settle

CITY, DISTRICT = "city", "district"
NOTHING = Decimal(0)


def two(city: int | None, district: int | None) -> list[Option]:
    return [
        Option(code, None if standard is None else Decimal(standard), rank)
        for rank, (code, standard) in enumerate([(CITY, city), (DISTRICT, district)])
    ]


def paid_by(options: list[Option], paid: int, recovered: int = 0) -> dict[str, Payable]:
    settled = settle(options, paid=Decimal(paid), approved=NOTHING, recovered=Decimal(recovered))
    return {one.option.code: one.payable for one in settled}


@pytest.mark.parametrize(
    ("options", "paid", "recovered", "city", "district"),
    [
        (two(100, 60), 0, 0, Payable(Decimal(100), R.BEST), R.HIGHER_ELSEWHERE),
        (two(100, 60), 60, 0, Payable(Decimal(40), R.TOP_UP), R.HIGHER_ELSEWHERE),
        (two(100, 60), 100, 0, Payable(NOTHING, R.PAID_BEFORE), R.HIGHER_ELSEWHERE),
        (two(100, 60), 60, 60, Payable(Decimal(100), R.BEST), R.HIGHER_ELSEWHERE),
        (two(None, 60), 0, 0, Payable(None, R.AMOUNT_UNKNOWN), R.BEST),
    ],
    ids=["nothing paid", "district first", "best already", "taken back", "standard not set"],
)
def test_the_five_cases_of_the_guide(
    options: list[Option], paid: int, recovered: int, city: Payable, district: R
) -> None:
    lines = paid_by(options, paid, recovered)

    assert lines[CITY] == city
    assert lines[DISTRICT].reason == district
    assert lines[DISTRICT].amount == (Decimal(60) if city.amount is None else NOTHING)


def test_of_equal_standards_the_higher_level_pays_and_the_other_is_kept() -> None:
    (city, district) = settle(two(60, 60), paid=NOTHING, approved=NOTHING, recovered=NOTHING)

    assert city.payable == Payable(Decimal(60), R.BEST)
    assert district.payable == Payable(NOTHING, R.HIGHER_ELSEWHERE)
    assert [other.code for other in city.others] == [DISTRICT]


def test_what_was_paid_and_nobody_said_how_much_leaves_nothing_to_say() -> None:
    found = payable(Decimal(100), paid=None, approved=NOTHING, recovered=NOTHING)

    assert found == Payable(None, R.PAID_UNKNOWN)


amounts = st.one_of(st.none(), st.decimals(0, 500, places=2))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(amounts, st.integers(0, 2)), max_size=4),
    *[st.decimals(0, 500, places=2)] * 3,
)
def test_no_order_of_looking_matters_and_the_best_is_never_exceeded(
    made: list[tuple[Decimal | None, int]], paid: Decimal, approved: Decimal, recovered: Decimal
) -> None:
    options = [Option(f"p{n}", standard, rank) for n, (standard, rank) in enumerate(made)]
    settled = {
        settle(order, paid=paid, approved=approved, recovered=recovered)
        for order in permutations(options)
    }

    assert len({tuple((one.option, one.payable) for one in lines) for lines in settled}) == 1
    (lines, *_) = settled
    known = [option.standard for option in options if option.standard is not None]
    total = sum((one.payable.amount or NOTHING for one in lines), NOTHING)
    net = max(NOTHING, paid + approved - recovered)
    assert total == max(NOTHING, max(known, default=NOTHING) - net)


def test_a_search_through_every_way_of_paying_agrees() -> None:
    """The most that could be paid in whole steps without ever going above the best standard."""
    for standards in product([None, 0, 1, 2, 3], repeat=2):
        known = [one for one in standards if one is not None]
        for paid, recovered in product(range(5), repeat=2):
            before = max(0, paid - recovered)
            ways = product(*(range(one + 1) if one is not None else [0] for one in standards))
            fits = [sum(way) for way in ways if sum(way) + before <= max(known, default=0)]
            options = two(*standards)
            lines = paid_by(options, paid, recovered)
            found = sum((line.amount or NOTHING for line in lines.values()), NOTHING)

            assert found == max(fits, default=0), (standards, paid, recovered)
