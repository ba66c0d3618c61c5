"""督办单 over HTTP: what was pressed for, and the numbered paper of each."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions.sheets import number_sheet
from services.models import Supervision
from services.reports.sheets import sheet_of
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

SUPERVISIONS = ListExport(
    "supervisions",
    "催办督办",
    columns_of(
        Supervision,
        ("ticket__number", "工单编号"),
        "kind",
        "number",
        "clock_kind",
        "clock_due_at",
        "level",
        "told_name",
        "reason",
        "at",
        "by_name",
    ),
)


class SupervisionSerializer(ProductModelSerializer):
    """One reminder or pressure; `number` is empty until its sheet was issued."""

    ticket_number = serializers.CharField(source="ticket.number")

    class Meta:
        model = Supervision
        fields = [
            "id",
            "ticket",
            "ticket_number",
            "kind",
            "number",
            "clock_kind",
            "clock_due_at",
            "level",
            "told_name",
            "reason",
            "at",
            "by_name",
        ]


class NothingBody(ProductSerializer):
    """Nothing but the address is needed."""


class SupervisionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """催办与督办记录；督办可出具编号的督办单。"""

    view_capability = Capability.TICKET_VIEW
    queryset = Supervision.objects.select_related("ticket__jurisdiction")
    serializer_class = SupervisionSerializer
    exports = SUPERVISIONS

    @extend_schema(request=NothingBody, responses=SupervisionSerializer)
    @action(detail=True, methods=["post"], serializer_class=NothingBody)
    def number(self, request: Request, pk: int) -> Response:
        """出具督办单：按单位和年度连续编号，已编号的不变。"""
        self.validated(request)
        row = number_sheet(pk, access=self.access, at=timezone.now())
        return Response(SupervisionSerializer(row).data)

    @extend_schema(responses={(200, MEDIA): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None)
    def sheet(self, request: Request, pk: int) -> HttpResponse:
        """督办单（docx）。"""
        row: Supervision = self.get_object()
        if not row.number:
            raise ActionRefused("该督办尚未编号，请先出具督办单")
        body = to_docx(sheet_of(row, at=row.at))
        name = {"Content-Disposition": 'attachment; filename="supervision.docx"'}
        return HttpResponse(body, content_type=MEDIA, headers=name)


ROUTES = (("supervisions", SupervisionViewSet),)
