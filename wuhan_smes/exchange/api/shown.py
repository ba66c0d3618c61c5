"""How imports, their rows and kinds look over HTTP."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from wuhan_smes.exchange.choices import ImportState, SourceRank, Step, Verdict
from wuhan_smes.exchange.models import HeaderAlias, Import, ImportRow
from wuhan_smes.exchange.queries.progress import FAILED, FAILED_LABEL, Progress, progress_of
from wuhan_smes.exchange.shown.imports import counts_of, title_of
from wuhan_smes.exchange.shown.layout import sheet_name
from wuhan_smes.exchange.shown.rows import Rows, faults_of
from wuhan_smes.exchange.shown.veil import layout_of
from wuhan_smes.web.names import vocabulary
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer

FIRST_ERRORS: Final = 200
STATES: Final = vocabulary(
    "ImportProgress", [*ImportState.choices, *Step.choices, (FAILED, FAILED_LABEL)]
)
EXAMPLE: Final = {
    "id": 12,
    "number": "导入〔2026〕00012",
    "kind": "recognitions",
    "kind_title": "批次名单",
    "file_name": "第八批专精特新小巨人名单.xlsx",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "rank": 10,
    "jurisdiction": {"code": "wuhan", "name": "武汉市"},
    "actor_name": "示例甲",
    "state": "checked",
    "state_label": "待导入",
    "progress": {"done": 0, "total": None, "percent": None, "message": "", "error": ""},
    "counts": {
        "new": 2486,
        "changed": 4,
        "unchanged": 0,
        "conflict": 0,
        "doubtful": 2,
        "transfer": 0,
        "refused": 8,
    },
    "mode": "",
    "follows": None,
    "uploaded_at": "2026-03-02T09:30:00+08:00",
    "checked_at": "2026-03-02T09:30:06+08:00",
    "applied_at": None,
    "reverted_at": None,
    "version": 3,
}
ERROR: Final = {
    "sheet": "附件1",
    "row": 17,
    "column": "C",
    "code": "uscc",
    "detail": "第 18 位应为 X，实为 1",
}


class ProgressSerializer(serializers.Serializer):
    """How far the job at work is; `error` says why the last one did not end well."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()
    error = serializers.CharField()


CountsSerializer: Final = type(
    "ImportCountsSerializer",
    (serializers.Serializer,),
    {verdict.value: serializers.IntegerField(help_text=verdict.label) for verdict in Verdict},
)


class ErrorSerializer(serializers.Serializer):
    sheet = serializers.CharField()
    row = serializers.IntegerField(help_text="表格软件显示的行号")
    column = serializers.CharField(help_text="列字母；整行的问题为空")
    code = serializers.CharField()
    detail = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("导入", EXAMPLE, response_only=True)])
class ImportSerializer(ProductModelSerializer):
    """One file handed in, from upload to revert."""

    number = serializers.CharField()
    kind_title = serializers.SerializerMethodField()
    rank = serializers.ChoiceField(SourceRank.choices)
    jurisdiction = UnitSerializer()
    state = serializers.SerializerMethodField()
    state_label = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    follows = serializers.IntegerField(source="follows_id", allow_null=True)

    class Meta:
        model = Import
        fields = list(EXAMPLE)

    def get_kind_title(self, row: Import) -> str:
        return title_of(row)

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, row: Import) -> str:
        return progress_of(row).state

    def get_state_label(self, row: Import) -> str:
        return progress_of(row).label

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, row: Import) -> dict[str, Any]:
        return shown_progress(progress_of(row))

    @extend_schema_field(CountsSerializer)
    def get_counts(self, row: Import) -> dict[str, int]:
        return counts_of(row)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "检查完成",
            {**EXAMPLE, "layout": {}, "columns": {}, "answers": {}, "errors": [ERROR]},
            response_only=True,
        )
    ]
)
class ImportDetailSerializer(ImportSerializer):
    """With what the reader saw, what was confirmed, and the first 200 errors."""

    layout = serializers.SerializerMethodField()
    columns = serializers.JSONField(help_text="{表序号: {列序号: 字段代码}}")
    answers = serializers.JSONField()
    errors = serializers.SerializerMethodField()  # type: ignore[assignment] # named like an attribute of the framework

    class Meta(ImportSerializer.Meta):
        fields = [*ImportSerializer.Meta.fields, "layout", "columns", "answers", "errors"]

    @extend_schema_field(
        serializers.DictField(help_text="识别出的表、表头、样例行（号码只显示末位）和待回答的问题")
    )
    def get_layout(self, row: Import) -> dict[str, Any]:
        return layout_of(row, self.context["words"])

    @extend_schema_field(ErrorSerializer(many=True))
    def get_errors(self, row: Import) -> list[dict[str, Any]]:
        return self.context["errors"]  # type: ignore[no-any-return] # made by first_errors


class CandidateSerializer(serializers.Serializer):
    """Whom a doubtful row may mean."""

    subject_id = serializers.IntegerField()
    score = serializers.IntegerField()
    why = serializers.CharField()
    shown = serializers.DictField(child=serializers.CharField())


class ImportRowSerializer(ProductModelSerializer):
    """One row: as printed, as understood, what it would do."""

    sheet = serializers.SerializerMethodField()
    row = serializers.IntegerField(source="line", help_text="表格软件显示的行号")
    subject = serializers.IntegerField(source="subject_id", allow_null=True)
    cells = serializers.SerializerMethodField()
    values = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    errors = serializers.SerializerMethodField()  # type: ignore[assignment] # named like an attribute of the framework

    class Meta:
        model = ImportRow
        fields = [
            "id",
            "sheet",
            "row",
            "section",
            "verdict",
            "matched",
            "subject",
            "cells",
            "values",
            "changes",
            "errors",
            "chosen",
        ]

    @property
    def rows(self) -> Rows:
        return self.context["rows"]  # type: ignore[no-any-return] # made by the viewset

    def get_sheet(self, row: ImportRow) -> str:
        return sheet_name(self.rows.names, row.sheet)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_cells(self, row: ImportRow) -> list[str]:
        return self.rows.cells(row)

    def get_values(self, row: ImportRow) -> dict[str, Any]:
        return self.rows.values(row)

    def get_changes(self, row: ImportRow) -> dict[str, list[Any]]:
        return self.rows.changes(row)

    @extend_schema_field(ErrorSerializer(many=True))
    def get_errors(self, row: ImportRow) -> list[dict[str, Any]]:
        return list(errors_of(row, self.rows))


class HeaderAliasSerializer(ProductModelSerializer):
    """One way to head a column; `jurisdiction` is null when it holds for everybody."""

    jurisdiction = UnitSerializer(allow_null=True)

    class Meta:
        model = HeaderAlias
        fields = ["id", "field", "alias", "jurisdiction", "added_by_name", "added_at", "source"]


class KindFieldSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # named like an attribute of the framework
    type = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment] # named like an attribute of the framework
    ask = serializers.BooleanField(help_text="没有这一列时，整个文件回答一次")
    help_text = serializers.CharField()  # type: ignore[assignment] # named like an attribute of the framework
    example = serializers.CharField()
    options = serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="{写法: 代码}"
    )


class KindSerializer(serializers.Serializer):
    """One kind of list and its columns."""

    name = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    rank = serializers.ChoiceField(SourceRank.choices, help_text="默认来源")
    fields_ = KindFieldSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`fields` is a word of the framework, so it cannot be declared like the others."""
        declared = super().get_fields()
        columns = declared.pop("fields_")
        return {**declared, "fields": columns}


def shown_progress(progress: Progress) -> dict[str, Any]:
    return {
        "done": progress.done,
        "total": progress.total,
        "percent": progress.percent,
        "message": progress.message,
        "error": progress.error,
    }


def errors_of(row: ImportRow, rows: Rows) -> list[dict[str, Any]]:
    """What is wrong with a row, in the words of the interface."""
    problems = [rows.problem(row, fault) for fault in faults_of(row)]
    return [
        {
            "sheet": sheet_name(rows.names, row.sheet),
            "row": row.line,
            "column": problem.column,
            "code": problem.code,
            "detail": problem.detail,
        }
        for problem in problems
    ]


def first_errors(left: Any, rows: Rows) -> list[dict[str, Any]]:
    """The first errors of the rows left over, in file order."""
    found: list[dict[str, Any]] = []
    for row in left.order_by("sheet", "line")[:FIRST_ERRORS]:
        found += errors_of(row, rows)
    return found[:FIRST_ERRORS]
