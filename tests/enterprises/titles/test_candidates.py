"""The list of a batch: who joins, how far each gets, who comes off it."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import candidates
from enterprises.actions.title_versions import SomeRefused
from enterprises.models import BatchCandidate, RecognitionBatch
from tests.enterprises.titles.conftest import NOON, Town, build_town, entries
from tests.factories.titles import make_batch, make_candidate
from tests.races import race
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped


def on_list(batch: RecognitionBatch) -> dict[int, str]:
    return dict(BatchCandidate.objects.filter(batch=batch).values_list("enterprise_id", "state"))


def add(town: Town, batch: RecognitionBatch, *ids: int) -> list[BatchCandidate]:
    return candidates.add(batch.pk, access=town.city, at=NOON, enterprise_ids=ids)


def move(town: Town, batch: RecognitionBatch, state: str, *ids: int) -> list[BatchCandidate]:
    return candidates.move(batch.pk, access=town.city, at=NOON, enterprise_ids=ids, state=state)


def remove(town: Town, batch: RecognitionBatch, *ids: int, reason: str = "录错") -> int:
    return candidates.remove(batch.pk, access=town.city, at=NOON, enterprise_ids=ids, reason=reason)


def add_due(town: Town, batch: RecognitionBatch, **words: Any) -> list[BatchCandidate]:
    year = {"ends_from": date(2026, 1, 1), "ends_to": date(2026, 12, 31)}
    return candidates.add_due(batch.pk, access=town.city, at=NOON, **{**year, **words})


@pytest.mark.covers("enterprises.candidates.add", "works")
@pytest.mark.parametrize(
    ("stage", "state"),
    [("recommending", "applied"), ("reviewing", "in_review"), ("publicised", "publicised")],
)
def test_who_joins_stands_where_the_batch_stands(town: Town, stage: str, state: str) -> None:
    batch = make_batch(stage=stage)
    first, second = town.enterprise(), town.enterprise()

    with scoped(town.city):
        add(town, batch, first.pk)
        added = add(town, batch, first.pk, second.pk)

    assert [candidate.enterprise_id for candidate in added] == [second.pk]
    assert on_list(batch) == {first.pk: state, second.pk: state}
    assert len(entries("candidate.add")) == 2


@pytest.mark.covers("enterprises.candidates.add", "refused")
def test_who_cannot_join_is_named(town: Town) -> None:
    batch = make_batch(kind="review")
    gone = town.enterprise(name="示例甲公司", status="deregistered")
    bare = town.enterprise(name="示例乙公司")

    with pytest.raises(SomeRefused) as refused:
        add(town, batch, gone.pk, bare.pk)
    assert "示例甲公司：企业已注销，不能列入名单" in refused.value.message
    assert "示例乙公司：没有可复核的“创新型中小企业”称号" in refused.value.message
    with pytest.raises(InputRefused, match="请选择企业"):
        add(town, batch)
    with pytest.raises(InputRefused, match="有 1 家企业不存在"):
        add(town, batch, 0)


def test_a_published_list_takes_nobody(town: Town) -> None:
    batch = make_batch(
        stage="announced", announced_on=date(2026, 1, 1), valid_from=date(2026, 1, 1)
    )

    with pytest.raises(TransitionRefused, match="批次已公布，名单不能再改"):
        add(town, batch, town.enterprise().pk)


@pytest.mark.covers("enterprises.candidates.add_due", "works")
def test_a_review_lists_every_title_that_ends_in_its_year(town: Town) -> None:
    batch = make_batch(kind="review")
    due = town.title(valid_until=date(2027, 1, 1))
    early = town.title(valid_until=date(2026, 1, 2))
    town.title(valid_until=date(2026, 1, 1))
    town.title(valid_until=date(2027, 1, 2))
    town.title(withdrawn_on=date(2025, 1, 1), withdrawal_cause="waived")

    with scoped(town.city):
        added = add_due(town, batch)

    mine = [it for it in added if it.jurisdiction_id == town.unit.pk]
    assert {it.reviewed_series for it in mine} == {due.series, early.series}
    assert {it.state for it in mine} == {"due"}


@pytest.mark.covers("enterprises.candidates.add_due", "refused")
def test_only_a_review_has_titles_that_are_due(town: Town) -> None:
    with pytest.raises(ActionRefused, match="只有复核批次"):
        add_due(town, make_batch())
    with pytest.raises(InputRefused, match="早于起始日期"):
        add_due(town, make_batch(kind="review"), ends_to=date(2025, 1, 1))
    with pytest.raises(ActionRefused, match="没有到期的“瞪羚企业”称号"):
        add_due(town, make_batch("gazelle", kind="review"))


@pytest.mark.covers("enterprises.candidates.move", "works")
def test_candidates_move_together_and_each_leaves_an_entry(town: Town) -> None:
    batch = make_batch()
    ids = [town.enterprise().pk for _ in range(2)]
    add(town, batch, *ids)

    with scoped(town.city):
        move(town, batch, "recommended", *ids)

    assert on_list(batch) == dict.fromkeys(ids, "recommended")
    assert [entry["state"] for entry in entries("candidate.move")] == [
        ["applied", "recommended"]
    ] * 2


def test_who_was_out_comes_back_where_the_batch_stands(town: Town) -> None:
    batch = make_batch(stage="publicised")
    enterprise = town.enterprise()
    make_candidate(batch, enterprise, "failed")

    move(town, batch, "publicised", enterprise.pk)

    assert on_list(batch) == {enterprise.pk: "publicised"}


@pytest.mark.covers("enterprises.candidates.move", "refused")
@pytest.mark.parametrize(
    ("state", "to", "sentence"),
    [
        ("applied", "passed", "“已申请”不能改为“通过”，只能改为"),
        ("in_review", "recommended", "只能改为“不通过”、“放弃”"),
        ("failed", "in_review", "只能改为“已申请”"),
        ("applied", "whim", "没有这个状态"),
    ],
)
def test_the_procedure_has_no_other_steps(town: Town, state: str, to: str, sentence: str) -> None:
    batch, enterprise = make_batch(), town.enterprise()
    make_candidate(batch, enterprise, state)

    with pytest.raises(ActionRefused, match=sentence):
        move(town, batch, to, enterprise.pk)
    assert on_list(batch) == {enterprise.pk: state}


@pytest.mark.covers("enterprises.candidates.remove", "works")
def test_who_was_listed_by_mistake_comes_off_the_list(town: Town) -> None:
    batch = make_batch()
    stays, goes = town.enterprise(), town.enterprise()
    add(town, batch, stays.pk, goes.pk)

    with scoped(town.city):
        assert remove(town, batch, goes.pk) == 1

    assert list(on_list(batch)) == [stays.pk]
    (entry,) = entries("candidate.remove")
    assert (entry["enterprise"], entry["reason"]) == (goes.pk, "录错")


@pytest.mark.covers("enterprises.candidates.remove", "refused")
def test_a_removal_needs_a_reason_and_somebody_to_remove(town: Town) -> None:
    batch, enterprise = make_batch(), town.enterprise()
    add(town, batch, enterprise.pk)

    with pytest.raises(InputRefused, match="请说明移出理由"):
        remove(town, batch, enterprise.pk, reason=" ")
    with pytest.raises(InputRefused, match="有 1 家企业不在这个批次的名单中"):
        remove(town, batch, enterprise.pk, town.enterprise().pk)


@pytest.mark.covers("enterprises.candidates.add", "reach", "capability")
@pytest.mark.covers("enterprises.candidates.add_due", "reach", "capability")
@pytest.mark.covers("enterprises.candidates.move", "reach", "capability")
@pytest.mark.covers("enterprises.candidates.remove", "reach", "capability")
def test_lists_are_kept_by_the_city_alone(town: Town) -> None:
    batch, enterprise = make_batch(kind="review"), town.title().enterprise
    make_candidate(batch, enterprise, "applied")
    for access in (town.keeper, town.reader):
        as_him = Town(town.unit, access, access, access, access)
        with scoped(access), pytest.raises(NotPermitted):
            add(as_him, batch, enterprise.pk)
        with scoped(access), pytest.raises(NotPermitted):
            add_due(as_him, batch)
        with scoped(access), pytest.raises(NotPermitted):
            move(as_him, batch, "recommended", enterprise.pk)
        with scoped(access), pytest.raises(NotPermitted):
            remove(as_him, batch, enterprise.pk)
    assert on_list(batch) == {enterprise.pk: "applied"}


@pytest.mark.covers("enterprises.candidates.add", "race")
@pytest.mark.covers("enterprises.candidates.add_due", "race")
@pytest.mark.covers("enterprises.candidates.move", "race")
@pytest.mark.covers("enterprises.candidates.remove", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_one_list_one_is_told() -> None:
    town = build_town()
    batch, review = make_batch(), make_batch(kind="review")
    enterprise = town.title(valid_until=date(2026, 6, 1)).enterprise

    def twice(act: Any) -> tuple[str, str]:
        return race(act, act, as_first=town.city, as_second=town.city)

    assert twice(lambda: add(town, batch, enterprise.pk)) == ("done", "refused")
    assert twice(lambda: move(town, batch, "recommended", enterprise.pk)) == (
        "done",
        "transition_refused",
    )
    assert twice(lambda: remove(town, batch, enterprise.pk)) == ("done", "invalid")
    assert twice(lambda: add_due(town, review)) == ("done", "refused")
