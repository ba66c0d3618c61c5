"""What is kept of files that left, and of reports that were made."""

from wuhan_smes.reporting.models.export import Export
from wuhan_smes.reporting.models.run import ReportRun

__all__ = ["Export", "ReportRun"]
