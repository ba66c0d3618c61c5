"""Which titles end soon and which await their review, by unit and tier."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.querysets import RecognitionQuerySet
from enterprises.rules.spans import day_after
from wuhan_smes.access import Reach

HORIZONS: Final = (30, 90, 180)
# Kept alive by a review (复核) or a yearly assessment; lists run out without one.
REVIEWED: Final = (
    Tier.TECH_SME,
    Tier.INNOVATIVE_SME,
    Tier.SRDI_SME,
    Tier.LITTLE_GIANT,
    Tier.CHAMPION,
    Tier.CHAMPION_PROVINCIAL,
)
DUE: Final = "due"
PENDING: Final = "pending"
RENEWED: Final = "renewed"


@dataclass(frozen=True, slots=True)
class RadarCount:
    """One unit × tier: titles whose last day comes within 30, 90, 180 days, of these how many
    still need their review, and how many stay valid because a review is pending.
    """

    key: str
    label: str
    tier: Tier
    within_30: int
    within_90: int
    within_180: int
    due: int
    pending: int


def ending(*, on: date, days: int, reach: Reach) -> RecognitionQuerySet:
    """Titles in force on `on` whose last day comes within `days`, each with its `review`:
    due, renewed (the next term is recorded), or empty where the tier knows none.
    """
    last = on + timedelta(days=days)
    titles = Recognition.objects.within(reach).in_force(on=on)
    return _with_review(titles.filter(in_force__endswith__lte=day_after(last)))


def pending(*, on: date, reach: Reach) -> RecognitionQuerySet:
    """Titles that stay valid only because their review is pending."""
    titles = Recognition.objects.within(reach).in_force(on=on)
    return _with_review(titles.filter(review_pending=True))


def radar_counts(*, on: date, reach: Reach) -> list[RadarCount]:
    """Units and tiers with something ending within 180 days or pending; one query."""
    longest = day_after(on + timedelta(days=max(HORIZONS)))
    titles = Recognition.objects.within(reach).in_force(on=on)
    soon = Q(in_force__endswith__lte=longest)
    rows = (
        _with_review(titles.filter(soon | Q(review_pending=True)))
        .values_list("jurisdiction__code", "jurisdiction__name", "tier")
        .annotate(
            **{
                f"within_{days}": Count("pk", filter=_until(on + timedelta(days=days)))
                for days in HORIZONS
            },
            needs=Count("pk", filter=soon & Q(review=DUE)),
            waits=Count("pk", filter=Q(review_pending=True)),  # spares a look for successors
        )
        .order_by("jurisdiction__display_order", "jurisdiction_id", "tier")
    )
    return [RadarCount(key, label, Tier(tier), *numbers) for key, label, tier, *numbers in rows]


def ending_counts(*, on: date, reach: Reach) -> dict[tuple[Tier, int], int]:
    """How many titles in force on `on` end within each of HORIZONS, by tier.

    Asks for nothing beyond the span, so that one covering index answers for a whole city.
    """
    longest = day_after(on + timedelta(days=max(HORIZONS)))
    rows = (
        Recognition.objects.within(reach)
        .current()
        .filter(in_force__startswith__lte=on)
        .filter(in_force__endswith__gt=on, in_force__endswith__lte=longest)
        .values_list("tier")
        .annotate(
            **{
                f"within_{days}": Count("tier", filter=_until(on + timedelta(days=days)))
                for days in HORIZONS
            }
        )
        .order_by("tier")
    )
    return {
        (Tier(tier), days): number
        for tier, *numbers in rows
        for days, number in zip(HORIZONS, numbers, strict=True)
    }


def _until(last: date) -> Q:
    return Q(in_force__endswith__lte=day_after(last))


def _with_review(titles: RecognitionQuerySet) -> RecognitionQuerySet:
    successor = Recognition.objects.current().filter(
        predecessor_series=OuterRef("series"),
        enterprise_id=OuterRef("enterprise_id"),
        withdrawn_on__isnull=True,
    )
    return titles.annotate(
        review=Case(
            When(review_pending=True, then=Value(PENDING)),
            When(Exists(successor), then=Value(RENEWED)),
            When(tier__in=REVIEWED, then=Value(DUE)),
            default=Value(""),
            output_field=CharField(),
        )
    )
