"""How titles of the ladder look in lists."""

from typing import Protocol

from django import template

from enterprises.choices import Tier, TierSubclass
from enterprises.rules import spans
from enterprises.rules.ladder import DISPLAY_RANK, rung
from wuhan_smes.rulekit.compiling.documents import NONE_KNOWN
from wuhan_smes.rulekit.fields import Field
from wuhan_smes.web.templatetags.shell import figure

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


@register.filter
def tier_label(code: str) -> str:
    """A tier's code in words."""
    return str(Tier(code).label)


@register.filter
def fact(value: object, field: Field) -> str:
    """A fact as people read it: yes and no, words by their labels, a list of them."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(field.word(str(one)) for one in value) or "无"
    if value == NONE_KNOWN:
        return "无"
    return field.word(str(value)) if field.words else figure(value)


register.filter("last_day", spans.last_day)
