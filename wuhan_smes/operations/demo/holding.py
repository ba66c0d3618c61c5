"""Batches under way and 动态管理 of the invented city: an open batch half recommended, what holders
owe and a few let go, two complaints, a key little giant's project, a random check. The announced
batches are those of the rounds.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from enterprises.actions import (
    batch_lists,
    batches,
    candidates,
    complaints,
    cultivation_tasks,
    duties,
    inspections,
    key_projects,
    milestone_papers,
    recommending,
)
from enterprises.actions.recommending import Word
from enterprises.choices import CandidateState, EnterpriseStatus, Tier
from enterprises.models import BatchCandidate, KeyProject, Recognition
from wuhan_smes.access import Access
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.papers import sheet

LISTED: Final = 40
DRAWN: Final = 12
UNITS_REPORTED: Final = 2
PLANS: Final = 4
# How plans of so many years ago ended: state, what was invested in 万元, on which ground.
EVALUATED: Final = {
    2: ("passed", 3450, "节点全部完成，实际投资经专项审计"),
    3: ("failed", 1860, "实际投资不足 2000 万元"),
}
# One holder in so many has let the yearly update go.
LET_GO: Final = 25
# Files of a milestone, by name: what each says.
PAPERS: Final = {
    f"{MARK}中试线设备到货签收单": ("设备 12 台（套），型号与合同一致", "签收人：示例经办人"),
    f"{MARK}中试线联动试车记录": ("连续运行 72 小时，各项参数在设计范围内", "记录人：示例工程师"),
}
DONE: Final = """
UPDATE enterprises_titleduty SET done_on = due_on - 11, done_by_name = '示例区经办人'
 WHERE id %% %s <> 0
"""
OWNED: Final = """
UPDATE enterprises_cultivation c SET owner_id = u.id, owner_name = u.display_name
  FROM accounts_user u JOIN accounts_jurisdiction j ON j.id = u.jurisdiction_id
 WHERE u.username = 'district_' || j.code AND c.jurisdiction_id = j.id AND c.id % 3 = 0
"""


def settle(*, at: datetime, duties_too: bool) -> None:
    """Everything through the actions of the product, so that nothing is there that could not be;
    without `duties_too` what holders owe is left to the timer.
    """
    access = Access.of_system("示例城市")
    who: dict[str, Any] = {"access": access, "at": at}
    today = timezone.localdate(at)
    _open_batch(who, today)
    if duties_too:
        _owed(access, at, today)
    _complained(who, today)
    _projects(who, today)
    _inspected(who, today)
    _answered_for(today)


def _open_batch(who: dict[str, Any], today: date) -> None:
    """专精特新, frozen today: two units have reported, the others have until the last day."""
    firms = _first(today, Tier.INNOVATIVE_SME, without=Tier.SRDI_SME)
    if not firms:
        return
    batch = batches.create(
        **who,
        tier=Tier.SRDI_SME,
        kind="new",
        recogniser="湖北省经济和信息化厅",
        recogniser_level="provincial",
        ordinal=99,
        year=today.year,
        name=f"{MARK}{today.year}年专精特新中小企业申报",
        source=f"{MARK}数据",
    )
    candidates.add(batch.pk, **who, enterprise_ids=firms)
    batch_lists.freeze(batch.pk, **who)
    lines = BatchCandidate.objects.filter(batch=batch).order_by("jurisdiction_id", "pk")
    units = list(dict.fromkeys(lines.values_list("jurisdiction_id", flat=True)))
    for unit in units[:UNITS_REPORTED]:
        mine = lines.filter(jurisdiction_id=unit).values_list("enterprise_id", flat=True)
        said = {pk: _word(n) for n, pk in enumerate(mine)}
        recommending.recommend(batch.pk, **who, said=said)
        recommending.submit(batch.pk, **who, jurisdiction_id=unit)


def _word(n: int) -> Word:
    if n % 4 == 3:
        return Word(CandidateState.DECLINED, "主导产品所属领域不符")
    return Word(CandidateState.RECOMMENDED)


def _owed(access: Access, at: datetime, today: date) -> None:
    """This year's updates, nearly all of them done; before May nothing is owed yet."""
    asked = at.replace(month=5, day=1)
    if asked > at:
        return
    duties.keep_up(access=access, at=asked)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [LET_GO])
    duties.keep_up(access=access, at=at)


def _complained(who: dict[str, Any], today: date) -> None:
    words: dict[str, Any] = {"complainant": f"{MARK}举报人", "phone": "13800000000"}
    firms = _first(today, Tier.SRDI_SME)[:2]
    for pk, text in zip(firms, ("研发费用归集不实", "知识产权不是自主研发"), strict=False):
        received = today - timedelta(days=9)
        made = complaints.register(pk, **who, **words, received_on=received, text=f"{MARK}：{text}")
        if pk == firms[0]:
            complaints.conclude(made.pk, **who, outcome="dismissed", conclusion="经核查不属实")


def _projects(who: dict[str, Any], today: date) -> None:
    """Plans begun in four years: one just begun, one under way, one passed and one that fell short
    of what it had to invest.
    """
    chosen = _first(today, Tier.KEY_LITTLE_GIANT)
    held = set(_first(today, Tier.LITTLE_GIANT, among=chosen))
    firms = [*(pk for pk in chosen if pk in held), *_first(today, Tier.LITTLE_GIANT)]
    for years, pk in enumerate(list(dict.fromkeys(firms))[:PLANS]):
        first = date(today.year - years, 1, 1)
        plan = key_projects.begin(
            pk,
            **who,
            title=f"{MARK}三年推进计划",
            year=first.year,
            starts_on=first,
            ends_on=first.replace(year=first.year + 3) - timedelta(1),
            planned=Decimal(3200),
            milestones=[
                (f"{MARK}中试线投产", first.replace(month=10)),
                (f"{MARK}补链产品量产", first.replace(year=first.year + 1, month=12)),
            ],
        )
        if years == 0:
            _proved(plan, who)
        else:
            _followed(plan, who, today, ends=EVALUATED.get(years))


def _followed(plan: KeyProject, who: dict[str, Any], today: date, *, ends: Any) -> None:
    """What was to be reached by now was, some days late; then it may be evaluated."""
    for row in plan.milestones.filter(due_on__lt=today - timedelta(30)).order_by("ordinal"):
        on = row.due_on + timedelta(12)
        key_projects.reach_milestone(row.pk, **who, on=on, evidence=f"{MARK}验收报告")
    if ends is not None:
        state, invested, said = ends
        key_projects.evaluate(
            plan.pk,
            **who,
            state=state,
            on=today - timedelta(20),
            invested=Decimal(invested),
            evaluation=f"{MARK}：{said}",
        )


def _proved(plan: KeyProject, who: dict[str, Any]) -> None:
    """The files that show how far the first milestone is."""
    first = plan.milestones.order_by("ordinal")[0]
    for name, lines in PAPERS.items():
        milestone_papers.attach(first.pk, **who, name=f"{name}.pdf", data=sheet([name, *lines]))


def _inspected(who: dict[str, Any], today: date) -> None:
    """双随机: drawn by a published seed, two of the drawn looked at already."""
    on, firms = today - timedelta(days=20), _first(today, Tier.SRDI_SME)
    if len(firms) < DRAWN:
        return
    drawn_at = who["at"] - timedelta(days=15)
    draw = inspections.draw(
        access=who["access"],
        at=drawn_at,
        title=f"{MARK}{today.year}年专精特新中小企业随机抽查",
        tier=Tier.SRDI_SME,
        on=on,
        seed=f"{MARK}公开摇号 {on:%Y%m%d} 期 05 17 22",
        count=DRAWN,
        inspectors=[f"{MARK}检查员{name}" for name in "甲乙丙丁"],
    )
    found = (("fit", ""), ("correct", "研发费用辅助账不全，限期补齐"))
    for row, (result, note) in zip(draw.drawn.order_by("position"), found, strict=False):
        words: dict[str, Any] = {**who, "checked_on": today - timedelta(days=3)}
        inspections.find(row.pk, **words, result=result, note=note)


def _answered_for(today: date) -> None:
    """A third of the ways have a colleague with an account; tasks are where the care is."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
    cultivation_tasks.bring_stations_up_to_date(on=today)


def _first(
    today: date, tier: Tier, *, without: Tier | None = None, among: list[int] | None = None
) -> list[int]:
    """The first active holders of a title, a few of them."""
    titles = Recognition.objects.in_force(on=today)
    holders = titles.filter(tier=tier, enterprise__status=EnterpriseStatus.ACTIVE)
    if among is not None:
        holders = holders.filter(enterprise_id__in=among)
    if without is not None:
        others = titles.filter(tier=without).values("enterprise_id")
        holders = holders.exclude(enterprise_id__in=others)
    found = holders.order_by("enterprise_id").values_list("enterprise_id", flat=True)
    return list(dict.fromkeys(found[:LISTED]))
