"""A list is filled, frozen as of a day with how each line stood, and opened again by reason."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import batch_lists, candidates, duties
from enterprises.choices import Tier
from enterprises.choices.holding import DutyKind
from enterprises.models import Assessment, BatchCandidate, BatchUnit, Prospect, TitleDuty
from tests.enterprises.batches.conftest import FROZEN, Round, build_round, states
from tests.enterprises.titles.conftest import entries
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

ACTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "add_listed": (batch_lists.add_listed, {"source": "ready"}),
    "freeze": (batch_lists.freeze, {}),
    "thaw": (batch_lists.thaw, {"reason": "漏列"}),
}


def foreseen(enterprise: Any, **values: Any) -> None:
    words = {"tier": Tier.INNOVATIVE_SME, "application_kind": "new", "verdict": "met", "steps": 0}
    with bootstrap_scope():
        Prospect.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            judged_on=date(2026, 3, 1),
            rule_versions="X/1",
            **{**words, **values},
        )


def act(world: Round, name: str, batch: Any, **words: Any) -> Any:
    do, usual = ACTS[name]
    with scoped(world.city):
        return do(batch.pk, access=world.city, at=FROZEN, **{**usual, **words})


@pytest.mark.covers("enterprises.batch_lists.add_listed", "works")
@pytest.mark.covers("enterprises.batch_lists.freeze", "works")
@pytest.mark.covers("enterprises.batch_lists.thaw", "works")
def test_a_list_worked_out_is_taken_over_and_frozen_with_how_each_stood(world: Round) -> None:
    ready, lacking = world.enterprise(), world.enterprise()
    foreseen(ready)
    foreseen(lacking, verdict="unmet", steps=1)
    batch = world.batch()

    act(world, "add_listed", batch)
    frozen = act(world, "freeze", batch, workdays=5)

    line = BatchCandidate.objects.get(batch=batch)
    assert (line.enterprise_id, line.state) == (ready.pk, "applied")
    kept = Assessment.objects.get(pk=line.assessment_id)
    assert (kept.judged_on, kept.enterprise_id) == (date(2026, 3, 4), ready.pk)
    assert frozen.frozen_rules == kept.rule_versions
    assert frozen.recommend_until == date(2026, 3, 11)
    assert BatchUnit.objects.filter(batch=batch, jurisdiction=world.there).exists()
    with pytest.raises(TransitionRefused, match="已按 2026-03-04 冻结"):
        candidates.add(batch.pk, access=world.city, at=FROZEN, enterprise_ids=[lacking.pk])
    act(world, "thaw", batch)
    assert not BatchUnit.objects.filter(batch=batch).exists()
    assert entries("batch.thaw")[0]["reason"] == "漏列"


def test_who_lost_the_right_to_a_review_goes_no_further_until_it_is_given_back(
    world: Round,
) -> None:
    title = make_title(world.enterprise(), valid_until=date(2026, 7, 1))
    duty = TitleDuty.objects.create(
        enterprise=title.enterprise,
        jurisdiction=world.here,
        series=title.series,
        tier=title.tier,
        kind=DutyKind.YEARLY_UPDATE,
        counted_from=date(2025, 1, 1),
        due_on=date(2025, 4, 30),
        reminded_on=date(2025, 4, 1),
        lost_on=date(2025, 5, 2),
    )
    batch = world.batch(kind="review")
    candidates.add(batch.pk, access=world.city, at=FROZEN, enterprise_ids=[title.enterprise_id])

    line = BatchCandidate.objects.get(batch=batch)
    assert line.state == "not_submitted"
    assert "已丧失复核资格：2025 年年度更新未按期办理" in line.excluded
    words = {"enterprise_ids": [title.enterprise_id], "state": "applied"}
    with pytest.raises(ActionRefused, match="已丧失复核资格"):
        candidates.move(batch.pk, access=world.city, at=FROZEN, **words)
    with scoped(world.city):
        duties.excuse(duty.pk, access=world.city, at=FROZEN, reason="平台故障")
    line.refresh_from_db()
    assert (line.excluded, line.state) == ("", "due")


@pytest.mark.covers("enterprises.batch_lists.add_listed", "refused")
@pytest.mark.covers("enterprises.batch_lists.freeze", "refused")
@pytest.mark.covers("enterprises.batch_lists.thaw", "refused")
def test_a_list_is_neither_taken_from_nowhere_nor_frozen_empty_nor_opened_late(
    world: Round,
) -> None:
    firm = world.enterprise()
    empty, batch = world.batch(), world.batch(firm)

    for name, which, words, sentence in (
        ("add_listed", empty, {"source": "whim"}, "没有这个名单来源"),
        ("add_listed", empty, {"source": "reviews"}, "不适用于这一类批次"),
        ("add_listed", empty, {}, "名单中没有企业"),
        ("freeze", empty, {}, "还没有企业"),
        ("freeze", batch, {"on": date(2026, 3, 5)}, "不能晚于今天"),
        ("freeze", batch, {"workdays": 0}, "1 至 250 个工作日"),
        ("thaw", batch, {}, "没有冻结"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            act(world, name, which, **words)
    act(world, "freeze", batch)
    with pytest.raises(InputRefused, match="请说明解冻理由"):
        act(world, "thaw", batch, reason=" ")
    world.recommend(batch)
    with pytest.raises(TransitionRefused, match="已有 1 个单位报送"):
        act(world, "thaw", batch)


@pytest.mark.covers("enterprises.batch_lists.add_listed", "reach", "capability")
@pytest.mark.covers("enterprises.batch_lists.freeze", "reach", "capability")
@pytest.mark.covers("enterprises.batch_lists.thaw", "reach", "capability")
def test_lists_are_the_citys(world: Round) -> None:
    batch = world.batch(world.enterprise())

    for do, words in ACTS.values():
        for access in (world.clerk, world.reader):
            with scoped(access), pytest.raises(NotPermitted):
                do(batch.pk, access=access, at=FROZEN, **words)
    assert set(states(batch).values()) == {"applied"}


@pytest.mark.covers("enterprises.batch_lists.add_listed", "race")
@pytest.mark.covers("enterprises.batch_lists.freeze", "race")
@pytest.mark.covers("enterprises.batch_lists.thaw", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_one_list_one_is_told() -> None:
    world = build_round()
    firm = world.enterprise()
    foreseen(firm)
    batch = world.batch()

    for name, refusal in (
        ("add_listed", "refused"),
        ("freeze", "transition_refused"),
        ("thaw", "transition_refused"),
    ):
        do, words = ACTS[name]

        def go(do: Any = do, words: Any = words) -> object:
            return do(batch.pk, access=world.city, at=FROZEN, **words)

        assert race(go, go, as_first=world.city, as_second=world.city) == ("done", refusal), name
