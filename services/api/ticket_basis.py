"""Which figures of tickets contain which, where each channel counts, what states are called."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.choices.tickets import TicketState
from services.models import TicketBasis, TicketLabel
from services.queries.ticket_counts import basis_said, problems_within_appeals
from services.reports.ticket_words import LABELS
from services.rules.counted import channel_rules
from wuhan_smes import corrections
from wuhan_smes.access import Capability
from wuhan_smes.errors import StaleVersion
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer
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


class TicketLabelSerializer(ProductModelSerializer):
    """What one state is called here; `standard` is what the product calls it."""

    standard = serializers.SerializerMethodField()

    class Meta:
        model = TicketLabel
        fields = ["id", "state", "label", "standard", "hint", "version"]

    def get_standard(self, row: TicketLabel) -> str:
        return str(TicketState(row.state).label)


class TicketLabelWords(ProductSerializer):
    """What a state is to be called from now on; figures and codes stay."""

    label = serializers.CharField(max_length=20)  # type: ignore[assignment] # a field's own `label` is another thing
    hint = serializers.CharField(max_length=100, default="", allow_blank=True)


class TicketLabelViewSet(mixins.ListModelMixin, ExportedViewSet):
    """工单状态名称：每个状态在本市怎么叫，由市级改写；代码不变。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = TicketLabel.objects.order_by("id")
    serializer_class = TicketLabelSerializer
    exports = LABELS

    @extend_schema(responses=TicketLabelSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row: TicketLabel = self.get_object()
        return self.versioned(row, TicketLabelSerializer(row).data)

    @extend_schema(request=TicketLabelWords, responses=TicketLabelSerializer)
    def update(self, request: Request, pk: int) -> Response:
        """改名称。"""
        row: TicketLabel = self.get_object()
        if self.expected_version(request, pk) != row.version:
            raise StaleVersion("该名称已被他人修改，请刷新后重新提交")
        words = TicketLabelWords(data=request.data)
        words.is_valid(raise_exception=True)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        changed = corrections.correct(TicketLabel, pk, **who, values=words.validated_data)
        return self.versioned(changed, TicketLabelSerializer(changed).data)


ROUTES = (("ticket-basis", TicketBasisViewSet), ("ticket-labels", TicketLabelViewSet))
