"""Better data never lowers a verdict."""

import random
from copy import deepcopy
from typing import Any, Final

import pytest

from tests.rulekit.by_hand import ORDERS, Facts
from tests.rulekit.chance import subject
from tests.rulekit.worked import SPRING, judged
from wuhan_smes.rulekit.queries import pinned

pytestmark = pytest.mark.django_db
ORDER: Final = ("unmet", "unknown", "manual_review", "met")
MORE: Final = ("rd_expense", "equity_new", "market_share", "platform_score", "segment_years")
FEWER: Final = ("market_rank_cn", "market_rank_province", "market_rank_world")
HIGHER: Final = (
    "ip_class1",
    "ip_class1_own",
    "ip_class1_high_value",
    "ip_class1_applied",
    "ip_class1_applied_own_top3",
    "ip_class2",
    "digital_level",
    "quality_items",
    "local_feature_score",
    "standards_led",
    "award_provincial_up_count",
    "plan_investment",
)
GOOD: Final = (
    "residency_mainland",
    "has_rd_institution",
    "has_management_cert",
    "has_foreign_product_cert",
    "core_business_it",
    "own_brand",
    "is_new_product",
    "strategic_emerging_industry",
    "j_market_position",
    "j_key_field",
    "j_key_plan",
    "j_champion_expert",
)
BAD: Final = (
    "prohibited_industry",
    "on_abnormal_list",
    "on_dishonest_list",
    "listed",
    "prior_key_support",
    "lg_control_link",
    "lg_same_group_similar_product",
)
INCIDENTS: Final = ("serious_incidents", "data_falsification", "tax_evasion", "research_dishonesty")
# Better in itself, and yet it may lower a verdict.
EXCEPTIONS: Final = {
    "revenue": "R&D and the main business become smaller shares of it; the band of LG-2022 changes",
    "sales_revenue": "a tech SME may not be too large, and R&D becomes a smaller share of it",
    "total_assets": "a tech SME may not be too large",
    "employees": "a tech SME may not be too large; staff becomes a smaller share",
    "main_revenue": "of an earlier year it is what growth is measured from",
    "valid_titles": "a champion may not apply below its title",
    "size_class": "whoever outgrows the size of an SME leaves the ladder",
    "years_since_founding": "a unicorn may not be too old",
}
CASES: Final = [
    ("TSME-2017", "new"),
    ("INNO-2022", "new"),
    ("SRDI-2022", "new"),
    ("SRDI-2026", "review"),
    ("LG-2022", "review"),
    ("LG-2026", "new"),
    ("KEYLG-2024", "new"),
    ("CHAMP-2023", "new"),
    ("CHAMP-HB", "new"),
]


def better(chance: random.Random, facts: Facts) -> Facts:
    """The same subject with a few known facts better than they were."""
    found: dict[str, Any] = deepcopy(facts)

    def each_year(names: tuple[str, ...], step: Any) -> None:
        for name in names:
            for year, value in found[name].items():
                if value is not None and chance.random() < 0.5:
                    found[name][year] = step(value)

    def each(names: tuple[str, ...], value: Any) -> None:
        for name in names:
            if found[name] is not None and chance.random() < 0.5:
                found[name] = value(found[name])

    each_year(MORE, lambda value: round(value * 1.3 + 1, 2))
    each_year(FEWER, lambda value: max(1, value - 2))
    each_year(("total_liabilities",), lambda value: round(value * 0.8, 2))
    each_year(("net_profit",), lambda value: round(value * 1.2 + 1, 2))
    each(HIGHER, lambda value: value + 1)
    each(GOOD, lambda _: True)
    each(BAD, lambda _: False)
    each(INCIDENTS, lambda _: 0)
    for name, order in ORDERS.items():
        each((name,), lambda _, best=order[-1]: best)
    each(("award_national_best_rank", "award_provincial_up_best_rank"), lambda _: 1)
    return found


@pytest.mark.parametrize(("code", "kind"), CASES)
def test_better_data_never_lowers_a_verdict(code: str, kind: str) -> None:
    chance = random.Random(f"better {code}")
    before = [subject(chance, unknown=n % 3 * 0.05) for n in range(150)]
    after = [better(chance, facts) for facts in before]
    rules = pinned(code, kind, on=SPRING, layers=())

    was, became = judged(rules, kind, before), judged(rules, kind, after)

    lowered = [
        (one.verdict.value, other.verdict.value)
        for one, other in zip(was, became, strict=True)
        if ORDER.index(other.verdict.value) < ORDER.index(one.verdict.value)
    ]
    assert lowered == []


def test_no_exception_is_among_what_is_made_better() -> None:
    assert set(EXCEPTIONS) & {*MORE, *FEWER, *HIGHER, *GOOD, *BAD, *INCIDENTS} == set()


def test_learning_a_good_fact_never_lowers_a_verdict() -> None:
    """Unknown is never worse than the truth turns out to be, if the truth is good."""
    chance = random.Random("learning")
    known = [subject(chance, unknown=0) for _ in range(150)]
    for code, kind in CASES:
        rules = pinned(code, kind, on=SPRING, layers=())
        hidden = [
            {name: None if chance.random() < 0.2 else value for name, value in facts.items()}
            for facts in known
        ]
        for told, untold in zip(
            judged(rules, kind, known), judged(rules, kind, hidden), strict=True
        ):
            if told.verdict == "met":
                assert untold.verdict != "unmet", code
            if untold.verdict == "met":
                assert told.verdict == "met", code
