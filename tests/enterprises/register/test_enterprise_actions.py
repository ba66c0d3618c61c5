"""Taking up, correcting, striking off, reviving and renaming an enterprise."""

from datetime import date

import pytest

from enterprises.actions import enterprises, names
from enterprises.models import Enterprise, EnterpriseName, JurisdictionStay
from enterprises.rules.register import UsccRegistered, UsccRegisteredElsewhere
from tests.enterprises.register.conftest import (
    FREE_USCC,
    NOON,
    OTHER_FREE_USCC,
    TODAY,
    Town,
    build_town,
    entries,
)
from tests.factories.accounts import make_city
from tests.factories.enterprises import make_industry
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped


def create(town: Town, access: Access, **words: object) -> Enterprise:
    given = {"jurisdiction_id": town.here.pk, "name": "示例新建有限公司", "uscc": FREE_USCC}
    with scoped(access):
        return enterprises.create(access=access, at=NOON, **{**given, **words})  # type: ignore[arg-type]


def stays(enterprise: Enterprise) -> list[tuple[int, date, date | None, str, str]]:
    rows = JurisdictionStay.objects.current().filter(enterprise=enterprise).order_by("during")
    return [
        (row.unit_id, row.during.lower, row.during.upper, row.start_cause, row.end_cause)
        for row in rows
    ]


@pytest.mark.covers("enterprises.enterprises.create", "works")
def test_create_takes_up_with_name_stay_and_industry_and_leaves_a_trail(town: Town) -> None:
    industry = make_industry()

    made = create(
        town,
        town.clerk,
        uscc=" 9142 0100-616400352x ",
        name=" 示例新建(武汉)有限公司 ",
        industry_id=industry.pk,
        established_on=date(2019, 5, 1),
        tags=["高企", "高企", " 出口 "],
    )

    made.refresh_from_db()
    assert (made.uscc, made.name, made.tags) == (
        FREE_USCC,
        "示例新建（武汉）有限公司",
        ["高企", "出口"],
    )
    name = EnterpriseName.objects.get(enterprise=made)
    assert (name.during.lower, name.during.upper) == (date(2019, 5, 1), None)
    assert stays(made) == [(town.here.pk, TODAY, None, "entered", "")]
    event = entries().get()
    assert (event.kind, event.target_id, event.actor_id, event.jurisdiction_id) == (
        "enterprise.create",
        made.pk,
        town.clerk.actor_id,
        town.here.pk,
    )


@pytest.mark.covers("enterprises.enterprises.create", "refused")
def test_a_wrong_code_names_the_wrong_position(town: Town) -> None:
    with pytest.raises(InputRefused, match="第18位校验不符") as refusal:
        create(town, town.clerk, uscc=FREE_USCC[:-1] + "Y")

    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("uscc", "uscc_invalid")
    ]


def test_only_a_team_stands_without_a_code(town: Town) -> None:
    with pytest.raises(InputRefused, match="除团队外"):
        create(town, town.clerk, uscc=None)

    assert create(town, town.clerk, uscc=None, kind="team").uscc is None


def test_a_code_of_ones_own_unit_leads_to_the_enterprise(town: Town) -> None:
    known = town.enterprise(uscc=FREE_USCC)

    with pytest.raises(UsccRegistered) as refusal:
        create(town, town.clerk)

    assert refusal.value.params == {"enterprise_id": known.pk}


def test_a_code_held_elsewhere_does_not_say_where(town: Town) -> None:
    known = town.enterprise(uscc=FREE_USCC, name="示例机密有限公司")

    with pytest.raises(UsccRegisteredElsewhere) as refusal:
        create(town, town.other, jurisdiction_id=town.there.pk)

    said = f"{refusal.value.message}{refusal.value.params}"
    assert not {known.name, str(known.pk), town.here.name, town.here.code} & set(said.split())
    assert town.here.name not in said
    assert known.name not in said


@pytest.mark.covers("enterprises.enterprises.create", "reach")
def test_nobody_creates_in_another_unit_or_in_the_city_itself(town: Town) -> None:
    with pytest.raises(InputRefused, match="只能登记到本人负责的管理单位"):
        create(town, town.clerk, jurisdiction_id=town.there.pk)
    with pytest.raises(InputRefused, match="不能是市级"):
        create(town, town.city, jurisdiction_id=make_city().pk)


@pytest.mark.covers("enterprises.enterprises.create", "capability")
def test_who_may_only_read_creates_nothing(town: Town) -> None:
    with pytest.raises(NotPermitted):
        create(town, town.reader)


@pytest.mark.covers("enterprises.enterprises.create", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_create_the_same_code_one_is_told() -> None:
    town = build_town()

    def act() -> object:
        return create(town, town.clerk)

    assert race(act, act, as_first=town.clerk, as_second=town.clerk) == ("done", "uscc_registered")


@pytest.mark.parametrize("on", [date(2026, 3, 4), date(2019, 1, 1)])
def test_taken_up_neither_tomorrow_nor_before_it_was_founded(town: Town, on: date) -> None:
    with pytest.raises(InputRefused):
        create(town, town.clerk, on=on, established_on=date(2020, 1, 1))


@pytest.mark.covers("enterprises.enterprises.amend", "works")
def test_amend_corrects_and_says_what_was_before(town: Town) -> None:
    enterprise = town.enterprise(uscc=FREE_USCC)

    with scoped(town.clerk):
        enterprises.amend(
            enterprise.pk,
            access=town.clerk,
            at=NOON,
            values={"uscc": OTHER_FREE_USCC, "tags": ["高企"]},
            expected_version=1,
        )

    enterprise.refresh_from_db()
    assert (enterprise.uscc, enterprise.tags, enterprise.version) == (OTHER_FREE_USCC, ["高企"], 2)
    assert entries().get().changes == {
        "uscc": [FREE_USCC, OTHER_FREE_USCC],
        "tags": [[], ["高企"]],
    }


@pytest.mark.covers("enterprises.enterprises.amend", "refused")
def test_amend_refuses_what_is_dated_and_codes_that_are_taken(town: Town) -> None:
    enterprise = town.enterprise()
    taken = town.enterprise(uscc=FREE_USCC)

    def amend(**values: object) -> None:
        enterprises.amend(enterprise.pk, access=town.clerk, at=NOON, values=values)

    with scoped(town.clerk):
        with pytest.raises(InputRefused, match="专门的办理动作"):
            amend(name="示例别名公司")
        with pytest.raises(InputRefused, match="不能晚于今天"):
            amend(established_on=date(2030, 1, 1))
        with pytest.raises(UsccRegistered) as refusal:
            amend(uscc=FREE_USCC)
    assert refusal.value.params == {"enterprise_id": taken.pk}


@pytest.mark.covers("enterprises.enterprises.deregister", "works")
@pytest.mark.covers("enterprises.enterprises.reactivate", "works")
def test_struck_off_and_revived_with_the_gap_between(town: Town) -> None:
    enterprise = town.enterprise(since=date(2020, 1, 1))

    with scoped(town.clerk):
        enterprises.deregister(
            enterprise.pk, access=town.clerk, at=NOON, on=date(2025, 6, 1), reason="注销"
        )
        enterprises.reactivate(
            enterprise.pk, access=town.clerk, at=NOON, on=date(2025, 9, 1), reason="误注销"
        )

    enterprise.refresh_from_db()
    assert (enterprise.status, enterprise.version) == ("active", 3)
    assert stays(enterprise) == [
        (town.here.pk, date(2020, 1, 1), date(2025, 6, 1), "entered", "deregistered"),
        (town.here.pk, date(2025, 9, 1), None, "reactivated", ""),
    ]
    kinds = entries().values_list("kind", flat=True)
    assert list(kinds) == ["enterprise.deregister", "enterprise.reactivate"]


@pytest.mark.covers("enterprises.enterprises.deregister", "refused")
def test_struck_off_only_once_and_not_before_it_was_taken_up(town: Town) -> None:
    enterprise = town.enterprise(since=date(2025, 1, 1))
    words = {"access": town.clerk, "at": NOON, "reason": "注销"}

    with scoped(town.clerk):
        with pytest.raises(InputRefused, match="须晚于纳入管理的日期"):
            enterprises.deregister(enterprise.pk, on=date(2025, 1, 1), **words)
        enterprises.deregister(enterprise.pk, on=date(2025, 1, 2), **words)
        with pytest.raises(TransitionRefused, match="企业已注销"):
            enterprises.deregister(enterprise.pk, on=date(2025, 1, 3), **words)


@pytest.mark.covers("enterprises.enterprises.reactivate", "refused")
def test_revived_only_when_gone_and_not_before_it_went(town: Town) -> None:
    enterprise = town.enterprise()
    words = {"access": town.clerk, "at": NOON, "reason": "恢复"}

    with scoped(town.clerk):
        with pytest.raises(TransitionRefused, match="已是在营"):
            enterprises.reactivate(enterprise.pk, on=TODAY, **words)
        enterprises.deregister(enterprise.pk, on=date(2025, 6, 1), **words)
        with pytest.raises(InputRefused, match="不能早于注销或迁出日期"):
            enterprises.reactivate(enterprise.pk, on=date(2025, 5, 1), **words)


@pytest.mark.covers("enterprises.enterprises.reactivate", "reach", "capability")
def test_reviving_asks_for_reach_and_capability(town: Town) -> None:
    enterprise = town.enterprise()
    words = {"at": NOON, "on": TODAY, "reason": "恢复"}

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        enterprises.reactivate(enterprise.pk, access=town.other, **words)
    with scoped(town.reader), pytest.raises(NotPermitted):
        enterprises.reactivate(enterprise.pk, access=town.reader, **words)


@pytest.mark.covers("enterprises.enterprises.reactivate", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_revive_one_is_told() -> None:
    town = build_town()
    enterprise = town.enterprise()
    words = {"access": town.clerk, "at": NOON, "reason": "恢复"}
    with scoped(town.clerk):
        enterprises.deregister(enterprise.pk, on=date(2025, 6, 1), **words)

    def act() -> object:
        return enterprises.reactivate(enterprise.pk, on=TODAY, **words)

    outcome = race(act, act, as_first=town.clerk, as_second=town.clerk)
    assert outcome == ("done", "transition_refused")


@pytest.mark.covers("enterprises.names.rename", "works")
def test_a_rename_keeps_the_former_name_and_a_late_one_stays_in_the_past(town: Town) -> None:
    enterprise = town.enterprise(name="示例甲有限公司", since=date(2020, 1, 1))

    with scoped(town.clerk):
        for name, on in (
            ("示例丙有限公司", date(2025, 1, 1)),
            ("示例乙有限公司", date(2023, 1, 1)),
        ):
            names.rename(enterprise.pk, access=town.clerk, at=NOON, name=name, on=on)

    enterprise.refresh_from_db()
    assert enterprise.name == "示例丙有限公司"
    rows = EnterpriseName.objects.current().filter(enterprise=enterprise).order_by("during")
    assert [(row.name, row.during.lower) for row in rows] == [
        ("示例甲有限公司", date(2020, 1, 1)),
        ("示例乙有限公司", date(2023, 1, 1)),
        ("示例丙有限公司", date(2025, 1, 1)),
    ]
    event = entries().first()
    assert event is not None
    assert event.changes["name"] == ["示例甲有限公司", "示例丙有限公司"]


@pytest.mark.covers("enterprises.names.rename", "refused")
@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("示例甲有限公司", TODAY),
        ("示例乙有限公司", date(2026, 3, 4)),
        ("示例乙有限公司", date(2019, 1, 1)),
        ("甲", TODAY),
    ],
)
def test_a_rename_to_the_same_name_or_on_an_impossible_day_is_refused(
    town: Town, name: str, on: date
) -> None:
    enterprise = town.enterprise(name="示例甲有限公司", since=date(2020, 1, 1))

    with scoped(town.clerk), pytest.raises(ActionRefused):
        names.rename(enterprise.pk, access=town.clerk, at=NOON, name=name, on=on)

    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.version) == ("示例甲有限公司", 1)
