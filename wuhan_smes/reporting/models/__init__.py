"""What is kept of files that left, of reports that were made, and of those handed in."""

from wuhan_smes.reporting.models.export import Export
from wuhan_smes.reporting.models.handing import HandIn, HandInStep, ReportPeriod
from wuhan_smes.reporting.models.run import ReportRun

__all__ = ["Export", "HandIn", "HandInStep", "ReportPeriod", "ReportRun"]
