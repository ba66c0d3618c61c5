"""Industry, chains, places, size and scale: dated, copied to today, each with its refusal."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enterprises.actions import classification
from enterprises.models import (
    Enterprise,
    EnterpriseChain,
    EnterprisePlace,
    IndustryStay,
    SizeThreshold,
    SizeYear,
)
from tests.enterprises.register.conftest import NOON, Town, build_town, entries
from tests.factories.enterprises import make_chain, make_industry, make_place
from tests.factories.indicators import make_indicators
from tests.races import race
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped


def act(town: Town, verb: str, enterprise: Enterprise, **words: Any) -> Enterprise:
    with scoped(town.clerk):
        done = getattr(classification, verb)(enterprise.pk, access=town.clerk, at=NOON, **words)
    done.refresh_from_db()
    return done  # type: ignore[no-any-return]


@pytest.mark.covers("enterprises.classification.set_industry", "works")
def test_the_industry_of_today_is_copied_and_the_past_stays(town: Town) -> None:
    old, new = make_industry("C3974", "显示器件制造"), make_industry("C3976")
    enterprise = town.enterprise(industry=old)

    done = act(town, "set_industry", enterprise, industry_id=new.pk, on=date(2025, 1, 1))

    assert (done.industry_id, done.version) == (new.pk, 2)
    stays = IndustryStay.objects.current().filter(enterprise=done).order_by("during")
    assert [(s.industry, s.during.upper) for s in stays] == [(old, date(2025, 1, 1)), (new, None)]
    assert entries().get().kind == "enterprise.set_industry"


@pytest.mark.covers("enterprises.classification.join_chain", "works")
def test_a_new_primary_chain_demotes_the_old_one_also_in_a_corrected_past(town: Town) -> None:
    enterprise, one, two = town.enterprise(), make_chain(), make_chain()
    act(town, "join_chain", enterprise, chain_id=one.pk, on=date(2024, 1, 1), is_primary=True)

    act(town, "join_chain", enterprise, chain_id=two.pk, on=date(2023, 1, 1), is_primary=True)

    rows = EnterpriseChain.objects.current().filter(enterprise=enterprise).order_by("during")
    assert [(row.chain, row.during.lower, row.is_primary) for row in rows] == [
        (two, date(2023, 1, 1), True),
        (one, date(2024, 1, 1), False),
    ]


@pytest.mark.covers("enterprises.classification.leave_chain", "works", "refused")
def test_a_chain_is_left_once(town: Town) -> None:
    enterprise, chain = town.enterprise(), make_chain()
    act(town, "join_chain", enterprise, chain_id=chain.pk, on=date(2024, 1, 1))

    act(town, "leave_chain", enterprise, chain_id=chain.pk, on=date(2025, 1, 1))

    row = EnterpriseChain.objects.current().get(enterprise=enterprise)
    assert (row.during.lower, row.during.upper) == (date(2024, 1, 1), date(2025, 1, 1))
    with pytest.raises(ActionRefused, match="不在该产业链上"):
        act(town, "leave_chain", enterprise, chain_id=chain.pk, on=date(2025, 2, 1))


@pytest.mark.covers("enterprises.classification.leave_chain", "reach", "capability")
def test_leaving_a_chain_asks_for_reach_and_capability(town: Town) -> None:
    enterprise, chain = town.enterprise(), make_chain()
    words = {"at": NOON, "chain_id": chain.pk, "on": date(2025, 1, 1)}

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        classification.leave_chain(enterprise.pk, access=town.other, **words)
    with scoped(town.reader), pytest.raises(NotPermitted):
        classification.leave_chain(enterprise.pk, access=town.reader, **words)


@pytest.mark.covers("enterprises.classification.leave_chain", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_off_the_chain_one_is_told() -> None:
    town = build_town()
    enterprise, chain = town.enterprise(), make_chain()
    act(town, "join_chain", enterprise, chain_id=chain.pk, on=date(2024, 1, 1))

    def leave() -> object:
        return classification.leave_chain(
            enterprise.pk, access=town.clerk, at=NOON, chain_id=chain.pk, on=date(2025, 1, 1)
        )

    assert race(leave, leave, as_first=town.clerk, as_second=town.clerk) == ("done", "refused")


@pytest.mark.covers("enterprises.classification.set_place", "works")
def test_a_place_is_set_whole(town: Town) -> None:
    enterprise = town.enterprise()
    street, park = make_place(), make_place("park")
    act(town, "set_place", enterprise, street_id=street.pk, on=date(2024, 1, 1))

    act(town, "set_place", enterprise, park_id=park.pk, wugu="guanggu", on=date(2025, 1, 1))

    rows = EnterprisePlace.objects.current().filter(enterprise=enterprise).order_by("during")
    assert [(row.street, row.park, row.wugu) for row in rows] == [
        (street, None, ""),
        (None, park, "guanggu"),
    ]


@pytest.mark.covers("enterprises.classification.set_size", "works")
def test_the_size_of_an_earlier_year_does_not_become_todays(town: Town) -> None:
    enterprise = town.enterprise()
    act(town, "set_size", enterprise, year=2025, size_class="medium")

    done = act(town, "set_size", enterprise, year=2023, size_class="small")

    assert done.size_class == "medium"


@pytest.mark.covers("enterprises.classification.set_size", "refused")
def test_without_a_class_the_years_figures_decide_by_the_standard(town: Town) -> None:
    """工业: 300 persons and 20 million make medium; a missing figure is named, not guessed."""
    floors = {"staff": (20, 300, 1000), "revenue": (300, 2000, 40000)}
    with bootstrap_scope():
        SizeThreshold.objects.update_or_create(
            code=2,
            defaults={"category": "工业", "prefixes": ["B", "C", "D"]}
            | {
                f"{name}_{size}": floor
                for name, three in floors.items()
                for size, floor in zip(("small", "medium", "large"), three, strict=True)
            },
        )
    enterprise = town.enterprise()
    with pytest.raises(InputRefused, match="2025 年末没有登记行业"):
        act(town, "set_size", enterprise, year=2025)
    act(
        town, "set_industry", enterprise, industry_id=make_industry("C3976").pk, on=date(2024, 1, 1)
    )
    make_indicators(enterprise, 2024, employees=300)
    make_indicators(enterprise, 2025, employees=300, revenue=Decimal("20000000.00"))

    with pytest.raises(InputRefused, match="2024 年度指标缺少：营业收入总额"):
        act(town, "set_size", enterprise, year=2024)
    done = act(town, "set_size", enterprise, year=2025)

    year = SizeYear.objects.get(enterprise=enterprise)
    assert (done.size_class, year.source) == (
        "medium",
        "企业划型标准第 2 项（工业），2025 年度指标",
    )


@pytest.mark.covers("enterprises.classification.set_scale", "works")
def test_above_scale_from_entering_until_leaving(town: Town) -> None:
    enterprise = town.enterprise()
    seen = []
    for month, stage in enumerate(("pool", "entered", "stayed", "left"), start=1):
        done = act(
            town,
            "set_scale",
            enterprise,
            kind="industrial",
            stage=stage,
            on=date(2025, month, 1),
            confirmed_by="市统计局",
        )
        seen.append(done.is_above_scale)

    assert seen == [False, True, True, False]


@pytest.mark.parametrize(
    ("verb", "words", "sentence"),
    [
        pytest.param(
            "set_industry",
            {"industry_id": 0, "on": date(2025, 1, 1)},
            "没有这个行业代码",
            marks=pytest.mark.covers("enterprises.classification.set_industry", "refused"),
        ),
        pytest.param(
            "join_chain",
            {"chain_id": 0, "on": date(2025, 1, 1)},
            "没有这条产业链",
            marks=pytest.mark.covers("enterprises.classification.join_chain", "refused"),
        ),
        pytest.param(
            "set_place",
            {"street_id": 0, "on": date(2025, 1, 1)},
            "没有这个街道",
            marks=pytest.mark.covers("enterprises.classification.set_place", "refused"),
        ),
        pytest.param(
            "set_size",
            {"year": 2027, "size_class": "small"},
            "不能晚于今天",
            marks=pytest.mark.covers("enterprises.classification.set_size", "refused"),
        ),
        pytest.param(
            "set_scale",
            {"kind": "trade", "stage": "entered", "on": date(2025, 1, 1)},
            "确认单位",
            marks=pytest.mark.covers("enterprises.classification.set_scale", "refused"),
        ),
    ],
)
def test_what_does_not_exist_or_is_not_confirmed_is_refused(
    town: Town, verb: str, words: dict[str, Any], sentence: str
) -> None:
    enterprise = town.enterprise()

    with pytest.raises(InputRefused, match=sentence):
        act(town, verb, enterprise, **words)

    enterprise.refresh_from_db()
    assert enterprise.version == 1


def test_a_park_is_not_a_street(town: Town) -> None:
    with pytest.raises(InputRefused, match="没有这个街道"):
        act(
            town,
            "set_place",
            town.enterprise(),
            street_id=make_place("park").pk,
            on=date(2025, 1, 1),
        )
