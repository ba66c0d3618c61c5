"""Batches, notices and objections over HTTP."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions.flow import arranging, noticing, ordering
from measures.api import money_bodies as bodies
from measures.api.money_shown import (
    DisbursementPaperSerializer,
    DisbursementSerializer,
    NoticeSerializer,
    PaymentObjectionSerializer,
)
from measures.choices import PaperKind
from measures.models import DisbursementBatch, DisbursementPaper, Objection, PublicNotice
from measures.queries.annex import drafted, left_since
from measures.reports import payments as papers
from measures.reports.money_lists import BATCHES, NOTICES, OBJECTIONS, PAPERS
from measures.rules.papers import read
from wuhan_smes.access import Capability
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.layouts import MEDIA as LAYOUTS
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.sheet import to_xlsx
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet

XLSX: Final = LAYOUTS[Layout.XLSX]


class DisbursementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """拨付批次：安排、公示、下达。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = DisbursementBatch.objects.for_list().order_by()
    serializer_class = DisbursementSerializer
    exports = BATCHES

    def _within(self, rows: Any) -> Any:
        """Whoever has a line in a batch reads it."""
        return rows.readable(self.access.reach(Capability.PAYMENT_VIEW))

    @extend_schema(request=bodies.ArrangeBody, responses={201: DisbursementSerializer})
    def create(self, request: Request) -> Response:
        """将复核通过的事项列入新批次，按层级占用预算；全部列入或全部不列。"""
        body = bodies.ArrangeBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        made = arranging.arrange(words.pop("ids"), access=self.access, at=timezone.now(), **words)
        return Response(DisbursementSerializer(made).data, status=201)

    @extend_schema(request=bodies.PublishBody, responses={201: NoticeSerializer})
    @action(detail=True, methods=["post"], serializer_class=bodies.PublishBody)
    def publish(self, request: Request, pk: int) -> Response:
        """公示若干工作日，首日计入。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.publish(pk, access=self.access, at=timezone.now(), **words)
        return Response(NoticeSerializer(made).data, status=201)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None)
    def annex(self, request: Request, pk: int) -> HttpResponse:
        """批次现在的明细表（xlsx）；公示、下达的见 disbursement-papers。"""
        return _file(to_xlsx(papers.annex(drafted(self.get_object()))), XLSX, "annex.xlsx")

    @extend_schema(request=bodies.MoneyOrderBody, responses=DisbursementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyOrderBody)
    def order(self, request: Request, pk: int) -> Response:
        """公示期满，按指标文下达；有异议未了结的不在内。"""
        self.get_object()
        words = self.validated(request)
        made = ordering.order(pk, access=self.access, at=timezone.now(), **words)
        return Response(DisbursementSerializer(made).data)


def _file(body: bytes, media: str, name: str) -> HttpResponse:
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=media, headers=head)


class DisbursementPaperFilters(ProductFilterSet):
    batch = filters.NumberFilter(label="批次")
    kind = filters.ChoiceFilter(choices=PaperKind.choices, label="类别")

    class Meta:
        model = DisbursementPaper
        fields = ["batch", "kind"]


class DisbursementPaperViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """公示与下达通知：按当时的内容留存，其后不再改动。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = DisbursementPaper.objects.for_list().order_by()
    serializer_class = DisbursementPaperSerializer
    filterset_class = DisbursementPaperFilters
    exports = PAPERS

    @extend_schema(responses={(200, MEDIA): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None)
    def docx(self, request: Request, pk: int) -> HttpResponse:
        """文件（docx）。"""
        row: DisbursementPaper = self.get_object()
        said = read(row.canonical)
        made = papers.notice_paper if row.kind == PaperKind.NOTICE else papers.order_paper
        return _file(to_docx(made(said)), MEDIA, f"{row.kind}.docx")

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None)
    def annex(self, request: Request, pk: int) -> HttpResponse:
        """文件所附明细表（xlsx）；其后移出的仍列在其中，并注明。"""
        row: DisbursementPaper = self.get_object()
        said = read(row.canonical)
        sheet = papers.annex(said, left_since(row, said.lines))
        return _file(to_xlsx(sheet), XLSX, f"{row.kind}-annex.xlsx")


class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """资金公示。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = PublicNotice.objects.for_list().order_by()
    serializer_class = NoticeSerializer
    exports = NOTICES


class PaymentObjectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """公示异议。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Objection.objects.order_by()
    serializer_class = PaymentObjectionSerializer
    exports = OBJECTIONS

    @extend_schema(request=bodies.MoneyFindingBody, responses=PaymentObjectionSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyFindingBody)
    def dismiss(self, request: Request, pk: int) -> Response:
        """异议不成立：恢复公示。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.dismiss(pk, access=self.access, at=timezone.now(), **words)
        return Response(PaymentObjectionSerializer(made).data)

    @extend_schema(request=bodies.MoneyFindingBody, responses=PaymentObjectionSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyFindingBody)
    def uphold(self, request: Request, pk: int) -> Response:
        """异议成立：不予兑付，取消占用。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.uphold(pk, access=self.access, at=timezone.now(), **words)
        return Response(PaymentObjectionSerializer(made).data)
