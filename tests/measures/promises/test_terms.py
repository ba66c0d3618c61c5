"""Terms as they are written: read exactly, refused with their place, told in Chinese."""

from decimal import Decimal

import pytest

from measures.rules.amounts import amount_rule, computed, told
from measures.rules.deferral import deferral
from measures.rules.eligibility import eligibility
from measures.rules.naming import NAMED
from wuhan_smes.errors import InputRefused

FIXED = {"kind": "fixed", "amount": "60000.00"}
SHARE = {"kind": "share", "percent": "50", "of": "rd_expense", "cap": "5000000"}
LOAN = {
    "kind": "share",
    "percent": "50",
    "of": "interest",
    "limits": [{"of": "loan", "most": "5000000"}, {"of": "months", "most": "24"}],
}
EACH = {"kind": "per_unit", "amount": "1000", "of": "ip_class1"}
STEPS = {
    "kind": "table",
    "of": "revenue",
    "rows": [{"from": "0", "amount": "10000"}, {"from": "20000000", "amount": "50000"}],
}
TIERS = {"kind": "table", "of": "tier", "rows": [{"from": "little_giant", "amount": "300000"}]}


@pytest.mark.parametrize(
    ("rule", "facts", "amount"),
    [
        (FIXED, {}, "60000.00"),
        (SHARE, {"rd_expense": Decimal("1000.01")}, "500.01"),
        (SHARE, {"rd_expense": Decimal(99_000_000)}, "5000000"),
        (SHARE, {}, None),
        (LOAN, {"interest": Decimal(100), "loan": Decimal(1), "months": Decimal(24)}, "50.00"),
        (LOAN, {"interest": Decimal(100), "loan": Decimal(1)}, None),
        (EACH, {"ip_class1": Decimal(3)}, "3000.00"),
        (STEPS, {"revenue": Decimal(20_000_000)}, "50000"),
        (STEPS, {"revenue": Decimal("19999999.99")}, "10000"),
        (TIERS, {"tier": "little_giant"}, "300000"),
        (TIERS, {"tier": "champion"}, None),
        (None, {}, None),
    ],
)
def test_an_amount_follows_its_rule_and_unknown_stays_unknown(
    rule: dict[str, object] | None, facts: dict[str, Decimal | str | None], amount: str | None
) -> None:
    expected = None if amount is None else Decimal(amount)

    assert computed(amount_rule(rule), facts) == expected


def test_an_amount_nobody_stated_is_told_so_and_never_as_nothing() -> None:
    labels = {"rd_expense": "研发费用", "little_giant": "小巨人"}

    assert told(amount_rule(None), labels) == "未明确"
    assert told(amount_rule(FIXED), labels) == "60,000.00 元"
    assert told(amount_rule(SHARE), labels) == "研发费用的 50%，最高 5,000,000.00 元"
    assert told(amount_rule(TIERS), labels) == "小巨人 300,000.00 元"
    assert told(amount_rule(LOAN), NAMED) == (
        "实际利息的 50%，贷款本金（元）不超过 5,000,000，期限（月）不超过 24"
    )


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"kind": "gift"}, "amount_rule.kind"),
        ({"kind": "fixed", "amount": "0"}, "amount_rule.amount"),
        ({"kind": "fixed", "amount": "1.005"}, "amount_rule.amount"),
        ({"kind": "share", "percent": "120", "of": "x"}, "amount_rule.percent"),
        ({"kind": "table", "of": "tier", "rows": []}, "amount_rule.rows"),
        (
            {"kind": "table", "of": "tier", "rows": [{"from": "giant", "amount": "3"}]},
            "amount_rule.rows[1].from",
        ),
        ({**LOAN, "limits": [{"of": "loan", "most": 0}]}, "amount_rule.limits[1].most"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_its_place(
    rule: dict[str, object], place: str
) -> None:
    with pytest.raises(InputRefused) as said:
        amount_rule(rule)

    assert [fault.field for fault in said.value.faults] == [place]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({"events": []}, "eligibility.events"),
        ({"events": [{"event": "born"}]}, "eligibility.events[1].event"),
        ({"events": [{"event": "title_gained"}]}, "eligibility.events[1].tiers"),
        (
            {"events": [{"event": "registered", "scales": ["trade"]}]},
            "eligibility.events[1].scales",
        ),
        ({"events": [{"event": "registered"}], "when": 1}, "eligibility"),
        (
            {"events": [{"event": "registered"}], "criteria": [{"code": "a", "kind": "manual"}]},
            "eligibility.criteria[1]",
        ),
    ],
)
def test_conditions_that_cannot_be_read_are_refused_with_their_place(
    written: dict[str, object], place: str
) -> None:
    with pytest.raises(InputRefused) as said:
        eligibility(written)

    assert [fault.field for fault in said.value.faults] == [place]


def test_a_condition_of_the_next_year_has_its_day_every_year() -> None:
    rule = deferral({"lasting": "scale", "years": 1, "month": 3, "day": 31})

    assert rule is not None
    assert rule.told == "事实发生后第 1 年 3 月 31 日核查：仍在规（限）上"
    with pytest.raises(InputRefused):
        deferral({"lasting": "scale", "years": 1, "month": 2, "day": 29})
