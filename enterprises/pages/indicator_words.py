"""Indicators as people read and write them: amounts in 万元, the unknown as a dash."""

from decimal import Decimal
from typing import Any, Final

from enterprises.choices import Honour
from enterprises.models import Indicator
from wuhan_smes.web.templatetags.shell import figure

TEN_THOUSAND: Final = Decimal(10_000)
UNKNOWN: Final = "–"
IN_YUAN: Final = "元"


def heading(indicator: Indicator) -> str:
    """The label with the unit its values are shown in."""
    unit = "万元" if indicator.unit == IN_YUAN else indicator.unit
    return f"{indicator.label}（{unit}）" if unit else indicator.label


def shown(indicator: Indicator, value: Any) -> str:
    """A value for people: amounts in 万元, yes and no, words by their labels."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(Honour(code).label for code in value) or "无"
    if indicator.unit == IN_YUAN:
        return f"{value / TEN_THOUSAND:,.2f}"
    if isinstance(value, str):
        return str(dict(indicator.column.flatchoices).get(value, value))
    return figure(value)
