"""政策测算 over HTTP: at once, or as a job for a population too large to wait for."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.api import promise_bodies as bodies
from measures.models import Programme
from measures.queries.sandbox import CostCut, cost, known_on, told
from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import JobSerializer
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.web.viewsets import ScopedViewSet

COST: Final = "measures.cost_programme"


class SandboxViewSet(ScopedViewSet):
    """测算：一个项目在某日要兑付多少；不写入任何数据，草拟的项目也可以。"""

    view_capability = Capability.ENTITLEMENT_FIND
    queryset = Programme.objects.select_related("matter").order_by()
    serializer_class = bodies.CostingSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"on", "by", "known_on", "since"})

    @extend_schema(parameters=[bodies.CostQuery], responses=bodies.CostingSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        """按单位、产业链或称号分列；重叠按就高从优不重复扣除，可按过去某日所知回测。"""
        words = _asked(request.query_params)
        known = words.get("known_on")
        found = cost(
            self.get_object(),
            access=self.access,
            on=_day(words),
            by=CostCut(words.get("by", CostCut.UNIT)),
            known_at=known_on(known) if known else None,
            since=words.get("since"),
        )
        return Response(told(found))

    @extend_schema(request=bodies.CostQuery, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def later(self, request: Request, pk: int) -> Response:
        """同一测算作为后台任务，结果在任务的 result 中。"""
        programme, words = self.get_object(), _asked(request.data)
        known, since = words.get("known_on"), words.get("since")
        job = enqueue(
            COST,
            {
                "programme_id": programme.pk,
                "on": _day(words).isoformat(),
                "by": words.get("by", CostCut.UNIT.value),
                "known_on": known.isoformat() if known else "",
                "since": since.isoformat() if since else "",
            },
            access=self.access,
            capability=Capability.ENTITLEMENT_FIND,
        )
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


def _asked(words: Any) -> dict[str, Any]:
    query = bodies.CostQuery(data=words)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def _day(words: dict[str, Any]) -> date:
    on: date = words.get("on") or timezone.localdate()
    return on
