"""Imports over HTTP: hand in a list, see what it would do, settle what is open, apply, revert."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wuhan_smes.errors import NotPermitted
from wuhan_smes.exchange.actions import mapping, rows, running, uploads
from wuhan_smes.exchange.api import bodies
from wuhan_smes.exchange.api.shown import (
    CandidateSerializer,
    ImportDetailSerializer,
    ImportRowSerializer,
    ImportSerializer,
    first_errors,
)
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.lists import IMPORTS
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.querysets import ImportRowQuerySet
from wuhan_smes.exchange.shown.imports import VIEW, may_work_on
from wuhan_smes.exchange.shown.rows import Rows
from wuhan_smes.exchange.workbook import errors_book
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.pagination import PARAMETERS, KeysetPagination
from wuhan_smes.web.serializers import ProductSerializer

ROWS_NAME = "rows.json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD = OpenApiExample(
    "逐行提交",
    {
        "kind": "recognitions",
        "rows": [{"name": "武汉示例科技有限公司", "uscc": "914201000000000000"}],
        "answers": {"valid": "2026-01-01至2028-12-31"},
    },
    request_only=True,
)
VERDICT = OpenApiParameter("verdict", str, enum=Verdict.values, description="只要这一结论的行")
ROW = OpenApiParameter("row", int, required=True, description="行编号")
LOOK = OpenApiParameter("q", str, description="改在登记簿里查：名称、拼音首字母或信用代码")


class ImportFilters(ProductFilterSet):
    kind = filters.CharFilter(label="名单类型代码")
    state = filters.ChoiceFilter(choices=ImportState.choices, label="状态")

    class Meta:
        model = Import
        fields: list[str] = []


class ImportViewSet(mixins.ListModelMixin, ExportedViewSet):
    """导入：上传 → 确认列 → 检查 → 处理存疑与冲突 → 导入 → 可撤回。

    耗时的步骤答复 202，随后查询 state 与 progress。
    """

    view_capability = VIEW
    queryset = Import.objects.for_list().order_by()
    serializer_class = ImportSerializer
    exports = IMPORTS
    filterset_class = ImportFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    parser_classes = [JSONParser, MultiPartParser]

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        asked = {"lines": PARAMETERS | {"verdict"}, "candidates": frozenset({"row", "q"})}
        return asked.get(self.action, frozenset())

    @extend_schema(responses=ImportDetailSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(
        request={
            "multipart/form-data": bodies.UploadBody,
            "application/json": bodies.UploadBody,
        },
        responses={202: ImportDetailSerializer},
        examples=[UPLOAD],
    )
    def create(self, request: Request) -> Response:
        """上传一份名单（multipart 的 file），或直接提交行（JSON 的 rows）。

        同一文件再次导入不会产生改动。
        """
        words = self.words(request, bodies.UploadBody)
        file, given = words.pop("file", None), words.pop("rows", None)
        words["follows_id"] = words.pop("follows", None)
        pieces: Iterable[bytes] = file.chunks() if file else [_as_json(given)]
        made = uploads.upload(
            **words,
            file_name=file.name if file else ROWS_NAME,
            pieces=pieces,
            access=self.access,
            at=timezone.now(),
        )
        return self.shown(made.pk, status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[VERDICT], responses=ImportRowSerializer(many=True))
    @action(detail=True, filterset_class=None, url_path="rows")
    def lines(self, request: Request, pk: int) -> Response:
        """检查出的行，按文件顺序翻页。"""
        import_ = self.get_object()
        found = self.rows_of(import_)
        if verdict := request.query_params.get("verdict", ""):
            if verdict not in Verdict.values:
                raise ValidationError({"?verdict": [f"可用：{'、'.join(Verdict.values)}"]})
            found = found.filter(verdict=verdict)
        pages = RowPages()
        page = pages.paginate_queryset(found, request, self)
        context = {"rows": Rows(import_, self.access)}
        shown = ImportRowSerializer(page, many=True, context=context).data
        return pages.get_paginated_response(shown)

    @extend_schema(parameters=[ROW, LOOK], responses=CandidateSerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def candidates(self, request: Request, pk: int) -> Response:
        """存疑的一行可能是谁，最像的在前；写明 q 时，是登记簿里查到的。"""
        import_ = self.get_object()
        number = request.query_params.get("row", "")
        if not number.isdecimal() or len(number) > 18:
            raise ValidationError({"?row": ["请写明行编号"]})
        row = self.rows_of(import_).get(pk=int(number))
        asked, shown = request.query_params.get("q", ""), Rows(import_, self.access)
        found = shown.found(asked) if asked else shown.candidates(row)
        return Response(CandidateSerializer(found, many=True).data)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def errors_book(self, request: Request, pk: int) -> HttpResponseBase:
        """问题行工作簿：原有的列加上原因，改正后可作为 follows 再次上传。"""
        import_ = self.get_object()
        if not may_work_on(import_, self.access):
            raise NotPermitted("只有可以办理该导入的人员才能下载问题行")
        return errors_book(import_, access=self.access, at=timezone.now()).response()

    @extend_schema(request=bodies.ColumnsBody, responses={202: ImportDetailSerializer})
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: int) -> Response:
        """确认每列是什么，并回答文件没有写明的内容；随后开始检查。"""
        return self.do(request, pk, bodies.ColumnsBody, mapping.confirm, later=True)

    @extend_schema(request=bodies.ChooseBody, responses=ImportDetailSerializer)
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pk: int) -> Response:
        """存疑的一行是哪一家，或都不是。"""

        def act(key: int, *, row: int, subject: int | None, **words: Any) -> object:
            return rows.choose(key, row, subject_id=subject, **words)

        return self.do(request, pk, bodies.ChooseBody, act)

    @extend_schema(request=bodies.SettleBody, responses=ImportDetailSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: int) -> Response:
        """冲突的行采用文件值（file）或保留原值（register）。"""

        def act(key: int, **words: Any) -> object:
            return rows.settle(key, row_ids=words.pop("rows", None), **words)

        return self.do(request, pk, bodies.SettleBody, act)

    @extend_schema(request=ProductSerializer, responses={202: ImportDetailSerializer})
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: int) -> Response:
        """按登记簿现状重新检查。"""
        return self.do(request, pk, ProductSerializer, running.check, later=True)

    @extend_schema(request=bodies.ApplyBody, responses={202: ImportDetailSerializer})
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: int) -> Response:
        """写入登记簿，一次完成或一行不写。"""
        return self.do(request, pk, bodies.ApplyBody, running.apply, later=True)

    @extend_schema(request=ProductSerializer, responses=ImportDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """停止正在进行的步骤；没有时放弃整个导入。"""
        return self.do(request, pk, ProductSerializer, running.cancel)

    @extend_schema(request=bodies.RevertBody, responses={202: ImportDetailSerializer})
    @action(detail=True, methods=["post"])
    def revert(self, request: Request, pk: int) -> Response:
        """撤回整个导入；有行在导入后被改动的，说明是哪些行。"""
        return self.do(request, pk, bodies.RevertBody, running.revert, later=True)

    def words(self, request: Request, body: type[ProductSerializer]) -> dict[str, Any]:
        """The request's body, checked for shape; faults name their fields."""
        serializer = body(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def do(
        self,
        request: Request,
        pk: int,
        body: type[ProductSerializer],
        act: Callable[..., object],
        *,
        later: bool = False,
    ) -> Response:
        """Call one action with the words of the body; 202 where a job now does the rest."""
        self.get_object()
        words = self.words(request, body)
        if "If-Match" in request.headers:
            words["expected_version"] = self.expected_version(request, pk)
        act(pk, access=self.access, at=timezone.now(), **words)
        return self.shown(pk, status.HTTP_202_ACCEPTED if later else status.HTTP_200_OK)

    def rows_of(self, import_: Import) -> ImportRowQuerySet:
        return ImportRow.objects.within(self.access.reach(VIEW)).filter(of=import_)

    def shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        """The import as it is now, with its ETag. Raises DoesNotExist out of reach."""
        import_ = self.get_queryset().get(pk=pk)
        rows_shown = Rows(import_, self.access)
        errors = first_errors(self.rows_of(import_).left_over(), rows_shown)
        context = {"errors": errors, "words": rows_shown.words}
        data = ImportDetailSerializer(import_, context=context).data
        return self.versioned(import_, data, status_code)


class RowPages(KeysetPagination):
    """Rows in the order of the file."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        return super().paginate_queryset(queryset, request, InFileOrder())


class InFileOrder(APIView):
    """What the pages of rows are ordered by; the list of imports has orders of its own."""

    orderings = {"place": ("sheet", "line")}


def _as_json(given: Any) -> bytes:
    return json.dumps(given, ensure_ascii=False, default=str).encode()
