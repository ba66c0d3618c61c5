"""Each unit decides on its own lines, within its quota and in time; none is forgotten."""

from datetime import UTC, datetime
from typing import Any

import pytest

from enterprises.actions import batches, recommending
from enterprises.actions.recommending import Word
from enterprises.choices import Tier
from enterprises.models import BatchCandidate, BatchUnit, Cultivation
from tests.enterprises.batches.conftest import FROZEN, Round, build_round, states
from tests.enterprises.titles.conftest import entries
from tests.factories.cultivation import make_way
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped

LATE = datetime(2026, 4, 1, 4, tzinfo=UTC)
YES = Word("recommended")


def say(
    batch: Any, who: Access, said: dict[int, Word], at: datetime = FROZEN
) -> list[BatchCandidate]:
    with scoped(who):
        return recommending.recommend(batch.pk, access=who, at=at, said=said)


def submit(batch: Any, who: Access, unit: Any, at: datetime = FROZEN) -> BatchUnit:
    with scoped(who):
        return recommending.submit(batch.pk, access=who, at=at, jurisdiction_id=unit.pk)


def allot(batch: Any, who: Access, quotas: dict[int, int | None]) -> list[BatchUnit]:
    with scoped(who):
        return recommending.allot(batch.pk, access=who, at=FROZEN, quotas=quotas)


def hand_back(batch: Any, who: Access, unit: Any, reason: str = "补材料") -> BatchUnit:
    words = {"jurisdiction_id": unit.pk, "reason": reason}
    with scoped(who):
        return recommending.hand_back(batch.pk, access=who, at=FROZEN, **words)


@pytest.mark.covers("enterprises.recommending.allot", "works")
@pytest.mark.covers("enterprises.recommending.recommend", "works")
@pytest.mark.covers("enterprises.recommending.submit", "works")
@pytest.mark.covers("enterprises.recommending.hand_back", "works")
def test_units_recommend_within_their_quota_and_the_batch_waits_for_all(world: Round) -> None:
    firm, out, theirs = world.enterprise(), world.enterprise(), make_enterprise(unit=world.there)
    way = make_way(firm, "growing", Tier.INNOVATIVE_SME)
    batch = world.frozen(firm, out, theirs)
    allot(batch, world.city, {world.here.pk: 1, world.there.pk: None})

    say(batch, world.clerk, {firm.pk: Word("recommended", rank=1), out.pk: Word("waived")})
    part = submit(batch, world.clerk, world.here)

    assert (part.quota, part.submitted_by_name) == (1, world.clerk.actor_name)
    with (
        scoped(world.city),
        pytest.raises(ActionRefused, match="已申请 1 家"),
    ):
        batches.advance(batch.pk, access=world.city, at=FROZEN, to="reviewing")
    say(batch, world.other, {theirs.pk: Word("declined", "规模未达标")})
    with (
        scoped(world.city),
        pytest.raises(ActionRefused, match=f"尚未报送推荐：{world.there.name}"),
    ):
        batches.advance(batch.pk, access=world.city, at=FROZEN, to="reviewing")
    hand_back(batch, world.city, world.here)
    say(batch, world.clerk, {out.pk: Word("declined", "不合规")})
    submit(batch, world.clerk, world.here)
    submit(batch, world.city, world.there, LATE)  # for the one that is missing
    with scoped(world.city):
        batches.advance(batch.pk, access=world.city, at=LATE, to="reviewing")
    assert states(batch) == {firm.pk: "in_review", out.pk: "declined", theirs.pk: "declined"}
    way = Cultivation.objects.get(pk=way.pk)
    assert (way.stage, way.target_batch_id) == ("applied", batch.pk)
    assert entries("batch.submit")[0]["recommended"] == 1


@pytest.mark.covers("enterprises.recommending.allot", "refused")
@pytest.mark.covers("enterprises.recommending.recommend", "refused")
@pytest.mark.covers("enterprises.recommending.submit", "refused")
@pytest.mark.covers("enterprises.recommending.hand_back", "refused")
def test_what_the_procedure_does_not_have_is_refused(world: Round) -> None:
    one, two = world.enterprise(), world.enterprise()
    batch = world.batch(one, two, tier=Tier.CHAMPION)
    with pytest.raises(ActionRefused, match="名单尚未冻结"):
        allot(batch, world.city, {world.here.pk: 1})
    batch = world.freeze(batch)
    for quotas, sentence in (({}, "请选择"), ({world.here.pk: -1}, "不能为负"), ({0: 1}, "请选择")):
        with pytest.raises(InputRefused, match=sentence):
            allot(batch, world.city, quotas)
    for word, sentence in (
        (Word("passed"), "请选择推荐"),
        (Word("not_submitted"), "请选择推荐"),
        (Word("declined"), "须说明理由"),
        (Word("waived", rank=1), "只有推荐的企业排序"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            say(batch, world.clerk, {one.pk: word})
    with pytest.raises(InputRefused, match="不在名单中"):
        say(batch, world.clerk, {})
    with pytest.raises(TransitionRefused, match="已于 2026-03-18 截止"):
        say(batch, world.clerk, {one.pk: YES}, LATE)
    with pytest.raises(ActionRefused, match="还有 2 家没有决定"):
        submit(batch, world.clerk, world.here)
    with pytest.raises(TransitionRefused, match="尚未报送"):
        hand_back(batch, world.city, world.here)

    say(batch, world.clerk, {one.pk: YES, two.pk: YES})
    allot(batch, world.city, {world.here.pk: 1})
    with pytest.raises(ActionRefused, match="推荐 2 家，超出名额 1 家"):
        submit(batch, world.clerk, world.here)
    allot(batch, world.city, {world.here.pk: 2})
    with pytest.raises(ActionRefused, match="序号应为 1 至 2"):
        submit(batch, world.clerk, world.here)
    make_title(two, Tier.LITTLE_GIANT)
    ranked = {one.pk: Word("recommended", rank=1), two.pk: Word("recommended", rank=2)}
    say(batch, world.clerk, ranked)
    with pytest.raises(ActionRefused, match="应优先推荐"):
        submit(batch, world.clerk, world.here)
    allot(batch, world.city, {world.here.pk: None})
    say(batch, world.clerk, {one.pk: YES, two.pk: YES})
    submit(batch, world.clerk, world.here)
    with pytest.raises(TransitionRefused, match="已报送"):
        say(batch, world.clerk, {one.pk: YES})
    with pytest.raises(TransitionRefused, match="请先退回"):
        allot(batch, world.city, {world.here.pk: 1})
    with pytest.raises(InputRefused, match="请说明退回理由"):
        hand_back(batch, world.city, world.here, " ")


@pytest.mark.covers("enterprises.recommending.allot", "reach", "capability")
@pytest.mark.covers("enterprises.recommending.recommend", "reach", "capability")
@pytest.mark.covers("enterprises.recommending.submit", "reach", "capability")
@pytest.mark.covers("enterprises.recommending.hand_back", "reach", "capability")
def test_a_unit_decides_on_its_own_lines_alone(world: Round) -> None:
    mine, theirs = world.enterprise(), make_enterprise(unit=world.there)
    batch = world.frozen(mine, theirs)

    with pytest.raises(InputRefused, match="不由您推荐"):
        say(batch, world.clerk, {theirs.pk: YES})
    with pytest.raises(BatchUnit.DoesNotExist):
        submit(batch, world.clerk, world.there)
    for access in (world.clerk, world.reader):
        with pytest.raises(NotPermitted):
            allot(batch, access, {world.here.pk: 1})
        with pytest.raises(NotPermitted):
            hand_back(batch, access, world.here)
    with pytest.raises(NotPermitted):
        say(batch, world.reader, {mine.pk: YES})
    with pytest.raises(NotPermitted):
        submit(batch, world.reader, world.here)
    assert set(states(batch).values()) == {"applied"}


@pytest.mark.covers("enterprises.recommending.allot", "race")
@pytest.mark.covers("enterprises.recommending.recommend", "race")
@pytest.mark.covers("enterprises.recommending.submit", "race")
@pytest.mark.covers("enterprises.recommending.hand_back", "race")
@pytest.mark.django_db(transaction=True)
def test_who_reports_while_another_decides_is_waited_for() -> None:
    world = build_round()
    firm = world.enterprise()
    batch = world.frozen(firm)
    who, unit = {"access": world.clerk, "at": FROZEN}, {"jurisdiction_id": world.here.pk}
    city = {"access": world.city, "at": FROZEN}

    def decide() -> object:
        return recommending.recommend(batch.pk, **who, said={firm.pk: YES})

    def report() -> object:
        return recommending.submit(batch.pk, **who, **unit)

    def quota() -> object:
        return recommending.allot(batch.pk, **city, quotas={world.here.pk: 1}, expected_version=2)

    def back() -> object:
        return recommending.hand_back(batch.pk, **city, **unit, reason="补材料")

    def outcome(first: Any, second: Any, one: Access, two: Access) -> tuple[str, str]:
        return race(first, second, as_first=one, as_second=two)

    assert outcome(decide, report, world.clerk, world.clerk) == ("done", "done")
    assert outcome(report, decide, world.clerk, world.clerk)[1] == "transition_refused"
    assert outcome(report, quota, world.clerk, world.city)[1] == "transition_refused"
    assert outcome(back, back, world.city, world.city) == ("done", "transition_refused")
