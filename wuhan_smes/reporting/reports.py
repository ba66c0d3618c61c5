"""The reports of the platform itself. Found by name when the product starts."""

from collections.abc import Mapping
from typing import Final

from wuhan_smes.access import Capability
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, Rows, catalogue
from wuhan_smes.reporting.collecting import collected_table
from wuhan_smes.reporting.models import ReportPeriod


def _opens(choices: Mapping[str, str], key: str, column: str) -> Rows | None:
    """What the figure opened in the unit's own table."""
    period = ReportPeriod.objects.get(pk=choices["period"])
    return catalogue.get(period.report).opened(period.params, key, column)


COLLECTED: Final = Report(
    "collected",
    "各单位报送汇总表",
    "一个报送期内各单位已封存、市级已接收的报表相加；未接收的单位记“…”并点名。",
    Capability.REGISTER_EXPORT,
    (
        Choice(
            "period",
            "报送期编号",
            default=lambda today: "0",
            help_text="见“报送”页，从报送期直接汇总",
            pattern=r"\d{1,18}",
        ),
    ),
    collected_table,
    Definition(1, "各单位报表逐行相加，口径见各单位报表；未接收的单位不计入合计。"),
    is_as_known=True,
    is_listed=False,
    opens=_opens,
)
catalogue.add(COLLECTED)
