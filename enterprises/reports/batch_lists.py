"""What is done about batches beside their lists, as files."""

from typing import Final

from enterprises.models import BatchObjection, BatchUnit
from enterprises.reports.enterprise_lists import TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, columns_of

BATCH_UNITS: Final = ListExport(
    "batch-units",
    "批次推荐单位",
    columns_of(
        BatchUnit,
        ("batch__name", "批次"),
        ("jurisdiction__name", "推荐单位"),
        "quota",
        "submitted_at",
        "submitted_by_name",
    ),
    TAKES_OUT,
)
# Who objected is not taken out: it is nobody's business beside those who look into it.
OBJECTIONS: Final = ListExport(
    "objections",
    "公示异议",
    columns_of(
        BatchObjection,
        ("candidate__batch__name", "批次"),
        ("candidate__enterprise__name", "企业名称"),
        ("candidate__enterprise__uscc", "统一社会信用代码"),
        ("jurisdiction__name", "管理单位"),
        "raised_on",
        "text",
        "outcome",
        "settled_on",
        "settlement",
    ),
    TAKES_OUT,
)
