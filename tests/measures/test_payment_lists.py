"""Lists of what was paid before: units of money, shares that must add up, twice is once."""

from decimal import Decimal

import pytest

from enterprises.models import Enterprise
from measures.models import IDENTITY, PastPayment
from tests.enterprises.exchange.lists import applied, reverted
from tests.exchange.driving import handed_in, rows_of
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.scope import bootstrap_scope

ONE, TWO = "91420100616400352X", "91100000100003962T"
HEAD = (
    "企业名称,统一社会信用代码,奖励类别,奖励金额({unit}),市级({unit}),区级({unit}),年度,文号,备注\n"
)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


@pytest.fixture
def clerk(transactional_db: None) -> Access:
    unit = Jurisdiction.objects.get(code="jiangxia")
    make_enterprise(unit=unit, name="示例甲科技有限公司", uscc=ONE)
    make_enterprise(unit=unit, name="示例乙制造有限公司", uscc=TWO)
    return make_access("district_staff", unit=unit)


def payments() -> list[tuple[object, ...]]:
    with bootstrap_scope():
        rows = PastPayment.objects.current().order_by("enterprise_id", "year", "id")
        return list(rows.values_list("enterprise__uscc", *IDENTITY, "note"))


def test_a_list_in_ten_thousands_is_kept_in_yuan_once_and_taken_back(clerk: Access) -> None:
    text = HEAD.format(unit="万元") + (
        f"示例甲科技有限公司,{ONE},小巨人认定奖励,50,30,20,2024,武经信[2024]9号,\n"
        f"示例乙制造有限公司,{TWO},小巨人认定奖励,,30.5,,2024,,待补\n"
        "合计,,,50,60.5,20,,,\n"
    )
    import_ = handed_in(text, clerk, kind="past_payments")
    assert [row.verdict for row in rows_of(import_, clerk)] == [Verdict.NEW, Verdict.NEW]

    done = applied(import_, clerk)
    again = handed_in(text, clerk, kind="past_payments")

    programme, number = "小巨人认定奖励", "武经信〔2024〕9号"
    money = [Decimal(value) for value in ("500000.00", "300000.00", "200000.00")]
    assert payments() == [
        (ONE, programme, "", "", *money, None, 2024, number, ""),
        (TWO, programme, "", "", None, Decimal("305000.00"), None, None, 2024, "", "待补"),
    ]
    assert {row.verdict for row in rows_of(again, clerk)} == {Verdict.UNCHANGED}
    assert reverted(done, clerk).state == ImportState.REVERTED
    assert payments() == []


def test_a_word_more_about_a_known_payment_is_taken_back_to_what_was_said_before(
    clerk: Access,
) -> None:
    line = f"示例甲科技有限公司,{ONE},认定奖励,500000,300000,200000,2024,,"
    applied(handed_in(HEAD.format(unit="元") + line + "\n", clerk, kind="past_payments"), clerk)
    before = payments()

    more = HEAD.format(unit="元") + line + "第二批\n"
    import_ = handed_in(more, clerk, kind="past_payments")
    (row,) = rows_of(import_, clerk)
    done = applied(import_, clerk)

    assert (row.verdict, row.changes) == (Verdict.CHANGED, {"remark": ["", "第二批"]})
    assert [payment[-1] for payment in payments()] == ["第二批"]
    assert reverted(done, clerk).state == ImportState.REVERTED
    assert payments() == before


def test_shares_that_do_not_add_up_are_refused_with_both_sums(clerk: Access) -> None:
    text = HEAD.format(unit="元") + f",{ONE},认定奖励,500000,300000,100000,2024,,\n"

    (row,) = rows_of(handed_in(text, clerk, kind="past_payments"), clerk)

    assert row.verdict == Verdict.REFUSED
    (fault,) = row.faults
    assert (fault["field"], fault["code"]) == ("amount", "shares_differ")
    assert "合计 400,000.00 元，与金额 500,000.00 元不符" in fault["detail"]


def test_an_amount_without_a_unit_is_asked_for(clerk: Access) -> None:
    text = f"信用代码,奖励类别,奖励金额,年度\n{ONE},认定奖励,50,2024\n"

    asked = handed_in(text, clerk, kind="past_payments")
    assert asked.state == ImportState.MAPPING
    told = handed_in(text, clerk, kind="past_payments", answers={"amount.unit": "万元"})

    applied(told, clerk)
    with bootstrap_scope():
        assert PastPayment.objects.get().amount == Decimal("500000.00")
        assert Enterprise.objects.count() == 2
