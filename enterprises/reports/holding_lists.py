"""Duties, complaints and projects as files. Who complained is not taken out."""

from typing import Final

from enterprises.models import Complaint, KeyMilestone, KeyProject, MilestonePaper, TitleDuty
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, columns_of

DUTIES: Final = ListExport(
    "duties",
    "动态管理事项",
    columns_of(
        TitleDuty,
        *OF_ENTERPRISE,
        "tier",
        "kind",
        "cause",
        "counted_from",
        "due_on",
        "reminded_on",
        "done_on",
        "lost_on",
        "excused_on",
        "ended_on",
        "note",
    ),
    TAKES_OUT,
)
COMPLAINTS: Final = ListExport(
    "complaints",
    "实名举报",
    columns_of(
        Complaint,
        "number",
        *OF_ENTERPRISE,
        "received_on",
        "text",
        "outcome",
        "concluded_on",
        "conclusion",
    ),
    TAKES_OUT,
)
KEY_PROJECTS: Final = ListExport(
    "key-projects",
    "重点小巨人项目",
    columns_of(
        KeyProject,
        *OF_ENTERPRISE,
        "title",
        "year",
        "document_no",
        "starts_on",
        "ends_on",
        "planned",
        "state",
        "evaluated_on",
        "invested",
        "evaluation",
    ),
    TAKES_OUT,
)
KEY_MILESTONES: Final = ListExport(
    "key-milestones",
    "重点小巨人项目节点",
    columns_of(
        KeyMilestone,
        ("project__title", "项目"),
        ("project__enterprise__name", "企业名称"),
        ("jurisdiction__name", "管理单位"),
        "ordinal",
        "title",
        "due_on",
        "reached_on",
        "evidence",
    ),
    TAKES_OUT,
)
MILESTONE_PAPERS: Final = ListExport(
    "milestone-papers",
    "重点小巨人项目节点佐证",
    columns_of(
        MilestonePaper,
        ("milestone__project__title", "项目"),
        ("milestone__title", "节点目标"),
        ("jurisdiction__name", "管理单位"),
        "name",
        "size",
        "sha256",
        "added_at",
        "added_by_name",
        "removed_at",
        "removed_reason",
    ),
    TAKES_OUT,
)
