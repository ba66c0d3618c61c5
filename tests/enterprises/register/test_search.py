"""Search finds what a person means from two characters on, and nothing of another unit."""

from datetime import date

import pytest
from django.db import connection

from enterprises.models import Enterprise
from enterprises.queries import search
from enterprises.queries.search import find, matching
from tests.enterprises.register.conftest import Town
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import InputRefused
from wuhan_smes.scope import scoped

VIEW = Capability.REGISTER_VIEW
ALL = Reach(everywhere=True)


def found(text: str, access: Access) -> list[int]:
    with scoped(access):
        return find(text, reach=access.reach(VIEW)).ids


@pytest.fixture
def shop(town: Town) -> Enterprise:
    return town.enterprise(
        name="武汉示例长江光电（集团）有限公司",
        uscc="91420100MAXX00015X",
        former_names=[("武汉示例楚天仪器厂", date(2022, 5, 1))],
    )


@pytest.mark.parametrize(
    "text",
    [
        "长江",
        "光电",
        "长江光电(集团)",
        "长 江",
        "楚天",
        "仪器厂",
        "whslcj",
        "WHSL",
        "91420100ma",
        "9142 0100 MAXX",
        "91420100MAXX00015X",
    ],
)
def test_found_by_name_former_name_initials_and_code(
    town: Town, shop: Enterprise, text: str
) -> None:
    make_enterprise(unit=town.here, name="示例无关公司", uscc="N2420100MF0123451F")

    assert found(text, town.clerk) == [shop.pk]


@pytest.mark.parametrize("text", ["江长", "电光", "lcjx", "1420100", "%%", "__", "长江\\"])
def test_not_found_by_what_it_does_not_contain(town: Town, shop: Enterprise, text: str) -> None:
    assert found(text, town.clerk) == []


@pytest.mark.parametrize("text", ["", "长", " 长 ", "\u200b长"])
def test_one_character_is_refused_with_a_sentence(town: Town, text: str) -> None:
    with pytest.raises(InputRefused, match="至少输入两个字"):
        find(text, reach=ALL)


def test_a_superseded_spelling_is_no_longer_found(town: Town, shop: Enterprise) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enterprises_enterprisename SET superseded_at = now() WHERE name LIKE %s",
            ["%楚天%"],
        )

    assert found("楚天", town.clerk) == []


def test_each_wall_alone_hides_the_other_unit(town: Town, shop: Enterprise) -> None:
    assert found("长江", town.other) == []
    only_wall_1 = Reach(frozenset({town.there.pk}))
    assert find("长江", reach=only_wall_1).ids == []
    with scoped(town.other):
        assert find("长江", reach=ALL).ids == []
        assert find("91420100MAXX", reach=ALL).ids == []
    with scoped(town.city):
        assert find("长江", reach=ALL).ids == [shop.pk]


def test_pages_follow_each_other_by_id(town: Town) -> None:
    ids = [make_enterprise(unit=town.here, name=f"示例星河{n}公司").pk for n in range(5)]

    with scoped(town.city):
        first = find("星河", reach=ALL, limit=2).ids
        second = find("星河", reach=ALL, after=first[-1], limit=2).ids

    assert (first, second) == (ids[:2], ids[2:4])


@pytest.mark.parametrize("most", [20_000, 1])
def test_common_and_rare_words_select_the_same_rows(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    ids = [make_enterprise(unit=town.here, name=f"示例星河{n}公司").pk for n in range(3)]
    make_enterprise(unit=town.there, name="示例星河别处公司")
    monkeypatch.setattr(search, "MOST", most)

    with scoped(town.clerk):
        reach = town.clerk.reach(VIEW)
        rows = Enterprise.objects.within(reach).filter(matching("星河", reach=reach))
        assert sorted(row.pk for row in rows) == ids


def test_a_word_of_very_many_is_said_to_be_common(town: Town) -> None:
    for _ in range(101):
        make_enterprise(unit=town.here)

    with scoped(town.city):
        assert find("科技有限公司", reach=ALL, limit=20_001).common
        assert len(find("科技有限公司", reach=ALL, limit=101).ids) == 101


def test_without_a_scope_nothing_is_found(shop: Enterprise) -> None:
    assert find("长江", reach=ALL).ids == []


def test_nobody_outside_a_scope_may_search(town: Town, as_app_web) -> None:
    with pytest.raises(Exception, match="permission denied"):
        as_app_web.execute("SELECT * FROM enterprise_search('长江', '', NULL, 0, 10)")
