"""Which figures of tickets contain which, and where each channel counts."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.models import TicketBasis
from services.queries.ticket_counts import basis_said, problems_within_appeals
from services.rules.counted import channel_rules
from wuhan_smes.access import Capability
from wuhan_smes.web.viewsets import ScopedViewSet


class ChannelRuleSerializer(serializers.Serializer):
    """One channel: what its requests are unless said otherwise, and the figures they count in."""

    channel = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    nature = serializers.CharField()
    nature_label = serializers.CharField()
    counted_in = serializers.ListField(child=serializers.CharField())


class BasisSerializer(serializers.Serializer):
    """The one setting and what follows from it."""

    problems_within_appeals = serializers.BooleanField(help_text="办结诉求含困难问题")
    detail = serializers.CharField(help_text="显示在两个数字旁的说明")
    channels = ChannelRuleSerializer(many=True)


class TicketBasisViewSet(ScopedViewSet):
    """统计口径：办结诉求是否包含困难问题，各来源默认计入哪个数字。在管理端“工单统计口径”中修改。"""

    view_capability = Capability.COUNTS_VIEW
    queryset = TicketBasis.objects.order_by("id")
    serializer_class = BasisSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=BasisSerializer)
    def list(self, request: Request) -> Response:
        within = problems_within_appeals()
        body = {
            "problems_within_appeals": within,
            "detail": basis_said(),
            "channels": channel_rules(problems_within_appeals=within),
        }
        return Response(BasisSerializer(body).data)


ROUTES = (("ticket-basis", TicketBasisViewSet),)
