"""From seedling to title: what leads on, what is refused, and what the database refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from enterprises.actions import cultivation, cultivation_tasks, recognitions
from enterprises.actions.recognitions import Award
from enterprises.choices import CultivationMove, CultivationStage, EnterpriseStatus, Tier
from enterprises.models import Cultivation, CultivationStep
from enterprises.rules.cultivation import FLOW, OPEN
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.enterprises.titles.conftest import entries
from tests.factories.cultivation import make_way
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
)
from wuhan_smes.scope import bootstrap_scope, scoped

S, M = CultivationStage, CultivationMove
LG = Tier.LITTLE_GIANT
DUE = date(2026, 4, 1)
Act = Callable[[int, Access], Any]
ON_ONE: dict[str, Act] = {
    "cultivation.move": lambda pk, who: cultivation.move(pk, access=who, at=NOON, move="nurture"),
    "cultivation.plan": lambda pk, who: cultivation.plan(
        pk, access=who, at=NOON, owner_name="王示例", expected_version=1
    ),
    "cultivation_tasks.set_tasks": lambda pk, who: cultivation_tasks.set_tasks(
        [pk], access=who, at=NOON, title="上门核对", due_on=DUE
    ),
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "act",
        [
            pytest.param(act, id=name, marks=pytest.mark.covers(f"enterprises.{name}", kind))
            for name, act in ON_ONE.items()
        ],
    )


def put_in(town: Town, *ids: int, who: Access | None = None, **words: Any) -> cultivation.PutIn:
    access = who or town.clerk
    with scoped(access):
        return cultivation.put_in(ids, access=access, at=NOON, **{"tier": LG, **words})


@pytest.mark.covers("enterprises.cultivation.put_in", "works")
def test_a_list_is_put_in_once_and_says_who_was_there_or_holds_the_title(town: Town) -> None:
    new, there, holder = town.enterprise(), town.enterprise(), town.enterprise()
    make_way(there)
    make_title(holder, LG)

    done = put_in(town, new.pk, there.pk, holder.pk, stage="growing", note="候选名单")

    (way,) = done.made
    assert (way.enterprise_id, way.stage, done.already, done.holding) == (new.pk, "growing", 1, 1)
    (step,) = CultivationStep.objects.filter(cultivation=way)
    assert (step.move, step.stage_after, step.note) == ("put_in", "growing", "候选名单")
    (entry,) = entries("cultivation.put_in")
    assert entry["tier"] == LG


@pytest.mark.covers("enterprises.cultivation.put_in", "refused")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"tier": "tech_innovative"}, "不能作为培育目标"),
        ({"stage": "applied"}, "入库阶段只能是种苗、培育、拟申报"),
    ],
)
def test_a_list_for_no_tier_or_from_the_middle_is_refused(
    town: Town, words: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InputRefused, match=sentence):
        put_in(town, town.enterprise().pk, **words)


def test_a_list_of_which_nobody_is_new_and_a_gone_enterprise_are_refused(town: Town) -> None:
    there, gone = town.enterprise(), town.enterprise(status=EnterpriseStatus.DEREGISTERED)
    make_way(there)

    with pytest.raises(ActionRefused, match="都已在"):
        put_in(town, there.pk)
    with pytest.raises(ActionRefused):
        put_in(town, gone.pk)


@pytest.mark.covers("enterprises.cultivation.put_in", "reach")
def test_another_units_enterprise_is_not_put_in(town: Town) -> None:
    mine, elsewhere = town.enterprise(), make_enterprise(unit=town.there)

    with pytest.raises(elsewhere.DoesNotExist):
        put_in(town, mine.pk, elsewhere.pk)
    assert not Cultivation.objects.exists()


@pytest.mark.covers("enterprises.cultivation.put_in", "capability")
def test_a_reader_puts_nobody_in(town: Town) -> None:
    with pytest.raises(NotPermitted):
        put_in(town, town.enterprise().pk, who=town.reader)


@pytest.mark.covers("enterprises.cultivation.put_in", "race")
@pytest.mark.django_db(transaction=True)
def test_two_clerks_put_an_enterprise_in_once() -> None:
    town = build_town()
    enterprise = town.enterprise()

    def put() -> object:
        return cultivation.put_in([enterprise.pk], access=town.clerk, at=NOON, tier=LG)

    assert race(put, put, as_first=town.clerk, as_second=town.clerk) == ("done", "refused")


@pytest.mark.covers("enterprises.cultivation.move", "works")
def test_the_whole_way_by_the_table_with_every_step_kept(town: Town) -> None:
    way = make_way(town.enterprise())

    with scoped(town.clerk):
        for move in ("nurture", "prepare", "apply", "back", "prepare"):
            way = cultivation.move(way.pk, access=town.clerk, at=NOON, move=move, note="材料")
        left = cultivation.move(way.pk, access=town.clerk, at=NOON, move="drop", cause="unwilling")

    steps = way.steps.order_by("ordinal").values_list("ordinal", "move", "stage_after")
    assert (left.stage, left.drop_cause, left.step_no) == (S.DROPPED, "unwilling", 7)
    assert list(steps)[-2:] == [(6, "prepare", "preparing"), (7, "drop", "dropped")]
    assert entries("cultivation.drop") == [
        {"stage": ["preparing", "dropped"], "cause": "unwilling"}
    ]


@pytest.mark.covers("enterprises.cultivation.move", "refused")
@pytest.mark.parametrize("stage", list(S))
@pytest.mark.parametrize("move", [it for it in M if it is not M.PUT_IN])
def test_what_the_table_does_not_have_is_refused(town: Town, stage: S, move: M) -> None:
    way = make_way(town.enterprise(), stage)
    cause = "unfit" if move is M.DROP else ""

    if (move, stage) in FLOW and move is not M.RECOGNISE:
        with scoped(town.clerk):
            done = cultivation.move(way.pk, access=town.clerk, at=NOON, move=move, cause=cause)
        assert done.stage == FLOW[move, stage]
    else:
        with pytest.raises(ActionRefused), scoped(town.clerk):
            cultivation.move(way.pk, access=town.clerk, at=NOON, move=move, cause=cause)
        way.refresh_from_db()
        assert way.stage == stage


def test_who_leaves_says_why_and_nobody_arrives_without_the_title(town: Town) -> None:
    way = make_way(town.enterprise())

    def go(**words: str) -> None:
        with scoped(town.clerk):
            cultivation.move(way.pk, access=town.clerk, at=NOON, **words)

    for words, sentence in (
        ({"move": "drop"}, "请选择退出原因"),
        ({"move": "nurture", "cause": "unfit"}, "只有退出才填写"),
        ({"move": "recognise"}, "尚未取得称号"),
        ({"move": "whim"}, "没有这个操作"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            go(**words)


@each("reach")
def test_another_units_way_is_not_there(town: Town, act: Act) -> None:
    way = make_way(make_enterprise(unit=town.there))

    with pytest.raises(Cultivation.DoesNotExist), scoped(town.clerk):
        act(way.pk, town.clerk)


@each("capability")
def test_a_reader_changes_no_way(town: Town, act: Act) -> None:
    way = make_way(town.enterprise())

    with pytest.raises(NotPermitted), scoped(town.reader):
        act(way.pk, town.reader)


@each("race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once(act: Act) -> None:
    town = build_town()
    way = make_way(town.enterprise())

    first, second = race(
        lambda: act(way.pk, town.clerk),
        lambda: act(way.pk, town.clerk),
        as_first=town.clerk,
        as_second=town.clerk,
    )

    assert (first, second == "done") == ("done", False)


@pytest.mark.covers("enterprises.cultivation.plan", "works")
def test_somebody_answers_for_it_and_it_aims_at_a_batch(town: Town) -> None:
    way, batch = make_way(town.enterprise()), make_batch(LG)

    with scoped(town.clerk):
        cultivation.plan(
            way.pk, access=town.clerk, at=NOON, owner_name="王示例", target_batch_id=batch.pk
        )

    way.refresh_from_db()
    assert (way.owner_name, way.target_batch_id, way.version) == ("王示例", batch.pk, 2)
    assert entries("cultivation.plan")[0]["owner_name"] == ["", "王示例"]


@pytest.mark.covers("enterprises.cultivation.plan", "refused")
def test_a_batch_of_another_tier_or_one_that_is_over_is_refused(town: Town) -> None:
    way, gone = make_way(town.enterprise()), make_way(town.enterprise(), S.DROPPED)
    other = make_batch(Tier.SRDI_SME)
    over = make_batch(
        LG, stage="announced", announced_on=date(2026, 1, 1), valid_from=date(2026, 1, 1)
    )

    def plan(row: Cultivation, **words: Any) -> None:
        with scoped(town.clerk):
            cultivation.plan(row.pk, access=town.clerk, at=NOON, **{"owner_name": "甲", **words})

    with pytest.raises(InputRefused, match="没有这一梯度"):
        plan(way, target_batch_id=other.pk)
    with pytest.raises(InputRefused, match="已经公布"):
        plan(way, target_batch_id=over.pk)
    with pytest.raises(ActionRefused, match="不能再安排培育"):
        plan(gone)
    with pytest.raises(StaleVersion):
        plan(way, expected_version=9)


@pytest.mark.covers("enterprises.cultivation.settle", "works")
def test_at_night_whose_title_came_has_arrived_and_who_is_gone_has_left(town: Town) -> None:
    holder, gone, other = town.enterprise(), town.enterprise(), town.enterprise()
    arrived, lost, waits = make_way(holder, S.GROWING), make_way(gone), make_way(other)
    make_title(holder, LG)
    make_title(other, Tier.SRDI_SME)
    with bootstrap_scope():
        gone.status = EnterpriseStatus.MOVED_OUT
        gone.save(update_fields=["status"])
    system = Access.of_system("核对")

    with scoped(system):
        moved = cultivation.settle(access=system, at=NOON)
        again = cultivation.settle(access=system, at=NOON)

    stages = dict(Cultivation.objects.values_list("pk", "stage"))
    assert stages == {arrived.pk: S.RECOGNISED, lost.pk: S.DROPPED, waits.pk: S.SEEDLING}
    assert (moved, again) == (2, 0)


@pytest.mark.covers("enterprises.cultivation.settle", "refused", "reach", "capability")
def test_only_the_whole_city_is_settled(town: Town) -> None:
    with pytest.raises(ActionRefused, match="每晚"), scoped(town.clerk):
        cultivation.settle(access=town.clerk, at=NOON)
    with pytest.raises(NotPermitted), scoped(town.reader):
        cultivation.settle(access=town.reader, at=NOON)


@pytest.mark.covers("enterprises.cultivation.settle", "race")
@pytest.mark.django_db(transaction=True)
def test_a_way_arrives_once_when_two_nights_meet() -> None:
    town = build_town()
    enterprise = town.enterprise()
    way = make_way(enterprise)
    make_title(enterprise, LG)
    system = Access.of_system("核对")

    race(
        lambda: cultivation.settle(access=system, at=NOON),
        lambda: cultivation.settle(access=system, at=NOON),
        as_first=system,
        as_second=system,
    )

    assert way.steps.filter(move=M.RECOGNISE).count() == 1


def test_a_title_that_is_given_ends_the_way_to_it(town: Town) -> None:
    enterprise = town.enterprise()
    way = make_way(enterprise, S.APPLIED, Tier.INNOVATIVE_SME)

    with scoped(town.city):
        award = Award(tier=Tier.INNOVATIVE_SME, valid_from=date(2026, 1, 1))
        recognitions.recognise(enterprise.pk, access=town.city, at=timezone.now(), award=award)

    way.refresh_from_db()
    assert way.stage == S.RECOGNISED


STEP = (
    "INSERT INTO enterprises_cultivationstep (cultivation_id, jurisdiction_id, ordinal, after,"
    " move, stage_before, stage_after, at, actor_name, note)"
    " VALUES (%(way)s, %(unit)s, 2, 1, '{}', '{}', '{}', now(), '', '')"
)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (
            "UPDATE enterprises_cultivation SET stage = 'applied' WHERE id = %(way)s",
            "enterprises_cultivation_stands_where_it_stepped",
        ),
        (STEP.format("apply", "seedling", "applied"), "cultivation_step_is_in_the_table"),
        (STEP.format("prepare", "growing", "preparing"), "enterprises_cultivationstep_leads_on"),
        (
            "UPDATE enterprises_cultivationstep SET note = 'x' WHERE cultivation_id = %(way)s",
            "append-only",
        ),
    ],
)
def test_the_database_knows_the_table_too(town: Town, statement: str, name: str) -> None:
    way = make_way(town.enterprise())

    def by_hand() -> None:
        with bootstrap_scope(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"way": way.pk, "unit": way.jurisdiction_id})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match=name):
        by_hand()


def test_every_open_stage_can_arrive_and_leave() -> None:
    assert {stage for move, stage in FLOW if move is M.RECOGNISE} == set(OPEN)
    assert {stage for move, stage in FLOW if move is M.DROP} == set(OPEN)
