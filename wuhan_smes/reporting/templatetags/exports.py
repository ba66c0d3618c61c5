"""The export menu of an admin list."""

from typing import Any

from django import template

from wuhan_smes.reporting.door import Choice, menu
from wuhan_smes.web.identity import access_of

register = template.Library()


@register.simple_tag(takes_context=True)
def export_menu(context: dict[str, Any], changes: Any) -> list[Choice]:
    """The layouts with the filter of this list."""
    request = context["request"]
    return menu(changes.model_admin.exports, request.GET, access_of(request))
