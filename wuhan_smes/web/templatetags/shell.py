"""Template filters of the frame and its parts."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wuhan_smes.looks import USUAL

register = template.Library()


@register.filter
def figure(value: object) -> str:
    """A number with thousands separators; an unknown is a dash, never 0."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def signed(value: Decimal | int) -> str:
    """A difference with its sign; the minus is the typographic one."""
    return f"{'+' if value > 0 else '−'}{figure(abs(value))}"


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day for people and programs; an open end is said in words."""
    if value is None:
        return "–"
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.simple_tag
def usual_looks() -> tuple[str, ...]:
    """What people mostly look at a whole number for."""
    return USUAL
