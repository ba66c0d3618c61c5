"""Whom a row of a list means: found for certain, doubted with a reason, or another unit's."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from enterprises.exchange import matching
from enterprises.models import Enterprise
from enterprises.rules.names import normalise_name
from enterprises.rules.uscc import make_uscc
from tests.enterprises.exchange.staged import context, matches
from tests.enterprises.titles.conftest import Town, build_town
from tests.factories.enterprises import make_enterprise
from wuhan_smes.exchange.models import MatchChoice
from wuhan_smes.scope import bootstrap_scope

THEN = date(2023, 1, 1)
FREE = make_uscc("91420100MAXX", 900_000)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def found(town: Town, *rows: dict[str, str], access=None) -> list[tuple]:
    return matches(rows, context(access or town.keeper, town.unit.pk), matching.match)


def test_a_code_is_found_whatever_spelling_of_the_name_stands_beside_it(town: Town) -> None:
    it = town.enterprise(name="武汉示例光电（湖北）有限公司")
    names = [
        "",
        "武汉示例光电（湖北）有限公司",
        "武汉示例光电(湖北)有限公司",
        "武汉示例光电湖北有限公司",
    ]

    rows = [{"uscc": it.uscc, "name": name} for name in names]

    assert found(town, *rows) == [(it.pk, "code", "", False)] * 4


def test_a_former_name_beside_the_code_is_right_too(town: Town) -> None:
    it = town.enterprise(
        name="示例新名有限公司", former_names=[("示例旧名有限公司", date(2023, 1, 1))]
    )

    assert found(town, {"uscc": it.uscc, "name": "示例旧名有限公司"}) == [
        (it.pk, "code", "", False)
    ]


def test_a_code_beside_another_name_is_doubted(town: Town) -> None:
    it = town.enterprise(name="示例甲有限公司")

    assert found(town, {"uscc": it.uscc, "name": "示例乙有限公司"}) == [
        (it.pk, "code", "代码与名称不符：登记名称为“示例甲有限公司”", False)
    ]


def test_a_code_leads_to_whoever_it_was_merged_into(town: Town) -> None:
    into = town.enterprise()
    gone = town.enterprise(status="merged", merged_into=into)

    assert found(town, {"uscc": gone.uscc}) == [(into.pk, "code", "", False)]


def test_codes_and_names_lead_through_any_number_of_mergers(town: Town) -> None:
    last = into = town.enterprise()
    for _ in range(3):
        into = town.enterprise(status="merged", merged_into=into)

    assert found(town, {"uscc": into.uscc}, {"name": into.name}) == [
        (last.pk, "code", "", False),
        (last.pk, "name", "", False),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "武汉（示例）科技有限公司",
        "武汉(示例)科技有限公司",
        "武汉示例科技（有限公司）",
        " 武汉示例\n科技有限公司 ",
    ],
)
def test_a_name_is_found_however_its_brackets_are_written(town: Town, name: str) -> None:
    it = town.enterprise(name="武汉（示例）科技有限公司")

    assert found(town, {"name": name}) == [(it.pk, "name", "", False)]


def test_the_name_borne_today_goes_before_one_borne_once(town: Town) -> None:
    today = town.enterprise(name="示例同名有限公司")
    town.enterprise(name="示例改名有限公司", former_names=[("示例同名有限公司", THEN)])

    assert found(town, {"name": "示例同名有限公司"}) == [(today.pk, "name", "", False)]


def test_a_former_name_alone_finds_its_enterprise(town: Town) -> None:
    it = town.enterprise(
        name="示例改名有限公司", former_names=[("示例原名有限公司", date(2023, 1, 1))]
    )

    assert found(town, {"name": "示例原名有限公司"}) == [(it.pk, "former_name", "", False)]


def test_two_of_one_name_are_doubted(town: Town) -> None:
    first, _ = (town.enterprise(name="示例双胞有限公司") for _ in range(2))

    assert found(town, {"name": "示例双胞有限公司"}) == [
        (first.pk, "name", "有 2 家企业使用这一名称", False)
    ]


def test_another_company_form_is_no_match(town: Town) -> None:
    town.enterprise(name="示例转型有限公司")

    assert found(town, {"name": "示例转型股份有限公司"}) == [(None, None, None, None)]


def test_an_unknown_code_with_a_known_name_is_doubted(town: Town) -> None:
    it = town.enterprise(name="示例重名有限公司")

    assert found(town, {"uscc": FREE, "name": "示例重名有限公司"}) == [
        (it.pk, "name", f"代码没有登记，同名企业登记的代码为 {it.uscc}", False)
    ]


def test_a_code_of_another_unit_is_elsewhere_and_tells_nothing_more(town: Town) -> None:
    theirs = make_enterprise(name="示例邻区有限公司")
    row = {"uscc": theirs.uscc, "name": theirs.name}

    assert found(town, row) == [(None, None, None, True)]
    assert found(town, {"name": theirs.name}) == [(None, None, None, None)]
    assert found(town, row, access=town.city) == [(theirs.pk, "code", "", False)]


def test_what_was_chosen_before_is_chosen_again(town: Town) -> None:
    meant = town.enterprise(name="示例甲有限公司")
    other = town.enterprise(name="示例乙有限公司")
    choose(town, meant, "示例甲股份有限公司")
    choose(town, None, other.name, uscc=meant.uscc)

    assert found(
        town, {"name": "示例甲股份有限公司"}, {"uscc": meant.uscc, "name": other.name}
    ) == [(meant.pk, "remembered", "", False), (None, "remembered", "", False)]


def choose(town: Town, meant: Enterprise | None, name: str, uscc: str = "") -> None:
    with bootstrap_scope():
        MatchChoice.objects.create(
            subject=matching.SUBJECT,
            key=matching.key_of(uscc, name),
            jurisdiction=town.unit,
            subject_id=meant.pk if meant else None,
            chosen_by_name="甲",
            chosen_at="2026-01-01T00:00:00Z",
        )


NAMES = st.text(
    st.sampled_from("武汉示例（）()[]【】〔〕·•－—-ＡＢaB12 　\u200b\t\n\ufeff〈〉ﬁ㈱é"),
    min_size=1,
    max_size=12,
)


@pytest.mark.django_db
@given(st.lists(NAMES, min_size=1, max_size=20))
def test_sql_folds_names_as_the_rules_do(names: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprise_name_key(n) FROM unnest(%s::text[]) n", [names])
        folded = [key for (key,) in cursor]

    assert folded == [normalise_name(name) for name in names]
