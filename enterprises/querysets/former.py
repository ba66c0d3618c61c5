"""Titles of enterprises that have moved away, as the unit they left may read them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from enterprises.choices import Tier
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import FormerTitle


class FormerTitleQuerySet(ScopedQuerySet["FormerTitle"]):
    jurisdiction_path = "unit_id"

    def holding(self, *, on: date) -> Self:
        """Those that counted for their unit on the day."""
        return self.filter(held__contains=on)

    def of_tier(self, tier: str) -> Self:
        """One tier, or every base title where their union is asked for."""
        return self.filter(tier__in=BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {tier})
