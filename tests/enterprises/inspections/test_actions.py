"""A draw is made once by the city, checked by the units, and can be repeated by anybody."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from enterprises.actions import inspections
from enterprises.choices import EnterpriseStatus, Tier
from enterprises.models import DrawnEnterprise, Enterprise, InspectionDraw
from enterprises.rules.drawing import drawn, fingerprint
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.enterprises.titles.conftest import entries
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.scope import scoped

LG = Tier.LITTLE_GIANT
WORDS: dict[str, Any] = {
    "title": "示例抽查",
    "tier": LG,
    "on": TODAY,
    "seed": "2026131-07142128",
    "count": 2,
    "inspectors": ["甲", "乙", "丙"],
    "each": 2,
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def holders(town: Town, count: int) -> list[Enterprise]:
    rows = [town.enterprise() for _ in range(count)]
    for row in rows:
        make_title(row, LG)
    return rows


def draw(town: Town, who: Access | None = None, **words: Any) -> InspectionDraw:
    access = who or town.city
    with scoped(access):
        return inspections.draw(access=access, at=NOON, **{**WORDS, **words})


def find(row: DrawnEnterprise, who: Access, **words: Any) -> DrawnEnterprise:
    given = {"result": "fit", "checked_on": TODAY, **words}
    with scoped(who):
        return inspections.find(row.pk, access=who, at=NOON, **given)


@pytest.mark.covers("enterprises.inspections.draw", "works")
def test_what_is_drawn_can_be_drawn_again_by_anybody(town: Town) -> None:
    rows = holders(town, 5)
    gone = town.enterprise(status=EnterpriseStatus.DEREGISTERED)
    make_title(gone, LG)
    make_title(town.enterprise(), Tier.SRDI_SME)

    made = draw(town)

    codes = [str(row.uscc) for row in rows]
    found = made.drawn.order_by("position").values_list("code", flat=True)
    assert list(found) == drawn(WORDS["seed"], codes, 2)
    assert (made.population, made.fingerprint) == (5, fingerprint(codes))
    assert {len(it.inspectors) for it in made.drawn.all()} == {2}
    assert entries("inspection.draw")[0]["fingerprint"] == made.fingerprint


@pytest.mark.covers("enterprises.inspections.draw", "refused")
def test_a_list_is_drawn_from_once_and_never_for_more_than_it_holds(town: Town) -> None:
    holders(town, 3)

    for words, sentence in (
        ({"count": 4}, "只有 3 家"),
        ({"tier": "tech_innovative"}, "不能作为"),
        ({"on": date(2027, 1, 1)}, "晚于"),
        ({"title": " "}, "请填写抽查名称"),
        ({"seed": "1"}, "至少 6 个字符"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            draw(town, **words)
    draw(town)
    with pytest.raises(ActionRefused, match="不能重抽"):
        draw(town, seed="another-seed")


@pytest.mark.covers("enterprises.inspections.draw", "reach", "capability")
def test_no_unit_draws_for_itself(town: Town) -> None:
    holders(town, 3)

    with pytest.raises(NotPermitted):
        draw(town, town.clerk)
    with pytest.raises(NotPermitted):
        draw(town, town.reader)


@pytest.mark.covers("enterprises.inspections.draw", "race")
@pytest.mark.django_db(transaction=True)
def test_two_draw_a_list_once() -> None:
    town = build_town()
    holders(town, 3)

    def do() -> object:
        return inspections.draw(access=town.city, at=NOON, **WORDS)

    outcomes = race(do, do, as_first=town.city, as_second=town.city)

    assert (outcomes[0], outcomes[1] == "done") == ("done", False)
    assert InspectionDraw.objects.count() == 1


@pytest.mark.covers("enterprises.inspections.find", "works")
def test_the_unit_says_what_it_found(town: Town) -> None:
    holders(town, 3)
    row = draw(town).drawn.order_by("position")[0]

    find(row, town.clerk, result="correct", note="研发费用归集不全")

    row.refresh_from_db()
    assert (row.result, row.checked_on, row.version) == ("correct", TODAY, 2)
    assert entries("inspection.find")[0]["result"] == ["", "correct"]


@pytest.mark.covers("enterprises.inspections.find", "refused")
def test_a_finding_is_made_once_after_the_draw_and_says_what_is_wrong(town: Town) -> None:
    holders(town, 3)
    row = draw(town).drawn.order_by("position")[0]

    for words, sentence in (
        ({"result": "whim"}, "请选择检查结果"),
        ({"result": "unfit"}, "请说明检查情况"),
        ({"checked_on": date(2026, 3, 2)}, "早于抽取日期"),
        ({"checked_on": date(2026, 3, 9)}, "晚于"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            find(row, town.clerk, **words)
    with pytest.raises(StaleVersion):
        find(row, town.clerk, expected_version=8)
    find(row, town.clerk)
    with pytest.raises(TransitionRefused, match="已经登记"):
        find(row, town.clerk)


@pytest.mark.covers("enterprises.inspections.find", "reach", "capability")
def test_another_units_check_is_not_there_and_a_reader_finds_nothing(town: Town) -> None:
    elsewhere = make_enterprise(unit=town.there)
    make_title(elsewhere, LG)
    row = draw(town, count=1).drawn.get()

    with pytest.raises(DrawnEnterprise.DoesNotExist):
        find(row, town.clerk)
    with pytest.raises(NotPermitted):
        find(row, town.reader)


@pytest.mark.covers("enterprises.inspections.find", "race")
@pytest.mark.django_db(transaction=True)
def test_two_find_once() -> None:
    town = build_town()
    holders(town, 2)
    row = draw(town, count=1).drawn.get()

    def do() -> object:
        words = {"result": "fit", "checked_on": TODAY}
        return inspections.find(row.pk, access=town.clerk, at=NOON, **words)

    assert race(do, do, as_first=town.clerk, as_second=town.clerk)[1] != "done"


def test_the_pages_draw_show_how_to_repeat_it_and_take_what_was_found(town: Town) -> None:
    holders(town, 3)
    bureau, district = Client(), Client()
    bureau.force_login(make_user("bureau_staff"))
    district.force_login(make_user("district_staff", unit=town.here))
    words = {**WORDS, "inspectors": "甲\n乙\n丙", "on": TODAY.isoformat()}

    bureau.post("/inspections/new/", words)
    made = InspectionDraw.objects.get()
    row = made.drawn.order_by("position")[0]
    day = made.drawn_at.date().isoformat()
    district.post(f"/inspections/drawn/{row.pk}/", {"result": "fit", "checked_on": day})

    page = district.get(f"/inspections/{made.pk}/").content.decode()
    listed = district.get("/inspections/").content.decode()
    assert made.fingerprint in page
    assert row.code in page
    assert "符合条件" in page
    assert "示例抽查" in listed
    assert district.post("/inspections/new/", words).status_code == 403


def test_programs_draw_and_tell_what_was_found(town: Town) -> None:
    holders(town, 3)
    bureau = Client()
    bureau.force_login(make_user("bureau_staff"))
    json = {"content_type": "application/json"}

    made = bureau.post("/api/v1/inspection-draws/", {**WORDS, "on": TODAY.isoformat()}, **json)
    (first, _) = bureau.get(f"/api/v1/drawn-enterprises/?draw={made.json()['id']}").json()[
        "results"
    ]
    told = bureau.post(
        f"/api/v1/drawn-enterprises/{first['id']}/find/",
        {"result": "fit", "checked_on": made.json()["drawn_at"][:10]},
        **json,
    )

    assert (made.status_code, told.json()["result"]) == (201, "fit")
