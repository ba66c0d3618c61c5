"""A key little giant's plan: promised, reached, evaluated, and what it opens for payment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enterprises.actions import key_projects, milestone_papers
from enterprises.choices import Tier
from enterprises.models import Enterprise, KeyMilestone, KeyProject, MilestonePaper
from enterprises.queries.key_projects import Gates, gates
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.enterprises.titles.conftest import entries
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.files.storing import pieces_of
from wuhan_smes.scope import scoped

PDF = b"%PDF-1.7 example"
PLAN: dict[str, Any] = {
    "title": "示例推进计划",
    "year": 2025,
    "starts_on": date(2025, 1, 1),
    "ends_on": date(2027, 12, 31),
    "planned": Decimal(3200),
    "milestones": [("中试线投产", date(2026, 2, 1))],
}
PASSED: dict[str, Any] = {
    "state": "passed",
    "on": TODAY,
    "invested": Decimal(2000),
    "evaluation": "专家评审意见",
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def giant(town: Town) -> Enterprise:
    return make_title(town.enterprise(), Tier.LITTLE_GIANT).enterprise


def begin(who: Access, enterprise: Enterprise, **words: Any) -> KeyProject:
    with scoped(who):
        return key_projects.begin(enterprise.pk, access=who, at=NOON, **{**PLAN, **words})


def reach(who: Access, row: KeyMilestone, **words: Any) -> KeyMilestone:
    given = {"on": TODAY, "evidence": "投产证明", **words}
    with scoped(who):
        return key_projects.reach_milestone(row.pk, access=who, at=NOON, **given)


def evaluate(who: Access, row: KeyProject, **words: Any) -> KeyProject:
    with scoped(who):
        return key_projects.evaluate(row.pk, access=who, at=NOON, **{**PASSED, **words})


def gate(town: Town, row: KeyProject) -> Gates:
    with scoped(town.city):
        found = gates([row.enterprise_id], reach=town.city.reach(Capability.REGISTER_VIEW))
    return found[row.enterprise_id]


@pytest.mark.covers("enterprises.key_projects.begin", "works")
@pytest.mark.covers("enterprises.key_projects.reach_milestone", "works")
@pytest.mark.covers("enterprises.key_projects.evaluate", "works")
def test_the_first_half_opens_with_the_plan_and_the_second_with_its_evaluation(
    town: Town,
) -> None:
    row = begin(town.city, giant(town))
    stopped = begin(town.city, giant(town))

    assert gate(town, row) == Gates(row.pk, True, False, False, "评价通过后拨付其余部分")
    with pytest.raises(ActionRefused, match="还有 1 个节点没有完成"):
        evaluate(town.city, row)
    reach(town.clerk, row.milestones.get())
    evaluate(town.city, row)
    evaluate(town.city, stopped, state="stopped", invested=Decimal("1999.99"))

    assert gate(town, row) == Gates(row.pk, True, True, False, "")
    assert gate(town, stopped) == Gates(stopped.pk, False, False, True, "已终止")
    assert entries("key_project.evaluate")[0]["state"] == ["running", "passed"]
    assert entries("key_project.reach")[0]["evidence"] == "投产证明"


@pytest.mark.covers("enterprises.key_projects.begin", "refused")
@pytest.mark.covers("enterprises.key_projects.reach_milestone", "refused")
@pytest.mark.covers("enterprises.key_projects.evaluate", "refused")
def test_a_plan_promises_enough_once_and_passes_with_what_it_promised(town: Town) -> None:
    firm = giant(town)
    for words, sentence in (
        ({"planned": Decimal(2000)}, "须超过 2000 万元"),
        ({"ends_on": date(2024, 1, 1)}, "晚于计划开始"),
        ({"milestones": []}, "至少填写一个节点"),
        ({"milestones": [("甲", date(2030, 1, 1))]}, "节点应在计划期内"),
        ({"title": " "}, "请填写项目名称"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            begin(town.city, firm, **words)
    with pytest.raises(ActionRefused, match="没有有效的“小巨人”称号"):
        begin(town.city, town.enterprise())
    row = begin(town.city, firm)
    with pytest.raises(ActionRefused, match="不能重复支持"):
        begin(town.city, firm)
    milestone = row.milestones.get()
    for words, sentence in (
        ({"evidence": " "}, "佐证材料"),
        ({"on": date(2024, 1, 1)}, "早于计划开始"),
        ({"on": date(2026, 3, 4)}, "不能晚于今天"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            reach(town.clerk, milestone, **words)
    reach(town.clerk, milestone)
    with pytest.raises(TransitionRefused, match="已登记完成"):
        reach(town.clerk, milestone)
    for words, sentence in (
        ({"state": "running"}, "请选择评价结果"),
        ({"invested": Decimal(-1)}, "不能为负"),
        ({"evaluation": " "}, "评价依据"),
        ({"invested": Decimal(1999)}, "不足 2000 万元"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            evaluate(town.city, row, **words)
    with pytest.raises(StaleVersion):
        evaluate(town.city, row, expected_version=7)
    evaluate(town.city, row)
    with pytest.raises(TransitionRefused, match="评价通过"):
        evaluate(town.city, row)


@pytest.mark.covers("enterprises.key_projects.begin", "reach", "capability")
@pytest.mark.covers("enterprises.key_projects.reach_milestone", "reach", "capability")
@pytest.mark.covers("enterprises.key_projects.evaluate", "reach", "capability")
def test_the_city_begins_and_evaluates_and_a_unit_follows_its_own(town: Town) -> None:
    firm = make_title(make_enterprise(unit=town.there), Tier.LITTLE_GIANT).enterprise
    row = begin(town.city, firm)

    for who in (town.clerk, town.reader):
        with pytest.raises(NotPermitted):
            begin(who, firm)
        with pytest.raises(NotPermitted):
            evaluate(who, row)
    with pytest.raises(KeyMilestone.DoesNotExist):
        reach(town.clerk, row.milestones.get())
    with pytest.raises(NotPermitted):
        reach(town.reader, row.milestones.get())


def keep(who: Access, row: KeyMilestone, data: bytes = PDF) -> MilestonePaper:
    with scoped(who):
        words = {"name": "投产证明.exe", "data": data}
        return milestone_papers.attach(row.pk, access=who, at=NOON, **words)


def take_back(who: Access, paper: MilestonePaper, reason: str = "传错") -> MilestonePaper:
    with scoped(who):
        return milestone_papers.remove(paper.pk, access=who, at=NOON, reason=reason)


@pytest.mark.covers("enterprises.milestone_papers.attach", "works", "refused", "reach")
@pytest.mark.covers("enterprises.milestone_papers.remove", "works", "refused", "reach")
@pytest.mark.covers("enterprises.milestone_papers.attach", "capability")
@pytest.mark.covers("enterprises.milestone_papers.remove", "capability")
def test_a_file_shows_what_was_reached_until_the_plan_is_evaluated(town: Town) -> None:
    row = begin(town.city, giant(town))
    milestone = row.milestones.get()

    paper = keep(town.clerk, milestone)
    wrong = keep(town.clerk, milestone, PDF + b"2")

    assert keep(town.clerk, milestone) == paper
    assert (paper.name, b"".join(pieces_of(paper.file))) == ("投产证明.pdf", PDF)
    for who in (town.other, town.reader):
        with pytest.raises((KeyMilestone.DoesNotExist, NotPermitted)):
            keep(who, milestone)
        with pytest.raises((MilestonePaper.DoesNotExist, NotPermitted)):
            take_back(who, paper)
    with pytest.raises(InputRefused, match="佐证文件应为"):
        keep(town.clerk, milestone, b"MZ")
    with pytest.raises(InputRefused, match="撤下原因"):
        take_back(town.clerk, wrong, " ")
    take_back(town.clerk, wrong)
    with pytest.raises(TransitionRefused, match="已经撤下"):
        take_back(town.clerk, wrong)
    reach(town.clerk, milestone)
    evaluate(town.city, row)
    with pytest.raises(TransitionRefused, match="评价通过"):
        take_back(town.clerk, paper)
    with pytest.raises(TransitionRefused, match="评价通过"):
        keep(town.clerk, milestone, PDF + b"3")


@pytest.mark.covers("enterprises.key_projects.begin", "race")
@pytest.mark.covers("enterprises.milestone_papers.attach", "race")
@pytest.mark.covers("enterprises.milestone_papers.remove", "race")
@pytest.mark.covers("enterprises.key_projects.reach_milestone", "race")
@pytest.mark.covers("enterprises.key_projects.evaluate", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_reach_and_evaluate_once() -> None:
    town = build_town()
    firm = giant(town)
    city, clerk = {"access": town.city, "at": NOON}, {"access": town.clerk, "at": NOON}

    def twice(act: Any, who: Access) -> tuple[str, str]:
        return race(act, act, as_first=who, as_second=who)

    plan = lambda: key_projects.begin(firm.pk, **city, **PLAN)  # noqa: E731 - said once
    assert twice(plan, town.city) == ("done", "refused")
    row = KeyProject.objects.get()
    pk = row.milestones.get().pk
    file: dict[str, Any] = {"name": "甲.pdf", "data": PDF}
    attach = lambda: milestone_papers.attach(pk, **clerk, **file)  # noqa: E731 - said once
    assert twice(attach, town.clerk) == ("done", "done")
    paper = MilestonePaper.objects.get().pk
    assert twice(lambda: milestone_papers.remove(paper, **clerk, reason="传错"), town.clerk) == (
        "done",
        "transition_refused",
    )
    words: dict[str, Any] = {"on": TODAY, "evidence": "投产证明"}
    assert twice(lambda: key_projects.reach_milestone(pk, **clerk, **words), town.clerk) == (
        "done",
        "transition_refused",
    )
    assert twice(lambda: key_projects.evaluate(row.pk, **city, **PASSED), town.city) == (
        "done",
        "transition_refused",
    )
