"""Search finds what a person means from two characters on, and nothing of another unit."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.choices import EnterpriseKind
from enterprises.models import Enterprise, EnterpriseName
from enterprises.queries import search
from enterprises.queries.search import Found, find, matching
from enterprises.rules.names import search_key
from tests.enterprises.register.conftest import Town
from tests.factories.enterprises import RECORDED, SINCE, make_enterprise
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import InputRefused
from wuhan_smes.scope import bootstrap_scope, scoped

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


@pytest.fixture
def crowd(town: Town) -> dict[int, str]:
    """Names by enterprise, more than a first look sees: 星河 in every third, 云梦 far behind."""
    names = [f"示例{'星河' if n % 3 == 0 else '远山'}{n}公司" for n in range(700)]
    names[640:] = [name.replace("示例", "云梦泽") for name in names[640:]]
    names[100] = names[690] = "示例云中客公司"
    with bootstrap_scope():
        rows = [
            Enterprise(
                name=name,
                kind=EnterpriseKind.TEAM,
                jurisdiction=town.there if n % 7 == 0 else town.here,
                created_at=RECORDED,
                updated_at=RECORDED,
            )
            for n, name in enumerate(names)
        ]
        made = Enterprise.objects.bulk_create(rows)
        EnterpriseName.objects.bulk_create(
            EnterpriseName(
                enterprise=row,
                jurisdiction=row.jurisdiction,
                name=row.name,
                search_key=search_key(row.name),
                during=DateRange(SINCE, None),
                recorded_at=RECORDED,
            )
            for row in made
        )
    return {row.pk: row.name for row in made}


@pytest.mark.parametrize("whose", ["city", "clerk"])
@pytest.mark.parametrize("limit", [3, 20_001])
def test_a_look_a_walk_and_the_index_find_the_same(
    town: Town, crowd: dict[int, str], whose: str, limit: int
) -> None:
    """星河 fills a page on the way, 云梦 lies behind the look, 云中 on both sides of it."""
    access: Access = getattr(town, whose)
    with scoped(access):
        reach = access.reach(VIEW)
        seen = set(Enterprise.objects.within(reach).values_list("pk", flat=True))
        fits = {
            word: sorted(pk for pk in seen if word in crowd.get(pk, ""))
            for word in ("星河", "云梦", "云梦泽", "云中", "梦泽远山", "无处")
        }
        for word, ids in fits.items():
            for after in (0, ids[len(ids) // 2] if ids else 9):
                found = find(word, reach=reach, after=after, limit=limit)
                rest = [pk for pk in ids if pk > after]
                assert found.ids == rest[:limit] or found.common, (word, after)


def test_whoever_wants_all_gets_them_unless_the_word_is_everywhere(
    town: Town, crowd: dict[int, str]
) -> None:
    """远山 is in two names of three, 河6 in one of fifty; 云梦 only behind those looked at."""
    with scoped(town.city):
        assert find("远山", reach=ALL, limit=20_001).common
        for word in ("河6", "云梦"):
            ids = sorted(pk for pk, name in crowd.items() if word in name)
            assert find(word, reach=ALL, limit=20_001) == Found(ids, common=False)


def test_without_a_scope_nothing_is_found(shop: Enterprise) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.breadth', '', true)")

    assert find("长江", reach=ALL).ids == []


def test_nobody_outside_a_scope_may_search(town: Town, as_app_web) -> None:
    with pytest.raises(Exception, match="permission denied"):
        as_app_web.execute("SELECT * FROM enterprise_search('长江', '', NULL, 0, 10)")
