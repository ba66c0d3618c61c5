"""A batch from recommendation to announcement, and what is refused on the way."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import batches
from enterprises.actions.title_versions import SomeRefused
from enterprises.choices import Tier
from enterprises.models import BatchCandidate, Recognition, RecognitionBatch
from tests.enterprises.titles.conftest import NOON, Town, build_town, current, entries
from tests.factories.titles import make_batch, make_candidate
from tests.races import race
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.scope import scoped

ANNOUNCEMENT: dict[str, Any] = {
    "document_no": "鄂经信[2026]40号",
    "announced_on": date(2026, 3, 1),
    "valid_from": date(2026, 3, 1),
    "valid_until": date(2029, 3, 1),
}
NEW: dict[str, Any] = {
    "tier": Tier.INNOVATIVE_SME,
    "kind": "new",
    "recogniser": "示例省经信厅",
    "recogniser_level": "provincial",
    "ordinal": 77,
    "year": 2026,
    "name": "示例第七十七批创新型中小企业",
}


def create(town: Town, **values: Any) -> RecognitionBatch:
    return batches.create(access=town.city, at=NOON, **{**NEW, **values})


def announce(town: Town, batch: RecognitionBatch, **values: Any) -> RecognitionBatch:
    words = {**ANNOUNCEMENT, **values}
    return batches.announce(batch.pk, access=town.city, at=NOON, **words)


def states(batch: RecognitionBatch) -> dict[str, int]:
    return dict(BatchCandidate.objects.filter(batch=batch).values_list("state", "version"))


@pytest.mark.covers("enterprises.batches.create", "works")
def test_a_batch_begins_with_recommendations(town: Town) -> None:
    with scoped(town.city):
        batch = create(town)

    batch.refresh_from_db()
    assert (batch.stage, batch.version) == ("recommending", 1)
    (entry,) = entries("batch.create")
    assert (entry["ordinal"], entry["name"]) == (77, NEW["name"])


@pytest.mark.covers("enterprises.batches.create", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tier": "tech_innovative"}, "不能直接认定"),
        ({"kind": "whim"}, "没有这个批次类型"),
        ({"recogniser_level": "galactic"}, "没有这个认定层级"),
        ({"name": " "}, "请填写名称"),
        ({"year": 1899}, "年度应在 2000 至 2100 之间"),
        (
            {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 1)},
            "截止日期 2025-12-31 早于起始日期 2026-01-01",
        ),
    ],
)
def test_a_faulty_batch_is_refused(town: Town, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputRefused, match=sentence):
        create(town, **wrong)


def test_a_batch_is_numbered_once(town: Town) -> None:
    create(town)

    with pytest.raises(ActionRefused, match="示例省经信厅 2026 年第 77 批"):
        create(town)


@pytest.mark.covers("enterprises.batches.amend", "works")
def test_a_batch_can_be_amended_until_it_is_announced(town: Town) -> None:
    batch = make_batch()

    with scoped(town.city):
        batches.amend(batch.pk, access=town.city, at=NOON, values={"document_no": "鄂[2026]1号"})

    batch.refresh_from_db()
    assert (batch.document_no, batch.version) == ("鄂〔2026〕1号", 2)
    assert entries("batch.amend") == [{"document_no": ["", "鄂〔2026〕1号"]}]


@pytest.mark.covers("enterprises.batches.amend", "refused")
def test_what_is_fixed_is_not_amended(town: Town) -> None:
    batch, done = make_batch(), make_batch(stage="publicised")
    announce(town, done)

    for values in ({"tier": "champion"}, {"stage": "announced"}):
        with pytest.raises(InputRefused, match="该项不能修改"):
            batches.amend(batch.pk, access=town.city, at=NOON, values=values)
    with pytest.raises(InputRefused, match="文号与日期请在各称号上更正"):
        batches.amend(done.pk, access=town.city, at=NOON, values={"document_no": "另一号"})
    with pytest.raises(StaleVersion):
        batches.amend(
            batch.pk, access=town.city, at=NOON, values={"name": "甲"}, expected_version=9
        )


@pytest.mark.covers("enterprises.batches.advance", "works")
def test_a_stage_carries_its_candidates_along(town: Town) -> None:
    batch = make_batch()
    make_candidate(batch, town.enterprise(), "recommended")
    make_candidate(batch, town.enterprise(), "failed")

    with scoped(town.city):
        for stage in ("reviewing", "publicised"):
            batches.advance(batch.pk, access=town.city, at=NOON, to=stage)

    batch.refresh_from_db()
    assert (batch.stage, batch.version) == ("publicised", 3)
    assert states(batch) == {"publicised": 3, "failed": 1}
    assert [entry["candidates"] for entry in entries("batch.advance")] == [1, 1]


def test_a_title_stays_valid_while_its_review_is_under_way(town: Town) -> None:
    title = town.title(valid_until=date(2026, 3, 1))
    batch = make_batch(kind="review")
    make_candidate(batch, title.enterprise, "recommended", reviewed_series=title.series)

    batches.advance(batch.pk, access=town.city, at=NOON, to="reviewing")

    assert current(title.series).in_force.upper is None
    assert entries("title.extend")[0]["batch"] == batch.pk


@pytest.mark.covers("enterprises.batches.advance", "refused")
def test_stages_are_neither_skipped_nor_retraced(town: Town) -> None:
    batch = make_batch(stage="reviewing")

    def advance(to: str) -> None:
        batches.advance(batch.pk, access=town.city, at=NOON, to=to)

    for to in ("recommending", "reviewing", "announced"):
        with pytest.raises(TransitionRefused, match="批次处于“评审”阶段，下一阶段是“公示”"):
            advance(to)
    with pytest.raises(InputRefused, match="没有这个阶段"):
        advance("whim")
    advance("publicised")
    with pytest.raises(TransitionRefused, match="请使用“公布”"):
        advance("announced")


def test_nobody_is_left_undecided(town: Town) -> None:
    batch = make_batch()
    make_candidate(batch, town.enterprise(), "applied")
    make_candidate(batch, town.enterprise(), "due")

    with pytest.raises(ActionRefused, match="应复核 1 家、已申请 1 家"):
        batches.advance(batch.pk, access=town.city, at=NOON, to="reviewing")


@pytest.mark.covers("enterprises.batches.announce", "works")
def test_the_announcement_gives_everyone_on_the_notice_the_title(town: Town) -> None:
    batch = make_batch(stage="publicised")
    passed = [town.enterprise() for _ in range(2)]
    for enterprise in passed:
        make_candidate(batch, enterprise, "publicised")
    make_candidate(batch, town.enterprise(), "failed")

    with scoped(town.city):
        announce(town, batch)

    titles = Recognition.objects.current().filter(batch=batch)
    assert {title.enterprise_id for title in titles} == {it.pk for it in passed}
    assert {
        (it.document_no, it.announced_on, it.valid_from, it.valid_until, it.outcome)
        for it in titles
    } == {("鄂经信〔2026〕40号", *list(ANNOUNCEMENT.values())[1:], "new")}
    assert BatchCandidate.objects.filter(batch=batch, state="passed").count() == 2
    (entry,) = entries("batch.announce")
    assert (entry["titles"], entry["candidates"]) == (2, {"passed": 2, "failed": 1})


def test_a_review_renews_who_passed_and_ends_the_rest_at_their_term(town: Town) -> None:
    end = date(2026, 2, 1)
    batch = make_batch(kind="review", stage="publicised")
    fates = {"publicised": True, "failed": True, "waived": False, "not_submitted": False}
    titles = {}
    for state, pending in fates.items():
        title = town.title(valid_until=end, review_pending=pending)
        make_candidate(batch, title.enterprise, state, reviewed_series=title.series)
        titles[state] = title.series

    announce(town, batch)

    told = {
        state: (current(series).withdrawal_cause, current(series).in_force.upper)
        for state, series in titles.items()
    }
    announced = ANNOUNCEMENT["announced_on"]
    assert told == {
        "publicised": ("", announced),
        "failed": ("review_failed", announced),
        "waived": ("waived", end),
        "not_submitted": ("not_reviewed", end),
    }
    renewed = Recognition.objects.get(predecessor_series=titles["publicised"])
    assert (renewed.valid_from, renewed.outcome) == (announced, "review_passed")


def test_an_announcement_asks_as_many_questions_whatever_its_length(
    town: Town, django_assert_num_queries
) -> None:
    for size in (2, 30):
        batch = make_batch(stage="publicised")
        for _ in range(size):
            make_candidate(batch, town.enterprise(), "publicised")
        with django_assert_num_queries(22):
            announce(town, batch)


@pytest.mark.covers("enterprises.batches.announce", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"document_no": " "}, "公布须写明文号"),
        ({"announced_on": date(2026, 3, 4)}, "公布日期不能晚于今天"),
        ({"valid_until": date(2026, 3, 1)}, "截止日期 2026-02-28 早于起始日期 2026-03-01"),
    ],
)
def test_a_faulty_announcement_is_refused(town: Town, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputRefused, match=sentence):
        announce(town, make_batch(stage="publicised"), **wrong)


def test_a_batch_is_announced_after_its_notice_and_once(town: Town) -> None:
    batch = make_batch(stage="publicised")
    announce(town, batch)

    with pytest.raises(TransitionRefused, match="已公布，不能重复公布"):
        announce(town, batch)
    with pytest.raises(TransitionRefused, match="公示后才能公布"):
        announce(town, make_batch(stage="reviewing"))


def test_who_may_not_have_the_title_stops_the_announcement_unless_a_reason_is_given(
    town: Town,
) -> None:
    batch = make_batch(Tier.SRDI_SME, stage="publicised")
    for name in ("示例甲公司", "示例乙公司"):
        make_candidate(batch, town.enterprise(name=name), "publicised")

    with pytest.raises(SomeRefused, match="有 2 家不能办理，整批未作改动：示例甲公司：2026-03-01"):
        announce(town, batch)
    announce(town, batch, despite="省厅批复")

    assert Recognition.objects.filter(batch=batch).count() == 2


@pytest.mark.covers("enterprises.batches.create", "reach", "capability")
@pytest.mark.covers("enterprises.batches.amend", "reach", "capability")
@pytest.mark.covers("enterprises.batches.advance", "reach", "capability")
@pytest.mark.covers("enterprises.batches.announce", "reach", "capability")
def test_batches_are_kept_by_the_city_alone(town: Town) -> None:
    batch = make_batch()
    for access in (town.keeper, town.reader):
        with scoped(access), pytest.raises(NotPermitted):
            batches.create(access=access, at=NOON, **NEW)
        with scoped(access), pytest.raises(NotPermitted):
            batches.amend(batch.pk, access=access, at=NOON, values={"name": "甲"})
        with scoped(access), pytest.raises(NotPermitted):
            batches.advance(batch.pk, access=access, at=NOON, to="reviewing")
        with scoped(access), pytest.raises(NotPermitted):
            batches.announce(batch.pk, access=access, at=NOON, **ANNOUNCEMENT)
    batch.refresh_from_db()
    assert batch.version == 1


@pytest.mark.covers("enterprises.batches.create", "race")
@pytest.mark.covers("enterprises.batches.amend", "race")
@pytest.mark.covers("enterprises.batches.advance", "race")
@pytest.mark.covers("enterprises.batches.announce", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_one_batch_one_is_told() -> None:
    town = build_town()
    batch, done = make_batch(), make_batch(stage="publicised")
    make_candidate(done, town.enterprise(), "publicised")

    def twice(act: Any) -> tuple[str, str]:
        return race(act, act, as_first=town.city, as_second=town.city)

    assert twice(lambda: create(town)) == ("done", "refused")
    assert twice(
        lambda: batches.amend(
            batch.pk, access=town.city, at=NOON, values={"name": "甲"}, expected_version=1
        )
    ) == ("done", "stale_version")
    assert twice(lambda: batches.advance(batch.pk, access=town.city, at=NOON, to="reviewing")) == (
        "done",
        "transition_refused",
    )
    assert twice(lambda: announce(town, done)) == ("done", "transition_refused")
    assert Recognition.objects.filter(batch=done).count() == 1
