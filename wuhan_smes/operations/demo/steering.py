"""How the invented city steers by its promises: plans, an assessment of districts, replies."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from enterprises.choices import CountCut
from enterprises.models import TierTarget
from enterprises.queries.computed import TIER_HOLDERS, Computed
from enterprises.queries.tier_counts import tier_counts
from measures.actions import targets
from measures.choices import CommentVerdict, ProposalKind, ProposalState, ReturnState
from measures.models import (
    AssessmentRound,
    DistrictFigure,
    DistrictIndex,
    DistrictReturn,
    DraftComment,
    PolicyDocument,
    Proposal,
)
from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment

OPENING: Final = date(2025, 12, 31)
PLANNED: Final = datetime(2026, 1, 20, 2, tzinfo=UTC)
ROUNDS: Final = (
    ("2025 年", date(2025, 1, 1), date(2025, 12, 31)),
    ("2026 年上半年", date(2026, 1, 1), date(2026, 6, 30)),
)
REPORTER, JUDGE = 1, 2
BY: Final = f"{MARK}经办人"
REPLY: Final = (
    "我市持续完善梯度培育体系，截至上年末专精特新中小企业[[tier_holders:srdi_sme@2025-12-31]]家、"
    "“小巨人”企业[[tier_holders:little_giant@2025-12-31]]家。\n"
    "下一步将按推进计划逐季跟踪，落实惠企资金直达。"
)


def settle() -> None:
    """Two plans, two rounds of which the later is not all checked, three proposals, comments."""
    access = Access.of_system(f"{MARK}计划")
    for code in ("m1b", "m1c"):
        targets.plan(
            TierTarget.objects.get(code=code).pk,
            access=access,
            at=PLANNED,
            opening_on=OPENING,
            shape="seasonal",
            review_percent=80,
            definition=f"{MARK}：按时点持有数，自 2025 年末起",
        )
    for name, first, last in ROUNDS:
        _assess(name, first, last)
    Proposal.objects.bulk_create(_proposals())
    DraftComment.objects.bulk_create(_comments())


def clear() -> None:
    """Plans and rounds go with the register; the rest is taken away here."""
    Proposal.objects.filter(proposer__startswith=MARK).delete()
    DraftComment.objects.filter(recorded_by_name=BY).delete()


def _assess(name: str, first: date, last: date) -> None:
    index = DistrictIndex.objects.on(last)
    if index is None:
        raise LookupError("no index was loaded")
    of = AssessmentRound.objects.create(
        index=index,
        name=f"{MARK}{name}",
        first_on=first,
        last_on=last,
        due_on=last + timedelta(30),
        opened_by_name=BY,
        opened_at=moment(last),
    )
    units = list(Jurisdiction.objects.managing().order_by("display_order", "id"))
    missing = 1 if last.month == 6 else 0
    held = _held(last)
    for n, unit in enumerate(units[: len(units) - missing]):
        _report(of, unit, n, held, waits=missing > 0 and n == 0)


def _held(on: date) -> dict[tuple[str, str], int]:
    """Holders by unit and count, of all units in one pass."""
    cells = tier_counts(Reach(everywhere=True), on=on, by=CountCut.JURISDICTION)
    return {(it.key, f"{TIER_HOLDERS}:{it.tier.value}"): it.count for it in cells}


def _report(
    of: AssessmentRound,
    unit: Jurisdiction,
    n: int,
    held: Mapping[tuple[str, str], int],
    *,
    waits: bool,
) -> None:
    told, judged = of.last_on + timedelta(10), of.last_on + timedelta(20)
    row = DistrictReturn.objects.create(
        round=of,
        jurisdiction=unit,
        state=ReturnState.SUBMITTED if waits else ReturnState.CHECKED,
        note=f"{MARK}：按指标体系自评",
        signed_by_id=REPORTER,
        signed_by_name=BY,
        submitted_at=moment(told),
        judged_by_id=None if waits else JUDGE,
        judged_by_name="" if waits else f"{MARK}审核人",
        judged_at=None if waits else moment(judged),
    )
    counted = Computed(Reach(frozenset({unit.pk})))
    figures = []
    for k, it in enumerate(of.index.indicators.order_by("display_order")):
        own = held.get((unit.code, it.computed_by))
        value = (
            Decimal(counted.value(it.computed_by, of.last_on) if own is None else own)
            if it.computed_by
            else it.full * (55 + (7 * n + 11 * k + of.last_on.month) % 40) / 100
        )
        checked = None if waits else value
        figures.append(
            DistrictFigure(of=row, jurisdiction=unit, indicator=it, reported=value, checked=checked)
        )
    DistrictFigure.objects.bulk_create(figures)


def _proposals() -> Iterator[Proposal]:
    city = Jurisdiction.objects.get(parent__isnull=True)
    lead = Agency.objects.get(name="市经信局")
    helpers = Agency.objects.filter(name__in=["市科创局", "市财政局"])
    states = (
        (ProposalKind.SUGGESTION, "完善梯度培育机制", ProposalState.RECEIVED, TODAY),
        (ProposalKind.MOTION, "惠企资金直达快享", ProposalState.SUBMITTED, TODAY + timedelta(30)),
        (ProposalKind.SUGGESTION, "加强专精特新人才供给", ProposalState.RETURNED, TODAY),
    )
    for n, (kind, title, state, due) in enumerate(states, start=1):
        drafted = state != ProposalState.RECEIVED
        yield Proposal(
            jurisdiction=city,
            number=f"{MARK}2026{n:04d}",
            kind=kind,
            session="市十五届人大五次会议" if kind == ProposalKind.SUGGESTION else "市政协五次会议",
            proposer=f"{MARK}代表（委员）{n}",
            title=f"关于{title}的建议",
            received_on=date(2026, 3, 10),
            due_on=due,
            lead=lead,
            agency_ids=[lead.pk, *helpers.order_by("id").values_list("pk", flat=True)],
            state=state,
            reply=REPLY if drafted else "",
            drafted_by_id=REPORTER if drafted else None,
            drafted_by_name=BY if drafted else "",
            reason=f"{MARK}：请补充资金数" if state == ProposalState.RETURNED else "",
        )


def _comments() -> Iterator[DraftComment]:
    draft = PolicyDocument.objects.get(code="draft-measures")
    city = Jurisdiction.objects.get(parent__isnull=True)
    told = (
        ("写明各项奖补的金额", "1j", CommentVerdict.DECLINED, "金额由实施细则明确"),
        ("补充海关为责任单位", "17d", CommentVerdict.ADOPTED, ""),
        ("统一责任单位名称", "23a", CommentVerdict.ADOPTED, ""),
        ("明确累计引育的起算时间", "1a", CommentVerdict.PARTLY, "在实施细则中明确"),
        ("增加对瞪羚企业的支持", "1g", CommentVerdict.PENDING, ""),
    )
    for n, (text, clause, verdict, reason) in enumerate(told, start=1):
        decided = verdict != CommentVerdict.PENDING
        yield DraftComment(
            document=draft,
            jurisdiction=city,
            number=f"{MARK}{n}",
            from_whom=f"{MARK}单位{n}",
            received_on=date(2026, 4, n),
            clause=clause,
            text=f"建议{text}",
            verdict=verdict,
            reason=reason,
            recorded_by_name=BY,
            decided_by_name=f"{MARK}审核人" if decided else "",
            decided_at=moment(date(2026, 5, n)) if decided else None,
        )
