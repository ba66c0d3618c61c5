"""Batches, notices and objections over HTTP."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions.flow import arranging, noticing, ordering
from measures.api import money_bodies as bodies
from measures.api.money_lists import BATCHES, NOTICES, OBJECTIONS
from measures.api.money_shown import BatchSerializer, NoticeSerializer, ObjectionSerializer
from measures.models import DisbursementBatch, Objection, PublicNotice
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet


class BatchViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """拨付批次：安排、公示、下达。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = DisbursementBatch.objects.for_list().order_by()
    serializer_class = BatchSerializer
    exports = BATCHES

    @extend_schema(request=bodies.ArrangeBody, responses={201: BatchSerializer})
    def create(self, request: Request) -> Response:
        """将复核通过的事项列入新批次，按层级占用预算；全部列入或全部不列。"""
        body = bodies.ArrangeBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        made = arranging.arrange(words.pop("ids"), access=self.access, at=timezone.now(), **words)
        return Response(BatchSerializer(made).data, status=201)

    @extend_schema(request=bodies.PublishBody, responses={201: NoticeSerializer})
    @action(detail=True, methods=["post"], serializer_class=bodies.PublishBody)
    def publish(self, request: Request, pk: int) -> Response:
        """公示若干工作日，首日计入。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.publish(pk, access=self.access, at=timezone.now(), **words)
        return Response(NoticeSerializer(made).data, status=201)

    @extend_schema(request=bodies.OrderBody, responses=BatchSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.OrderBody)
    def order(self, request: Request, pk: int) -> Response:
        """公示期满，按指标文下达；有异议未了结的不在内。"""
        self.get_object()
        words = self.validated(request)
        made = ordering.order(pk, access=self.access, at=timezone.now(), **words)
        return Response(BatchSerializer(made).data)


class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """资金公示。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = PublicNotice.objects.for_list().order_by()
    serializer_class = NoticeSerializer
    exports = NOTICES


class ObjectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """公示异议。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Objection.objects.order_by()
    serializer_class = ObjectionSerializer
    exports = OBJECTIONS

    @extend_schema(request=bodies.FindingBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.FindingBody)
    def dismiss(self, request: Request, pk: int) -> Response:
        """异议不成立：恢复公示。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.dismiss(pk, access=self.access, at=timezone.now(), **words)
        return Response(ObjectionSerializer(made).data)

    @extend_schema(request=bodies.FindingBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.FindingBody)
    def uphold(self, request: Request, pk: int) -> Response:
        """异议成立：不予兑付，取消占用。"""
        self.get_object()
        words = self.validated(request)
        made = noticing.uphold(pk, access=self.access, at=timezone.now(), **words)
        return Response(ObjectionSerializer(made).data)
