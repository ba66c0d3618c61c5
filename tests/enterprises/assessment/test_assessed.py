"""Rules put to the register: the facts of enterprises, where they are kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from enterprises.models import Enterprise, OwnershipLink
from enterprises.queries.assessment import Basis, assessed, basis_for, played
from enterprises.queries.facts_told import facts_told
from tests.enterprises.assessment.worlds import SPRING, put
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators, make_size
from tests.factories.titles import make_title
from wuhan_smes.rulekit.compiling import Reading
from wuhan_smes.rulekit.queries import pinned
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def stands(
    enterprise: Enterprise, code: str = "LG-2026", *, on: date = SPRING, kind: str = "new"
) -> Reading:
    with bootstrap_scope():
        rules = pinned(code, kind, on=on, layers=())
        basis = Basis(rules, kind, on)
        mine = Enterprise.objects.filter(pk=enterprise.pk)
        (found,) = assessed(mine, basis)
        told = played(facts_told(mine, basis)[enterprise.pk], basis)
    assert replace(told, id=found.id) == found  # the facts kept give the answer again
    return found


def result(reading: Reading, line: str) -> str:
    (found,) = [one for one in reading.criteria if one.rule.code == line]
    return str(found.result.value)


def test_an_enterprise_at_every_threshold_meets_the_standard(candidate: Enterprise) -> None:
    found = stands(candidate)

    assert (found.verdict, found.lacking, found.open) == ("met", (), ())
    (growth,) = [one for one in found.criteria if one.rule.code == "H4"]
    assert (growth.value, growth.distance, growth.unit) == (Decimal(5), Decimal(0), "%")


def test_a_cent_of_yuan_decides(candidate: Enterprise) -> None:
    put(candidate, 2025, revenue=Decimal("440999999.99"))

    found = stands(candidate)

    assert (found.verdict, found.lacking) == ("unmet", ("H4",))


def test_an_enterprise_nothing_is_known_of_stands_open() -> None:
    found = stands(make_enterprise())

    assert (found.verdict, found.lacking) == ("unmet", ("H0",))
    assert result(found, "H2") == "unknown"
    assert result(found, "H10") == "manual_review"


def test_the_population_is_answered_one_row_each_in_order(candidate: Enterprise) -> None:
    others = [make_enterprise() for _ in range(3)]

    with bootstrap_scope():
        chosen = Enterprise.objects.filter(pk__in=[candidate.pk, *(o.pk for o in others)])
        found = assessed(chosen, basis_for("little_giant", "new", on=SPRING))

    assert [(one.id, one.verdict.value) for one in found] == [
        (candidate.pk, "met"),
        *((other.pk, "unmet") for other in others),
    ]


def test_a_title_counts_until_its_last_day_and_longer_while_its_review_is_pending() -> None:
    enterprise = make_enterprise()
    make_title(
        enterprise, tier="srdi_sme", valid_from=date(2023, 1, 1), valid_until=date(2026, 1, 1)
    )
    pending = make_enterprise()
    make_title(
        pending,
        tier="srdi_sme",
        valid_from=date(2023, 1, 1),
        valid_until=date(2026, 1, 1),
        review_pending=True,
    )

    days = (date(2025, 12, 31), date(2026, 1, 1))
    assert [result(stands(enterprise, on=day), "H0") for day in days] == ["met", "unmet"]
    assert [result(stands(pending, on=day), "H0") for day in days] == ["met", "met"]


def test_one_incident_is_proof_though_other_years_are_unknown() -> None:
    enterprise = make_enterprise()
    make_indicators(enterprise, 2024, serious_incidents=1)

    assert result(stands(enterprise), "V2") == "unmet"


def test_a_year_nobody_spoke_of_is_no_proof_of_calm(candidate: Enterprise) -> None:
    put(candidate, 2024, serious_incidents=None)

    found = stands(candidate)

    assert (found.verdict, found.open) == ("unknown", ("V2",))


def test_nought_awards_are_no_award_of_any_rank_and_a_third_place_exempts(
    candidate: Enterprise,
) -> None:
    put(candidate, 2025, ip_class1_applied_own_top3=3)
    assert result(stands(candidate), "H8") == "unmet"

    put(candidate, 2025, award_provincial_up_count=1, award_national_best_rank=3)
    assert result(stands(candidate), "H8") == "exempt"

    put(candidate, 2025, award_provincial_up_count=1, award_national_best_rank=None)
    assert result(stands(candidate), "H8") == "unknown"


def test_a_state_of_the_year_itself_goes_before_that_of_the_year_before(
    candidate: Enterprise,
) -> None:
    put(candidate, 2026, on_abnormal_list=True)

    assert result(stands(candidate), "V1") == "unmet"


def test_the_size_of_the_year_before_counts(candidate: Enterprise) -> None:
    large = make_enterprise()
    make_size(large, 2026, "large")

    assert result(stands(large), "B0") == "unknown"
    assert result(stands(candidate), "B0") == "met"


@pytest.mark.parametrize("holder", ["candidate", "giant"])
def test_control_by_or_of_a_little_giant_excludes(candidate: Enterprise, holder: str) -> None:
    giant = make_enterprise()
    make_title(giant, tier="little_giant", valid_from=date(2025, 1, 1))
    sides = (candidate, giant) if holder == "candidate" else (giant, candidate)
    with bootstrap_scope():
        OwnershipLink.objects.create(
            enterprise=sides[0],
            jurisdiction_id=sides[0].jurisdiction_id,
            kind="controls",
            other_name=sides[1].name,
            other_uscc=sides[1].uscc,
            valid_from=date(2024, 1, 1),
        )

    found = stands(candidate)

    assert (found.verdict, found.lacking) == ("unmet", ("X2",))


@pytest.mark.parametrize(
    ("on", "seed"),
    [(date(2026, 5, 3), "met"), (date(2026, 5, 4), "met"), (date(2026, 5, 5), "unmet")],
)
def test_years_since_founding_are_whole_on_the_anniversary(on: date, seed: str) -> None:
    enterprise = make_enterprise(established_on=date(2021, 5, 4))

    assert result(stands(enterprise, "UNICORN-EL-2023", on=on), "U3") == seed


def test_what_is_outside_of_the_reach_is_not_judged(candidate: Enterprise) -> None:
    other = make_enterprise(unit=make_unit("hanyang"))

    with bootstrap_scope():
        mine = Enterprise.objects.filter(jurisdiction=candidate.jurisdiction)
        found = assessed(mine, basis_for("little_giant", "new", on=SPRING))

    assert other.pk not in [one.id for one in found]
    assert candidate.pk in [one.id for one in found]


def test_every_rule_set_compiles_over_the_register(candidate: Enterprise) -> None:
    for code in ("TSME-2017", "INNO-2022", "SRDI-2022", "SRDI-2026", "LG-2022", "KEYLG-2024"):
        for kind in ("new", "review"):
            assert stands(candidate, code, kind=kind).verdict in {"met", "unmet", "unknown"}
    for code in ("CHAMP-2023", "CHAMP-HB", "UNICORN-EL-2023"):
        assert stands(candidate, code).id == candidate.pk


def command(**words: Any) -> list[str]:
    said = StringIO()
    call_command("assess", stdout=said, **words)
    return said.getvalue().splitlines()


def test_the_command_counts_where_everybody_stands_and_who_lacks_one_thing(
    candidate: Enterprise,
) -> None:
    nearly = make_enterprise(unit=make_unit("hanyang"))
    make_indicators(nearly, 2025, on_abnormal_list=False)

    lines = command(tier="little_giant", kind="new", on=SPRING)

    assert lines == [
        "规则\tLG-2026/1\t工信部企业〔2026〕2号 《优质中小企业梯度培育管理办法》 附件2",
        "符合\t1",
        "不符合\t1",
        "只差 H0\t1\t已获专精特新中小企业称号(有效期内)",
    ]


def test_the_command_counts_as_one_person_sees(candidate: Enterprise) -> None:
    make_enterprise(unit=make_unit("hanyang"))
    user = make_user("district_staff", unit=candidate.jurisdiction)

    lines = command(tier="little_giant", kind="new", on=SPRING, username=user.username)

    assert lines[1:] == ["符合\t1"]


def test_the_command_refuses_rules_of_another_tier() -> None:
    with pytest.raises(CommandError, match="不是该梯度的认定规则"):
        command(tier="srdi_sme", kind="new", on=SPRING, rule_set="LG-2026")
    with pytest.raises(CommandError, match="没有适用于该梯度"):
        command(tier="gazelle", kind="new", on=SPRING)
