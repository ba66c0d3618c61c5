"""Template filters of the pages about imports."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(labels: Mapping[str, str], name: str) -> str:
    """What a code is called; the code itself where nobody named it."""
    return labels.get(name, name)
