"""Files that left the system, reports as they were made, tables handed in, and views of lists."""

from wuhan_smes.reporting.models.export import Export
from wuhan_smes.reporting.models.form import SheetForm
from wuhan_smes.reporting.models.handing import HandIn, HandInStep, ReportPeriod
from wuhan_smes.reporting.models.run import ReportRun
from wuhan_smes.reporting.models.view import NamedView

__all__ = ["Export", "HandIn", "HandInStep", "NamedView", "ReportPeriod", "ReportRun", "SheetForm"]
