"""The trail over HTTP, for auditors and for their programs."""

from typing import Final

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.reporting.expressions import as_written
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer

EVENTS: Final = ListExport(
    "audit-events",
    "操作留痕",
    columns_of(
        AuditEvent,
        ("id", "留痕编号"),
        "at",
        "actor_name",
        "actor_id",
        "kind",
        "target",
        "target_id",
        "target_name",
        "jurisdiction_id",
        Shown("变更", as_written("changes"), width=40),
        "request_id",
        Shown("来源地址", as_written("address"), width=18),
    ),
)


class AuditEventSerializer(ProductModelSerializer):
    """One thing somebody did. `jurisdiction_id` is the unit it concerned."""

    actor_id = serializers.IntegerField(allow_null=True)
    jurisdiction_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = AuditEvent
        fields = [
            "id",
            "at",
            "actor_id",
            "actor_name",
            "kind",
            "target",
            "target_id",
            "target_name",
            "jurisdiction_id",
            "changes",
            "request_id",
            "address",
        ]


class AuditEventFilters(ProductFilterSet):
    """Each served by an index that ends in the id, so that any page costs the same."""

    actor = filters.NumberFilter(field_name="actor_id", label="操作人编号")
    kind = filters.CharFilter(label="事项代码")
    target = filters.CharFilter(label="对象类型，如 enterprises.enterprise")
    target_id = filters.NumberFilter(label="对象编号")
    jurisdiction = filters.NumberFilter(field_name="jurisdiction_id", label="管理单位编号")
    after = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte", label="起始时刻（含）")
    before = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="截止时刻（不含）")

    class Meta:
        model = AuditEvent
        fields: list[str] = []


class AuditEventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """Entries about the units within reach, newest first."""

    view_capability = Capability.TRAIL_VIEW
    queryset = AuditEvent.objects.order_by("-id")
    serializer_class = AuditEventSerializer
    exports = EVENTS
    filterset_class = AuditEventFilters
    orderings = {"-id": ("-id",), "id": ("id",)}


ROUTES = (("audit-events", AuditEventViewSet),)
