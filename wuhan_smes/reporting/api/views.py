"""Named views and the workbooks of other offices over HTTP."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.actions import forms, views
from wuhan_smes.reporting.choices import Layout, ReportLayout
from wuhan_smes.reporting.filling import MOST_BYTES
from wuhan_smes.reporting.form_cells import FormCell
from wuhan_smes.reporting.layouts import MEDIA
from wuhan_smes.reporting.models import NamedView, SheetForm
from wuhan_smes.reporting.named_views import shown
from wuhan_smes.reporting.run import require_layout, stream
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

LAYOUT: Final = OpenApiParameter("layout", str, enum=Layout.values, description="文件格式")
ON: Final = OpenApiParameter("on", date, description="填到哪一天，默认今天")
BINARY: Final = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
EXAMPLE: Final = OpenApiExample(
    "本区专精特新企业，三栏",
    value={
        "list": "enterprises",
        "name": "专精特新通讯录",
        "columns": ["企业名称", "统一社会信用代码", "管理单位"],
        "params": {"tier": "srdi_sme"},
        "shared": True,
    },
    request_only=True,
)


class ViewBody(ProductSerializer):
    """A list, its filter and the labels of the columns that are kept."""

    list = serializers.CharField(max_length=120)
    name = serializers.CharField(max_length=60)
    columns = serializers.ListField(child=serializers.CharField(max_length=80))
    params = serializers.DictField(required=False, default=dict)
    shared = serializers.BooleanField(required=False, default=False)


class NamedViewSerializer(ProductModelSerializer):
    """One view. `mine` says whether the caller keeps it; a shared one is opened by his unit."""

    list = serializers.CharField(source="source")
    params = serializers.JSONField(source="words")
    shared = serializers.BooleanField(source="is_shared")
    mine = serializers.SerializerMethodField()

    class Meta:
        model = NamedView
        fields = [
            *("id", "list", "title", "name", "params", "columns", "shared", "mine"),
            *("saved_at", "version"),
        ]

    def get_mine(self, view: NamedView) -> bool:
        return bool(view.owner_id == self.context["actor_id"])


class NamedViewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """名单视图：本人的，和本单位共享的。行是打开者自己能看到的行。"""

    # Whose views are shown is decided by open_to(); the rows behind one by the list it is of.
    view_capability = Capability.REFERENCE_VIEW
    queryset = NamedView.objects.for_list()
    serializer_class = NamedViewSerializer
    orderings = {"-id": ("-id",), "id": ("id",)}

    def get_queryset(self) -> Any:
        return NamedView.objects.open_to(self.access).for_list()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "actor_id": self.access.actor_id}

    @extend_schema(request=ViewBody, responses={201: NamedViewSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """存一个视图；同一名单的同名视图以新的为准。"""
        body = ViewBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        view = views.save_view(
            words.pop("list"),
            access=self.access,
            at=timezone.now(),
            words=words.pop("params"),
            **words,
        )
        return Response(self.get_serializer(view).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: int) -> Response:
        """删除本人的视图。"""
        self.get_object()
        views.drop_view(pk, access=self.access, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[LAYOUT], responses=BINARY, filters=False)
    @action(detail=True, pagination_class=None, extra_parameters=frozenset({"layout"}))
    def file(self, request: Request, pk: int) -> HttpResponseBase:
        """视图现在的全部行，作为文件。"""
        layout = request.query_params.get("layout", Layout.CSV.value)
        require_layout(layout)
        listed = shown(self.get_object(), self.access)
        return stream(listed, layout, access=self.access, at=timezone.now()).response()


class FormBody(ProductSerializer):
    """A template (left out where the one kept before stays), and line by line what goes where."""

    name = serializers.CharField(max_length=80)
    file = serializers.FileField(required=False)
    cells = serializers.CharField(help_text="每行一格：表!B5 = 报表 | 行 | 栏 | 参数")


class SheetFormSerializer(ProductModelSerializer):
    """One workbook of a unit, with its lines."""

    jurisdiction = UnitSerializer()
    cells = serializers.SerializerMethodField()

    class Meta:
        model = SheetForm
        fields = ["id", "name", "jurisdiction", "cells", "kept_at", "kept_by_name", "version"]

    def get_cells(self, form: SheetForm) -> list[str]:
        return [FormCell(**it).told for it in form.cells]


class SheetFormViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """套表：其他部门的模板，写明每格填什么，按月填好。"""

    view_capability = Capability.REGISTER_EXPORT
    queryset = SheetForm.objects.for_list()
    serializer_class = SheetFormSerializer
    orderings = {"-id": ("-id",), "id": ("id",)}
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": FormBody, "application/json": FormBody},
        responses={201: SheetFormSerializer},
    )
    def create(self, request: Request) -> Response:
        """保存一份套表；同名的以新的为准。"""
        body = FormBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        given = words.pop("file", None)
        # Read no further than a template may be long.
        content = given.read(MOST_BYTES + 1) if given is not None else b""
        form = forms.keep_form(
            words["name"],
            access=self.access,
            at=timezone.now(),
            content=content,
            cells=words["cells"],
        )
        kept = self.get_queryset().get(pk=form.pk)
        return Response(SheetFormSerializer(kept).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: int) -> Response:
        """删除套表；已填出的文件记录仍在。"""
        forms.drop_form(pk, access=self.access, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        parameters=[ON],
        responses={(200, MEDIA[ReportLayout.XLSX]): OpenApiTypes.BINARY},
        filters=False,
    )
    @action(detail=True, pagination_class=None, extra_parameters=frozenset({"on"}))
    def file(self, request: Request, pk: int) -> HttpResponse:
        """填好的工作簿；每次导出都有编号。"""
        asked = serializers.DateField().run_validation(
            request.query_params.get("on", timezone.localdate().isoformat())
        )
        made = forms.fill_form(pk, access=self.access, at=timezone.now(), last=asked)
        return made.response()  # type: ignore[return-value] # a workbook is never streamed


ROUTES = (("views", NamedViewViewSet), ("sheet-forms", SheetFormViewSet))
