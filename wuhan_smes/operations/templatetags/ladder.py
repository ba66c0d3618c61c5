"""How titles of the ladder look in lists."""

from typing import Protocol

from django import template

from enterprises.choices import Tier, TierSubclass
from enterprises.rules import spans
from enterprises.rules.ladder import DISPLAY_RANK, rung

register = template.Library()


class Titled(Protocol):
    """A recognition, or what a query tells of one."""

    tier: str
    subclass: str


@register.filter
def rung_tone(title: Titled) -> str:
    """The stylesheet's name of the rung a title stands on; nothing for parallel lists."""
    step = rung(title.tier, title.subclass)
    return "" if step is None else f"tier-{DISPLAY_RANK[step]}"


@register.filter
def tier_name(title: Titled) -> str:
    """The title in words, with its kind where it has one."""
    name = str(Tier(title.tier).label)
    return f"{name}（{TierSubclass(title.subclass).label}）" if title.subclass else name


register.filter("last_day", spans.last_day)
