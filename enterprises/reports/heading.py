"""What stands above every table: who reports, on which day, by which basis."""

from datetime import date
from typing import Final

from enterprises.choices import CountBasis, CountCut
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.catalogue import Choice

BASIS: Final = Choice(
    "basis",
    "统计口径",
    {basis.value: basis.label for basis in CountBasis},
    lambda today: CountBasis.HOLDER.value,
)
# Rows of these cuts add up; those of batches overlap and are left to the interface.
CUT: Final = Choice(
    "by",
    "按什么分行",
    {cut.value: cut.label for cut in CountCut if cut not in {CountCut.ALL, CountCut.BATCH}},
    lambda today: CountCut.JURISDICTION.value,
)


def chinese_day(day: date) -> str:
    """2025年7月25日, as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def reporting_unit(reach: Reach) -> str:
    """填报单位: the whole city, or the units one exports for."""
    units = Jurisdiction.objects.order_by("display_order", "id")
    if reach.everywhere:
        units = units.filter(parent__isnull=True)
    else:
        units = units.filter(pk__in=reach.jurisdiction_ids)
    return "、".join(units.values_list("name", flat=True))
