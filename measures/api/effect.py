"""The effect of support over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from measures.models import PastPayment
from measures.queries.effect import found
from measures.reports.effect import ANY, asked_of, told
from measures.rules.effect import Effect
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class EffectWords(ProductSerializer):
    matter = serializers.SlugField(default=ANY, help_text="事项代码；any 为任一奖补")
    until = DayField(help_text="对照日")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        days = {
            "from": DayField(help_text="拨付期初"),
            "to": DayField(help_text="拨付期末"),
        }
        return {**super().get_fields(), **days}


class EffectSerializer(serializers.Serializer):
    """一项对照；样本不足时率与区间为空。"""

    paid = serializers.IntegerField(help_text="受助企业")
    matched = serializers.IntegerField(help_text="其中找到同类未受助企业的")
    controls = serializers.IntegerField(help_text="同类未受助企业")
    share = serializers.FloatField(allow_null=True, help_text="受助升级率，0 至 1")
    control_share = serializers.FloatField(allow_null=True)
    difference = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="95% 区间下限")
    high = serializers.FloatField(allow_null=True)
    conclusion = serializers.SerializerMethodField()

    def get_conclusion(self, it: Effect) -> str:
        return told(it)


class FoundSerializer(serializers.Serializer):
    before = serializers.DateField(help_text="期初")
    until = serializers.DateField(source="asked.until")
    effect = EffectSerializer()
    placebo = EffectSerializer(help_text="受助之前同样长的时间")
    placebo_from = serializers.DateField()


class EffectViewSet(ScopedViewSet):
    """政策成效：受助企业与精确配对的未受助企业的升级率之差，附安慰剂检验。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = PastPayment.objects.order_by()
    serializer_class = FoundSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"matter", "from", "to", "until"})

    @extend_schema(parameters=[EffectWords], responses=FoundSerializer)
    def list(self, request: Request) -> Response:
        words = parameters(EffectWords, request.query_params)
        asked = asked_of(words["from"], words["to"], words["until"], words["matter"])
        answer = found(asked, reach=self.access.reach(self.view_capability))
        return Response(FoundSerializer(answer).data)
