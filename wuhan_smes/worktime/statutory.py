"""The holidays the law fixes, for years the State Council has not yet settled.

Without its notice nobody knows the make-up days: such a year is provisional.
"""

from collections.abc import Mapping
from datetime import date

from holidays import country_holidays


def statutory_holidays(year: int) -> Mapping[date, str]:
    """Rest days of `year` by law alone (全国年节及纪念日放假办法), under their Chinese names."""
    found = country_holidays("CN", years=year, language="zh_CN")
    return {day: found[day] for day in sorted(found) if day.year == year}
