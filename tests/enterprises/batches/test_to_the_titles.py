"""From the experts' word over the public notice to the titles, and back again by reason."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import announcing, batch_results, batches, objections, title_changes
from enterprises.actions.batch_results import Result
from enterprises.choices import FlowColumn, Tier
from enterprises.models import (
    BatchCandidate,
    BatchObjection,
    Cultivation,
    Recognition,
    RecognitionBatch,
)
from enterprises.queries.tier_flows import TierFlow, tier_flows
from tests.enterprises.batches.conftest import (
    AFTER,
    CLOSED,
    FROZEN,
    VALID,
    Round,
    build_round,
    states,
)
from tests.enterprises.titles.conftest import current, entries
from tests.factories.cultivation import make_way
from tests.factories.titles import make_batch, make_candidate, make_title
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped

OBJECTION: dict[str, Any] = {
    "raised_on": date(2026, 3, 11),
    "raised_by": "示例甲",
    "text": "营业收入与纳税申报不符",
}


def object_to(line: BatchCandidate, who: Access, **words: Any) -> BatchObjection:
    with scoped(who):
        return objections.object_to(line.pk, access=who, at=AFTER, **{**OBJECTION, **words})


def settle(row: BatchObjection, who: Access, outcome: str = "dismissed") -> BatchObjection:
    words = {"outcome": outcome, "settlement": "经核实"}
    with scoped(who):
        return objections.settle(row.pk, access=who, at=AFTER, **words)


def retract(batch: RecognitionBatch, who: Access, reason: str = "文件有误") -> RecognitionBatch:
    with scoped(who):
        return announcing.retract(batch.pk, access=who, at=AFTER, reason=reason)


def take(batch: RecognitionBatch, who: Access, results: dict[int, str]) -> None:
    said = {pk: Result(outcome) for pk, outcome in results.items()}
    with scoped(who):
        batch_results.take(batch.pk, access=who, at=FROZEN, results=said)


def take_back(batch: RecognitionBatch, who: Access, *ids: int, reason: str = "录错") -> None:
    words = {"enterprise_ids": ids, "reason": reason}
    with scoped(who):
        batch_results.take_back(batch.pk, access=who, at=FROZEN, **words)


def line_of(batch: RecognitionBatch, enterprise: Any) -> BatchCandidate:
    return BatchCandidate.objects.get(batch=batch, enterprise=enterprise)


def base_flow(world: Round, last: date) -> TierFlow:
    """What became of holders of the base title from January on."""
    with scoped(world.city):
        reach = world.city.reach(Capability.COUNTS_VIEW)
        flows = tier_flows(reach, first=date(2026, 1, 1), last=last, tiers={Tier.INNOVATIVE_SME})
    (flow,) = flows
    assert flow.balances
    return flow


@pytest.mark.covers("enterprises.batch_results.take", "works")
@pytest.mark.covers("enterprises.batch_results.take_back", "works")
@pytest.mark.covers("enterprises.objections.object_to", "works")
@pytest.mark.covers("enterprises.objections.settle", "works")
@pytest.mark.covers("enterprises.announcing.retract", "works")
def test_titles_come_from_the_valid_day_a_line_objected_to_waits_and_all_can_be_taken_back(
    world: Round,
) -> None:
    clear, doubted, failed = (world.enterprise() for _ in range(3))
    way = make_way(clear, "preparing", Tier.INNOVATIVE_SME)
    beaten = make_way(failed, "preparing", Tier.INNOVATIVE_SME)
    batch = world.frozen(clear, doubted, failed)
    world.recommend(batch)
    with scoped(world.city):
        batches.advance(batch.pk, access=world.city, at=FROZEN, to="reviewing")
    take(batch, world.city, {clear.pk: "failed", doubted.pk: "passed", failed.pk: "failed"})
    take_back(batch, world.city, clear.pk)
    with scoped(world.city), pytest.raises(ActionRefused, match="还有 1 家没有评审结果"):
        batches.advance(batch.pk, access=world.city, at=CLOSED, to="publicised")
    take(batch, world.city, {clear.pk: "passed"})
    with scoped(world.city):
        notice = batches.advance(batch.pk, access=world.city, at=CLOSED, to="publicised")
    assert (notice.notice_from, notice.notice_until) == (date(2026, 3, 10), date(2026, 3, 16))
    objection = object_to(line_of(batch, doubted), world.clerk)
    before = [base_flow(world, day) for day in (date(2026, 3, 16), date(2026, 3, 17))]

    world.announce(batch)

    assert states(batch) == {clear.pk: "passed", doubted.pk: "objected", failed.pk: "failed"}
    title = Recognition.objects.get(batch=batch)
    assert (title.enterprise_id, title.document_no) == (clear.pk, VALID["document_no"])
    after = [base_flow(world, day) for day in (date(2026, 3, 16), date(2026, 3, 17))]
    assert after[0] == before[0]  # nothing counts before the valid day
    assert after[1].columns[FlowColumn.RECOGNISED] == before[1].columns[FlowColumn.RECOGNISED] + 1
    settle(objection, world.city)
    assert states(batch)[doubted.pk] == "passed"
    assert base_flow(world, date(2026, 3, 17)).closing == before[1].closing + 2
    stages = Cultivation.objects.values_list("pk", "stage")
    assert {pk: stage for pk, stage in stages if pk in (way.pk, beaten.pk)} == {
        way.pk: "recognised",
        beaten.pk: "growing",
    }

    back = retract(batch, world.city)

    assert (back.stage, back.announced_on) == ("publicised", None)
    assert states(batch) == {clear.pk: "publicised", doubted.pk: "publicised", failed.pk: "failed"}
    assert current(title.series).in_force.isempty
    assert [base_flow(world, day) for day in (date(2026, 3, 16), date(2026, 3, 17))] == before
    assert Cultivation.objects.get(pk=way.pk).stage == "applied"
    assert len(entries("title.take_back")) == 2
    world.announce(batch)
    assert base_flow(world, date(2026, 3, 17)).closing == before[1].closing + 2


def test_a_review_renews_ends_waits_and_goes_back_as_it_was(world: Round) -> None:
    end = date(2026, 4, 1)
    titles = {
        state: make_title(world.enterprise(), valid_until=end, review_pending=pending)
        for state, pending in (
            ("publicised", True),
            ("failed", True),
            ("declined", False),
            ("waived", False),
            ("not_submitted", False),
        )
    }
    batch = make_batch(kind="review", stage="publicised")
    for state, title in titles.items():
        make_candidate(batch, title.enterprise, state, reviewed_series=title.series)
    stood = {state: current(it.series).in_force for state, it in titles.items()}
    before = base_flow(world, date(2026, 5, 1))

    world.announce(batch, valid_from=end, valid_until=date(2029, 4, 1))

    causes = {state: current(it.series).withdrawal_cause for state, it in titles.items()}
    assert causes == {
        "publicised": "",
        "failed": "review_failed",
        "declined": "review_failed",
        "waived": "waived",
        "not_submitted": "not_reviewed",
    }
    renewed = Recognition.objects.get(predecessor_series=titles["publicised"].series)
    assert renewed.valid_from == end  # contiguous
    flow = base_flow(world, date(2026, 5, 1))
    assert flow.renewed == before.renewed + 1
    retract(batch, world.city)
    assert {state: current(it.series).in_force for state, it in titles.items()} == stood
    assert base_flow(world, date(2026, 5, 1)) == before


def test_an_objection_upheld_in_a_review_ends_the_title(world: Round) -> None:
    title = make_title(world.enterprise(), valid_until=date(2026, 3, 1), review_pending=True)
    batch = make_batch(kind="review", stage="publicised")
    line = make_candidate(batch, title.enterprise, "publicised", reviewed_series=title.series)
    first, second = object_to(line, world.clerk), object_to(line, world.clerk)
    world.announce(batch)

    settle(first, world.city)
    assert states(batch)[title.enterprise_id] == "objected"
    settle(second, world.city, "upheld")

    assert states(batch)[title.enterprise_id] == "failed"
    assert current(title.series).withdrawal_cause == "review_failed"


@pytest.mark.covers("enterprises.batch_results.take", "refused")
@pytest.mark.covers("enterprises.batch_results.take_back", "refused")
@pytest.mark.covers("enterprises.objections.object_to", "refused")
@pytest.mark.covers("enterprises.objections.settle", "refused")
@pytest.mark.covers("enterprises.announcing.retract", "refused")
def test_nothing_is_said_out_of_its_time_and_nobody_announces_what_he_closed(
    world: Round,
) -> None:
    firm, away = world.enterprise(), world.enterprise()
    early = world.batch(firm)
    with pytest.raises(TransitionRefused, match="不能登记评审结果"):
        take(early, world.city, {firm.pk: "passed"})
    with pytest.raises(TransitionRefused, match="不在公示中"):
        object_to(line_of(early, firm), world.clerk)
    with pytest.raises(TransitionRefused, match="尚未公布"):
        retract(early, world.city)
    reviewing = world.batch(firm, away, stage="reviewing", state="in_review")
    for results, sentence in (({firm.pk: "whim"}, "评审通过或不通过"), ({0: "passed"}, "有 1 家")):
        with pytest.raises(InputRefused, match=sentence):
            take(reviewing, world.city, results)
    with pytest.raises(ActionRefused, match="还没有评审结果"):
        take_back(reviewing, world.city, firm.pk)
    with pytest.raises(InputRefused, match="请说明撤回理由"):
        take_back(reviewing, world.city, firm.pk, reason="")

    batch = world.publicised(firm, away)
    for words, sentence in (
        ({"raised_on": date(2026, 3, 17)}, "公示期内（2026-03-10 至 2026-03-16）"),
        ({"raised_on": date(2026, 4, 1)}, "不能晚于今天"),
        ({"raised_by": " "}, "请写明异议人"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            object_to(line_of(batch, firm), world.clerk, **words)
    with scoped(world.city), pytest.raises(ActionRefused, match="须由另一人办理"):
        batches.announce(batch.pk, access=world.city, at=AFTER, **VALID)
    with scoped(world.second), pytest.raises(TransitionRefused, match="公示至 2026-03-16"):
        batches.announce(batch.pk, access=world.second, at=CLOSED, **VALID)
    objection = object_to(line_of(batch, away), world.clerk)
    with pytest.raises(InputRefused, match="请选择异议是否成立"):
        settle(objection, world.city, "whim")
    settle(objection, world.city)
    with pytest.raises(TransitionRefused, match="已经处理"):
        settle(objection, world.city)
    world.announce(batch)
    with pytest.raises(InputRefused, match="请说明撤回公布的理由"):
        retract(batch, world.city, " ")
    series = Recognition.objects.get(batch=batch, enterprise=firm).series
    with scoped(world.city):
        words: dict[str, Any] = {"on": date(2026, 3, 17), "cause": "waived"}
        title_changes.withdraw(series, access=world.city, at=AFTER, **words)
    with pytest.raises(ActionRefused, match=f"有 1 个称号公布后又有变动.*{firm.name}"):
        retract(batch, world.city)
    days = {"announced_on": date(2026, 1, 1), "valid_from": date(2026, 1, 1)}
    recorded = make_batch(stage="announced", **days)
    with pytest.raises(ActionRefused, match="不是在系统内公布的"):
        retract(recorded, world.city)


@pytest.mark.covers("enterprises.batch_results.take", "reach", "capability")
@pytest.mark.covers("enterprises.batch_results.take_back", "reach", "capability")
@pytest.mark.covers("enterprises.objections.object_to", "reach", "capability")
@pytest.mark.covers("enterprises.objections.settle", "reach", "capability")
@pytest.mark.covers("enterprises.announcing.retract", "reach", "capability")
def test_a_unit_objects_for_its_own_and_decides_nothing(world: Round) -> None:
    firm = world.enterprise()
    batch = world.publicised(firm)
    line = line_of(batch, firm)

    with pytest.raises(BatchCandidate.DoesNotExist):
        object_to(line, world.other)
    with pytest.raises(NotPermitted):
        object_to(line, world.reader)
    objection = object_to(line, world.clerk)
    for who in (world.clerk, world.reader):
        for act in (
            lambda who=who: take(batch, who, {firm.pk: "passed"}),
            lambda who=who: take_back(batch, who, firm.pk),
            lambda who=who: settle(objection, who),
            lambda who=who: retract(batch, who),
        ):
            with pytest.raises(NotPermitted):
                act()
    assert states(batch) == {firm.pk: "objected"}


@pytest.mark.covers("enterprises.batch_results.take", "race")
@pytest.mark.covers("enterprises.batch_results.take_back", "race")
@pytest.mark.covers("enterprises.objections.object_to", "race")
@pytest.mark.covers("enterprises.objections.settle", "race")
@pytest.mark.covers("enterprises.announcing.retract", "race")
@pytest.mark.django_db(transaction=True)
def test_an_objection_and_an_announcement_never_miss_each_other() -> None:
    world = build_round()
    firm, held = world.enterprise(), world.enterprise()
    batch = world.publicised(firm, held)
    reviewing = world.batch(firm, stage="reviewing", state="in_review")
    line = line_of(batch, held)

    def run(one: Any, two: Any, first: Access, second: Access) -> tuple[str, str]:
        return race(one, two, as_first=first, as_second=second)

    def results() -> object:
        said = {firm.pk: Result("passed")}
        words = {"results": said, "expected_version": 1}
        return batch_results.take(reviewing.pk, access=world.city, at=FROZEN, **words)

    def back() -> object:
        words = {"enterprise_ids": [firm.pk], "reason": "录错"}
        return batch_results.take_back(reviewing.pk, access=world.city, at=FROZEN, **words)

    def against(row: BatchCandidate = line) -> object:
        return objections.object_to(row.pk, access=world.clerk, at=AFTER, **OBJECTION)

    def announce() -> object:
        return batches.announce(batch.pk, access=world.second, at=AFTER, **VALID)

    def settled() -> object:
        words = {"outcome": "dismissed", "settlement": "经核实"}
        return objections.settle(objection.pk, access=world.city, at=AFTER, **words)

    def undo() -> object:
        return announcing.retract(batch.pk, access=world.city, at=AFTER, reason="文件有误")

    assert run(results, back, world.city, world.city) == ("done", "done")
    assert run(back, back, world.city, world.city)[1] == "refused"
    assert run(against, announce, world.clerk, world.second) == ("done", "done")
    assert states(batch) == {firm.pk: "passed", held.pk: "objected"}
    objection = BatchObjection.objects.get()
    assert run(settled, settled, world.city, world.city) == ("done", "transition_refused")
    assert run(undo, undo, world.city, world.city) == ("done", "transition_refused")
    assert run(announce, against, world.second, world.clerk) == ("done", "transition_refused")
    assert Recognition.objects.in_force(on=date(2026, 3, 17)).filter(batch=batch).count() == 2
