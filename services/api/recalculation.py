"""Reckoning open limits again: a preview of what will change, and the order to do it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from services.actions.recalculating import Moved, recalculate
from services.models import Ticket
from wuhan_smes.access import Capability
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

SHOWN = 2_000


class PreviewWords(ProductSerializer):
    limits_on = DayField(
        default=None, allow_null=True, help_text="按该日施行的时限重算；不填则只按现行工作日历重算"
    )
    after_id = serializers.IntegerField(
        default=0, min_value=0, max_value=2**63 - 1, help_text="从哪一件之后继续"
    )


class RecalculateBody(ProductSerializer):
    reason = serializers.CharField(max_length=200, help_text="如放假通知或时限文件的文号")
    limits_on = DayField(required=False, allow_null=True)


class MovedSerializer(serializers.Serializer):
    ticket = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    changes = serializers.DictField(
        child=serializers.ListField(child=serializers.DateTimeField()),
        help_text="各时限的原到期时间与新到期时间",
    )


class PreviewSerializer(serializers.Serializer):
    looked_at = serializers.IntegerField(help_text="本次核对的在办件数")
    moved = MovedSerializer(many=True)
    last_id = serializers.IntegerField(allow_null=True, help_text="还有更多时，从此处继续")


class OrderedSerializer(serializers.Serializer):
    job = serializers.IntegerField(help_text="后台任务编号")


class RecalculationViewSet(ScopedViewSet):
    """时限重算：先预览哪些在办件的时限会变，再执行；原到期时间保留在办理步骤中。"""

    view_capability = Capability.TICKET_POLICY
    queryset = Ticket.objects.order_by()
    serializer_class = PreviewSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"limits_on", "after_id"})

    @extend_schema(parameters=[PreviewWords], responses=PreviewSerializer)
    def list(self, request: Request) -> Response:
        words = parameters(PreviewWords, request.query_params)
        found = recalculate(
            access=self.access,
            at=timezone.now(),
            reason="预览",
            most=SHOWN,
            dry_run=True,
            **words,
        )
        moved = [_shown(it) for it in found.moved]
        body = {"looked_at": found.looked_at, "moved": moved, "last_id": found.last_id}
        return Response(PreviewSerializer(body).data)

    @extend_schema(request=RecalculateBody, responses={202: OrderedSerializer})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        body = RecalculateBody(data=request.data)
        body.is_valid(raise_exception=True)
        day = body.validated_data.get("limits_on")
        job = enqueue(
            "services.recalculate_tickets",
            {"reason": body.validated_data["reason"], "limits_on": day.isoformat() if day else ""},
            access=self.access,
            capability=Capability.TICKET_POLICY,
        )
        return Response({"job": job.pk}, status=status.HTTP_202_ACCEPTED)


def _shown(moved: Moved) -> dict[str, Any]:
    ticket = moved.ticket
    return {
        "ticket": ticket.pk,
        "number": ticket.number,
        "title": ticket.title,
        "changes": moved.changes,
    }


ROUTES = (("ticket-recalculation", RecalculationViewSet),)
