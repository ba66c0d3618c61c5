"""Payments of the past follow a merge, are told once, and go back as corrected since."""

from decimal import Decimal

from enterprises.models import Enterprise
from measures.actions import past_payments
from measures.models import PastPayment
from tests.enterprises.identity.conftest import merge, undo
from tests.enterprises.register.conftest import NOON
from tests.measures.test_past_payments import Town, record, town  # noqa: F401 - a fixture
from wuhan_smes.scope import scoped

NEXT, LATER = NOON.replace(day=4), NOON.replace(month=4)


def paid(enterprise: Enterprise) -> list[tuple[int | None, Decimal | None]]:
    rows = PastPayment.objects.current().filter(enterprise=enterprise).order_by("year")
    return [(row.year, row.amount_city) for row in rows]


def test_what_both_tell_is_told_once_and_corrections_follow_the_half(town: Town) -> None:  # noqa: F811
    gone, into = town.enterprise(), town.enterprise()
    for year in (2021, 2022, 2023, 2024):
        record(town, gone, year=year)
    record(town, into, year=2024)
    before = paid(gone)

    done = merge(gone, into, town.clerk)
    merged = paid(into)
    by_year = {row.year: row.pk for row in PastPayment.objects.current().filter(enterprise=into)}
    with scoped(town.clerk):
        past_payments.strike_set([by_year[2021]], reason="未拨付", access=town.clerk, at=NEXT)
        words = {"values": {"year": 2020}, "reason": "笔误"}
        past_payments.correct(by_year[2022], access=town.clerk, at=LATER, **words)
    undo(done, town.clerk, at=LATER)

    assert [year for year, _ in merged] == [2021, 2022, 2023, 2024]
    assert paid(gone) == [(2020, before[0][1]), *before[2:]]
    assert [year for year, _ in paid(into)] == [2024]
