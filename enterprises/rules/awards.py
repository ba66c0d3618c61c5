"""What awarding, extending and ending a title allows. Spans are half-open, as stored."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from enterprises.choices import (
    EnterpriseStatus,
    RecogniserLevel,
    RecognitionOutcome,
    Tier,
    TierSubclass,
    WithdrawalCause,
)
from enterprises.rules.ladder import PREREQUISITE_ANY, may_apply
from enterprises.rules.spans import last_day
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

SUBCLASSES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        Tier.CHAMPION: frozenset({TierSubclass.DEMONSTRATION, TierSubclass.PRODUCT}),
        Tier.UNICORN: frozenset(
            {TierSubclass.UNICORN, TierSubclass.POTENTIAL_UNICORN, TierSubclass.SEED_UNICORN}
        ),
    }
)
# A title begins in one of these ways; the others are written by the action that brings them about.
FIRST_OUTCOMES: Final = frozenset({RecognitionOutcome.NEW, RecognitionOutcome.MOVED_IN})
# A published list also tells of reviews passed by titles that were never registered here.
LISTED_OUTCOMES: Final = FIRST_OUTCOMES | {RecognitionOutcome.REVIEW_PASSED}


class TitleOverlaps(ActionRefused):
    """The enterprise has the same title during that time already."""

    code = "title_overlaps"


class Barred(ActionRefused):
    """A revocation keeps the enterprise from new titles for a time."""

    code = "barred"


class PrerequisiteMissing(ActionRefused):
    """The law asks for a lower title first."""

    code = "prerequisite_missing"


class Term(NamedTuple):
    """[start, until); open-ended without `until`."""

    start: date
    until: date | None

    def overlaps(self, other: "Term") -> bool:
        return (self.until is None or other.start < self.until) and (
            other.until is None or self.start < other.until
        )

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def __str__(self) -> str:
        return f"{self.start} 至 {last_day(self.until) or '长期'}"


class Known(NamedTuple):
    """What is known now of one title. No term where it was struck from the start."""

    series: int
    tier: str
    subclass: str
    term: Term | None
    withdrawn_on: date | None = None
    barred_until: date | None = None


class Holder(NamedTuple):
    """The enterprise a title is for."""

    name: str
    status: str
    established_on: date | None = None


def effective_term(
    valid_from: date,
    valid_until: date | None,
    *,
    extended_until: date | None = None,
    review_pending: bool = False,
    withdrawn_on: date | None = None,
) -> Term | None:
    """When a title counts, exactly as the generated column `in_force` says; none if never."""
    end = None if review_pending else extended_until or valid_until
    if withdrawn_on is not None:
        end = max(valid_from, min(withdrawn_on, end or withdrawn_on))
    return None if end == valid_from else Term(valid_from, end)


def require_awardable(tier: str, subclass: str) -> None:
    """Refuses what is no title: the union of the base titles, or a kind the tier has not."""
    if tier not in Tier.values:
        raise InputRefused(Fault("tier", "unknown", "没有这个梯度"))
    if tier == Tier.TECH_INNOVATIVE:
        detail = "“科技和创新型中小企业”是科技型与创新型的并集口径，不能直接认定，请认定其中之一"
        raise InputRefused(Fault("tier", "union", detail))
    if subclass and subclass not in SUBCLASSES.get(tier, frozenset()):
        detail = f"“{Tier(tier).label}”没有这个子类"
        raise InputRefused(Fault("subclass", "unknown", detail))


def require_level(level: str) -> None:
    if level not in RecogniserLevel.values:
        raise InputRefused(Fault("recogniser_level", "unknown", "没有这个认定层级"))


def require_positive(term: Term, *, field: str = "valid_to") -> None:
    """Refuses a term that ends before it begins."""
    if term.until is not None and term.until <= term.start:
        detail = f"截止日期 {last_day(term.until)} 早于起始日期 {term.start}"
        raise InputRefused(Fault(field, "reversed", detail))


def require_may_hold(holder: Holder, start: date) -> None:
    """Refuses a title of an enterprise out of business, or from before it existed."""
    if holder.status != EnterpriseStatus.ACTIVE:
        label = EnterpriseStatus(holder.status).label
        raise TransitionRefused(f"企业{label}，不能认定称号；如已恢复经营，请先办理恢复在营")
    require_existing(holder, start)


def require_existing(holder: Holder, start: date) -> None:
    if holder.established_on is not None and start < holder.established_on:
        detail = f"有效期起不能早于企业成立日期（{holder.established_on}）"
        raise InputRefused(Fault("valid_from", "before_establishment", detail))


def require_free(
    tier: str, subclass: str, term: Term | None, titles: Iterable[Known], *, series: int = 0
) -> None:
    """Refuses the same title twice at a time; `series` is the title that is being changed."""
    for title in titles:
        same = (title.tier, title.subclass) == (tier, subclass) and title.series != series
        if same and term and title.term and title.term.overlaps(term):
            raise TitleOverlaps(
                f"该企业在 {title.term} 已有“{Tier(tier).label}”称号，有效期不能重叠",
                series=title.series,
            )


def require_not_barred(term: Term | None, titles: Iterable[Known], *, series: int = 0) -> None:
    """撤销后三年内不得再次申报：no title may begin or run during the bar."""
    for title in titles:
        if title.barred_until is None or title.withdrawn_on is None or title.series == series:
            continue
        if term and term.overlaps(Term(title.withdrawn_on, title.barred_until)):
            last = last_day(title.barred_until)
            raise Barred(
                f"该企业因“{Tier(title.tier).label}”称号被撤销，{last} 前（含）不得再次认定",
                barred_to=last,
            )


def require_prerequisite(
    tier: str, start: date, titles: Iterable[Known], *, despite: str = ""
) -> None:
    """Refuses a title whose lower title is missing that day, unless a reason is given for it."""
    held = [title.tier for title in titles if title.term and title.term.holds_on(start)]
    if despite.strip() or may_apply(tier, held):
        return
    needed = PREREQUISITE_ANY[Tier(tier)] - {Tier.TECH_INNOVATIVE}
    names = "或".join(f"“{code.label}”" for code in Tier if code in needed)
    raise PrerequisiteMissing(
        f"{start} 当日该企业没有有效的{names}称号，不能认定“{Tier(tier).label}”；"
        "确需认定的请说明理由"
    )


def renewed_from(end: date | None, not_before: date | None) -> date:
    """The first day of the renewed title: where the old one ends, never earlier."""
    if end is None:
        raise TransitionRefused("该称号长期有效，无需复核")
    return max(end, not_before or end)


def require_standing(withdrawn_on: date | None, cause: str) -> None:
    """Refuses what cannot be done to a title that was ended."""
    if withdrawn_on is not None:
        label = WithdrawalCause(cause).label
        raise TransitionRefused(f"该称号已于 {withdrawn_on} 因“{label}”终止；如终止有误请先恢复")
