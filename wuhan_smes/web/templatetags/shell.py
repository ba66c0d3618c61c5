"""Template filters of the frame and its parts."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def figure(value: object) -> str:
    """A number with thousands separators; an unknown is a dash, never 0."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal | float):
        return f"{value:,}"
    return str(value)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day for people and programs; an open end is said in words."""
    if value is None:
        return "–"
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat())
