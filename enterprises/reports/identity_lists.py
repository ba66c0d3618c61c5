"""Lists about identity as files: pairs that may be one subject, and merges."""

from typing import Final

from django.db.models import Case, CharField, Func, Value, When

from enterprises.choices import DuplicateReason
from enterprises.models import DuplicatePair, Merge
from enterprises.reports.enterprise_lists import TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

# concat_ws passes over the reasons a pair has not.
REASONS: Final = Func(
    Value("、"),
    *(
        Case(
            When(reasons__contains=[reason.value], then=Value(reason.label)),
            output_field=CharField(),
        )
        for reason in DuplicateReason
    ),
    function="concat_ws",
    output_field=CharField(),
)

PAIRS: Final = ListExport(
    "duplicates",
    "疑似重复企业",
    columns_of(
        DuplicatePair,
        ("id", "编号"),
        ("a__name", "企业甲"),
        ("a__uscc", "企业甲信用代码"),
        ("jurisdiction__name", "企业甲管理单位"),
        ("b__name", "企业乙"),
        ("b__uscc", "企业乙信用代码"),
        ("other_jurisdiction__name", "企业乙管理单位"),
        Shown("理由", REASONS, "word", 30),
        "score",
        "state",
        "found_at",
        "decided_at",
        "decided_by_name",
        "note",
    ),
    TAKES_OUT,
)

MERGES: Final = ListExport(
    "merges",
    "企业合并",
    columns_of(
        Merge,
        ("id", "编号"),
        "gone_name",
        "gone_uscc",
        ("into__name", "保留方名称"),
        ("into__uscc", "保留方信用代码"),
        ("jurisdiction__name", "管理单位"),
        "reason",
        "merged_at",
        "merged_by_name",
        "undone_at",
        "undone_by_name",
        "undo_reason",
    ),
    TAKES_OUT,
)
