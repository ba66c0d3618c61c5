"""Enterprises with titles, by their inclusive last days as people say them."""

from datetime import date

from enterprises.choices import Tier
from enterprises.models import Enterprise, Recognition
from enterprises.rules.spans import day_after
from tests.factories import titles


def make_title(
    enterprise: Enterprise,
    tier: str = Tier.SRDI_SME,
    *,
    since: date = date(2024, 1, 1),
    valid_to: date = date(2026, 12, 31),
    **values: object,
) -> Recognition:
    """One title in force from `since` until its last day."""
    span = {"announced_on": since, "valid_from": since, "valid_until": day_after(valid_to)}
    return titles.make_title(enterprise, tier, **{**span, **values})
