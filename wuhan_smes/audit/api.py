"""The trail over HTTP, for auditors and for their programs."""

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


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


class AuditEventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Entries about the units within reach, newest first."""

    view_capability = Capability.TRAIL_VIEW
    queryset = AuditEvent.objects.order_by("-id")
    serializer_class = AuditEventSerializer
    filterset_class = AuditEventFilters
    orderings = {"-id": ("-id",), "id": ("id",)}


ROUTES = (("audit-events", AuditEventViewSet),)
