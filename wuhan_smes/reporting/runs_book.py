"""The reports made so far as a list that can itself be taken out."""

from typing import Final

from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import numbered
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.models import HandIn, ReportPeriod, ReportRun

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
PERIODS: Final = ListExport(
    "report-periods",
    "报送期",
    columns_of(ReportPeriod, "title", "name", "said", "due_on", "opened_at", "opened_by_name"),
    Capability.REGISTER_EXPORT,
)
HAND_INS: Final = ListExport(
    "hand-ins",
    "报表报送",
    columns_of(
        HandIn,
        ("period__title", "报表"),
        ("period__name", "报送期"),
        ("jurisdiction__name", "报送单位"),
        ("period__due_on", "截止日"),
        "state",
        ("run__sealed_at", "封存时间"),
        ("run__sealed_by_name", "封存人"),
        ("run__version", "版次"),
        ("run__sha256", "SHA-256"),
    ),
    Capability.REGISTER_EXPORT,
)
