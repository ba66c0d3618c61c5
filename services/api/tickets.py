"""Tickets over HTTP: the list, one of them, its steps, and every move."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions import raising
from services.actions.tickets import asking, revealing
from services.api import ticket_bodies as bodies
from services.api.ticket_bulk import BulkMoves
from services.api.ticket_files import TicketFiles
from services.api.ticket_filters import TicketFilters
from services.api.ticket_offers import TicketOfferSerializer, offered
from services.api.ticket_shown import (
    COLUMNS,
    TicketRequestSerializer,
    TicketRevealedContactSerializer,
    TicketRowSerializer,
    TicketSegmentSerializer,
    TicketSerializer,
    TicketStepSerializer,
    rows,
)
from services.api.ticket_verbs import TicketMoves
from services.models import Ticket
from services.queries import tickets as queries
from services.queries.ticket_labels import state_labels
from services.queries.ticket_offers import offers
from services.reports.ticket_lists import LEDGER
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import LookBody

TITLE = OpenApiParameter("title", str, required=True, description="正在登记的标题")
ENTERPRISE = OpenApiParameter("enterprise", int, description="企业编号")


class TicketAlikeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    score = serializers.IntegerField(help_text="标题相似程度，0–100")


class TicketViewSet(TicketMoves, BulkMoves, TicketFiles, ExportedViewSet):
    """工单：收集、受理、交办、承办、答复、审核、回访、销号，每一步以动作办理并留存。"""

    view_capability = Capability.TICKET_VIEW
    queryset = Ticket.objects.order_by()
    serializer_class = TicketSerializer
    row_columns = COLUMNS
    exports = LEDGER
    filterset_class = TicketFilters
    secret_actions = frozenset({"reveal"})
    orderings = {
        "-id": ("-id",),
        "id": ("id",),
        "due_at": ("due_at", "id"),
        "-received_at": ("-received_at", "-id"),
    }

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        return frozenset({"title", "enterprise"}) if self.action == "alike" else frozenset()

    def filter_queryset(self, queryset: Any) -> Any:
        """By due date only what has one is listed: the others have no place in that order."""
        found = super().filter_queryset(queryset)
        by_due = self.request.query_params.get("ordering") == "due_at"
        return found.filter(due_at__isnull=False) if by_due else found

    @extend_schema(responses=TicketRowSerializer(many=True))
    def list(self, request: Request) -> Response:
        listed = self.paginate_queryset(self.plain_rows()) or []
        return self.get_paginated_response(rows(listed, at=timezone.now(), labels=state_labels()))

    @extend_schema(responses=TicketSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(
        request=bodies.TicketRaiseBody,
        responses={200: TicketSerializer, 201: TicketSerializer},
        description="登记一件诉求。本人以同一 client_uuid 再交返回第一次的工单；内容不同则拒绝。",
    )
    def create(self, request: Request) -> Response:
        words = self.words(request, bodies.TicketRaiseBody)
        at = timezone.now()
        made = raising.raise_ticket(access=self.access, at=at, **words)
        known = made.received_at != at
        return self.shown(made.pk, status_code=200 if known else status.HTTP_201_CREATED)

    @extend_schema(responses=TicketStepSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def steps(self, request: Request, pk: int) -> Response:
        """全部步骤，按先后。"""
        found = queries.steps_of(self.get_object())
        return Response(TicketStepSerializer(found, many=True).data)

    @extend_schema(responses=TicketOfferSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def offers(self, request: Request, pk: int) -> Response:
        """本人现在可办理或可申请的动作；须选承办单位的附建议单位及理由。"""
        ticket: Ticket = self.get_object()
        at = timezone.now()
        found = offered(offers(ticket, self.access, at=at), ticket, on=timezone.localdate(at))
        return Response(found)

    @extend_schema(responses=TicketSegmentSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def segments(self, request: Request, pk: int) -> Response:
        """每一时段的责任方：首尾相接，合计等于办理总时长。"""
        found = queries.segments_of(self.get_object(), until=timezone.now())
        return Response(TicketSegmentSerializer(found, many=True).data)

    @extend_schema(responses=TicketRequestSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def requests(self, request: Request, pk: int) -> Response:
        """退回、挂起、延期、挂账的申请。"""
        found = self.get_object().requests.order_by("id")
        return Response(TicketRequestSerializer(found, many=True).data)

    @extend_schema(request=bodies.TicketNoteBody, responses=TicketSerializer)
    @action(detail=True, methods=["post"], url_path="requests/<int:request_id>/approve")
    def approve(self, request: Request, pk: int, request_id: int) -> Response:
        """同意申请，所申请的动作随即办理。"""
        self.get_object()
        words = self.words(request, bodies.TicketNoteBody)
        asking.approve(pk, request_id, access=self.access, at=timezone.now(), **words)
        return self.shown(pk)

    @extend_schema(request=bodies.TicketToldBody, responses=TicketSerializer)
    @action(detail=True, methods=["post"], url_path="requests/<int:request_id>/refuse")
    def refuse(self, request: Request, pk: int, request_id: int) -> Response:
        """不同意申请，须写明理由。"""
        self.get_object()
        words = self.words(request, bodies.TicketToldBody)
        asking.refuse(pk, request_id, access=self.access, at=timezone.now(), **words)
        return self.shown(pk)

    @extend_schema(request=LookBody, responses=TicketRevealedContactSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: int) -> Response:
        """调阅完整联系电话，写明事由，逐次留痕。"""
        self.get_object()
        words = self.words(request, LookBody)
        ticket = revealing.reveal_contact(pk, access=self.access, at=timezone.now(), **words)
        return Response(TicketRevealedContactSerializer(ticket).data)

    @extend_schema(
        parameters=[TITLE, ENTERPRISE], responses=TicketAlikeSerializer(many=True), filters=False
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def alike(self, request: Request) -> Response:
        """登记时提示可能重复的工单。"""
        title = request.query_params.get("title", "").strip()
        if not title:
            raise ValidationError({"?title": ["请给出标题"]})
        asked = request.query_params.get("enterprise", "")
        if asked and not asked.isdecimal():
            raise ValidationError({"?enterprise": ["企业编号应为数字"]})
        found = queries.alike(
            title,
            access=self.access,
            at=timezone.now(),
            enterprise_id=int(asked) if asked else None,
        )
        return Response(
            [
                {
                    "id": it.ticket.pk,
                    "number": it.ticket.number,
                    "title": it.ticket.title,
                    "state": it.ticket.state,
                    "score": it.score,
                }
                for it in found
            ]
        )


ROUTES = (("tickets", TicketViewSet),)
