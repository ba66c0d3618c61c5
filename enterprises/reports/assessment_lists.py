"""Lists about where enterprises stand as files: what was kept, and who could be next."""

from typing import Final

from enterprises.models import Assessment, Prospect
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, columns_of

ASSESSMENTS: Final = ListExport(
    "assessments",
    "评估存档",
    columns_of(
        Assessment,
        ("id", "编号"),
        *OF_ENTERPRISE,
        "tier",
        "application_kind",
        "judged_on",
        "rule_versions",
        "document_no",
        "verdict",
        "score_low",
        "score_high",
        "lacking",
        "open",
        "note",
        "kept_at",
        "kept_by_name",
    ),
    TAKES_OUT,
)
PROSPECTS: Final = ListExport(
    "prospects",
    "候选企业",
    columns_of(
        Prospect,
        *OF_ENTERPRISE,
        "tier",
        "application_kind",
        "judged_on",
        "rule_versions",
        "verdict",
        "steps",
        "lacking",
        "open",
        "due_on",
    ),
    TAKES_OUT,
)
