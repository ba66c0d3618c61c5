"""What is owed over HTTP, and the moves that can be made on one line."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions.flow import arranging, confirming, evaluating, noticing, recovering, reviewing
from measures.api import money_bodies as bodies
from measures.api.entitlements import EntitlementViewSet
from measures.api.money_shown import (
    AccountSerializer,
    ClawbackSerializer,
    PaymentObjectionSerializer,
    StepSerializer,
)
from measures.api.promise_bodies import EntitlementSerializer
from measures.models import EntitlementStep


class LineViewSet(EntitlementViewSet):
    """兑现事项：应兑付多少、为什么、办到哪一步，以及每一步。"""

    @extend_schema(responses=StepSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def steps(self, request: Request, pk: int) -> Response:
        """办理步骤，依次。"""
        rows = EntitlementStep.objects.filter(entitlement=self.get_object()).order_by("ordinal")
        return Response(StepSerializer(rows, many=True).data)

    @extend_schema(request=bodies.MoneyNoteBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyNoteBody)
    def review(self, request: Request, pk: int) -> Response:
        """区审核通过（真实性、合规性、符合性）。"""
        return self._line(reviewing.review, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def reject(self, request: Request, pk: int) -> Response:
        """不予兑付。"""
        return self._line(reviewing.reject, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def reopen(self, request: Request, pk: int) -> Response:
        """重新审核。"""
        return self._line(reviewing.reopen, request, pk)

    @extend_schema(request=bodies.MoneyNoteBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyNoteBody)
    def check(self, request: Request, pk: int) -> Response:
        """市复核通过；区审核人不得复核。"""
        return self._line(reviewing.check, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(
        detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody, url_path="send-back"
    )
    def send_back(self, request: Request, pk: int) -> Response:
        """退回区重审。"""
        return self._line(reviewing.send_back, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(
        detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody, url_path="take-out"
    )
    def take_out(self, request: Request, pk: int) -> Response:
        """移出批次，取消占用。"""
        return self._line(arranging.take_out, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def decline(self, request: Request, pk: int) -> Response:
        """企业放弃。"""
        return self._line(confirming.decline, request, pk)

    @extend_schema(request=bodies.MoneyReasonBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def correct(self, request: Request, pk: int) -> Response:
        """数据更正后恢复下一笔。"""
        return self._line(evaluating.correct, request, pk)

    @extend_schema(request=bodies.MoneyObjectBody, responses={201: PaymentObjectionSerializer})
    @action(
        detail=True, methods=["post"], serializer_class=bodies.MoneyObjectBody, url_path="object"
    )
    def object_to(self, request: Request, pk: int) -> Response:
        """公示期内提出异议：只停这一项，登记诉求核查。"""
        self.get_object()
        made = self._done(partial(noticing.object_to, pk), request)
        return Response(PaymentObjectionSerializer(made).data, status=201)

    @extend_schema(
        request={"multipart/form-data": bodies.MoneyConfirmBody}, responses={201: AccountSerializer}
    )
    @action(
        detail=True,
        methods=["post"],
        serializer_class=bodies.MoneyConfirmBody,
        parser_classes=[MultiPartParser],
    )
    def confirm(self, request: Request, pk: int) -> Response:
        """凭企业签字材料登记收款账户；户名须与企业名称一致。"""
        self.get_object()
        words = self.validated(request)
        scan = words.pop("scan")
        made = confirming.confirm(
            pk,
            access=self.access,
            at=timezone.now(),
            scan_name=scan.name,
            scan_type=scan.content_type or "application/octet-stream",
            scan=scan.chunks(),
            **words,
        )
        return Response(AccountSerializer(made).data, status=201)

    @extend_schema(request=bodies.MoneyEvaluateBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyEvaluateBody)
    def evaluate(self, request: Request, pk: int) -> Response:
        """绩效评价：合格的进入下一笔，不合格的余额不再拨付。"""
        self.get_object()
        self._done(partial(evaluating.evaluate, pk), request)
        return self.retrieve(request, pk)

    @extend_schema(request=bodies.ClawBackBody, responses={201: ClawbackSerializer})
    @action(
        detail=True, methods=["post"], serializer_class=bodies.ClawBackBody, url_path="claw-back"
    )
    def claw_back(self, request: Request, pk: int) -> Response:
        """按决定追回，可计利息、暂停享受。"""
        self.get_object()
        made = self._done(partial(recovering.claw_back, pk), request)
        return Response(ClawbackSerializer(made).data, status=201)

    def _line(self, act: Callable[..., object], request: Request, pk: int) -> Response:
        self.get_object()
        self._done(partial(act, [pk]), request)
        return self.retrieve(request, pk)

    def _done(self, act: Callable[..., Any], request: Request) -> Any:
        return act(access=self.access, at=timezone.now(), **self.validated(request))
