"""The reports made so far as a list that can itself be taken out."""

from typing import Final

from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import numbered
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.models import ReportRun

RUNS: Final = ListExport(
    "report-runs",
    "报表",
    columns_of(
        ReportRun,
        Shown("编号", numbered("表"), width=18),
        "title",
        "said",
        ("jurisdiction__name", "填报单位"),
        "version",
        "reason",
        "known_at",
        "prepared_by",
        "ordered_at",
        "finished_at",
        "row_count",
        "sealed_at",
        "sealed_by_name",
        "sha256",
    ),
    Capability.REGISTER_EXPORT,
)
