"""The assessment of districts over HTTP."""

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField
from enterprises.api.days import DayField
from measures.actions import assessing, assessing_checks
from measures.api.duties import FILE, EvidenceShownSerializer
from measures.choices import IndicatorAim, ReturnState
from measures.models import (
    AssessmentRound,
    DistrictFigure,
    DistrictIndex,
    DistrictReturn,
    IndexIndicator,
)
from measures.queries.assessing import ranking
from measures.reports.assessing import INDEXES, RETURNS, ROUNDS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class IndicatorSerializer(ProductModelSerializer):
    class Meta:
        model = IndexIndicator
        fields = [
            "code",
            "label",
            "weight",
            "unit",
            "source",
            "computed_by",
            "aim",
            "full",
            "definition",
        ]


class DistrictIndexSerializer(ProductModelSerializer):
    """One edition of the index."""

    indicators = IndicatorSerializer(many=True)

    class Meta:
        model = DistrictIndex
        fields = ["id", "edition", "title", "effective_from", "source", "indicators"]


class IndicatorBody(ProductSerializer):
    code = serializers.SlugField(max_length=40)
    label = serializers.CharField(max_length=80)  # type: ignore[assignment] # a body may call a field so
    weight = serializers.IntegerField(min_value=1, max_value=100)
    unit = serializers.CharField(max_length=10)
    full = serializers.DecimalField(14, 2, help_text="满分值")
    definition = serializers.CharField(max_length=200)
    aim = serializers.ChoiceField(IndicatorAim.choices, required=False)
    computed_by = serializers.CharField(max_length=60, required=False, allow_blank=True)


class DistrictIndexBody(ProductSerializer):
    title = serializers.CharField(max_length=120)
    effective_from = DayField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # a body may call a field so
    indicators = IndicatorBody(many=True, help_text="权重合计 100")


class DistrictIndexViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """各区评估指标体系：每版不改，新版自施行日起替代旧版。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = DistrictIndex.objects.for_list().order_by()
    serializer_class = DistrictIndexSerializer
    exports = INDEXES

    @extend_schema(request=DistrictIndexBody, responses={201: DistrictIndexSerializer})
    def create(self, request: Request) -> Response:
        body = DistrictIndexBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        lines = [assessing.Line(**it) for it in words.pop("indicators")]
        made = assessing.set_index(access=self.access, at=timezone.now(), indicators=lines, **words)
        return Response(DistrictIndexSerializer(made).data, status=status.HTTP_201_CREATED)


class RoundSerializer(ProductModelSerializer):
    edition = serializers.IntegerField(source="index.edition", help_text="指标体系版次")

    class Meta:
        model = AssessmentRound
        fields = ["id", "name", "edition", "first_on", "last_on", "due_on"]


class RoundBody(ProductSerializer):
    name = serializers.CharField(max_length=60)
    first_on = DayField()
    last_on = DayField()
    due_on = DayField()


class EarnedSerializer(serializers.Serializer):
    indicator = serializers.CharField(source="indicator.code")
    reported = serializers.DecimalField(
        16, 2, source="figure.reported", default=None, allow_null=True
    )
    checked = serializers.DecimalField(
        16, 2, source="figure.checked", default=None, allow_null=True
    )
    points = serializers.DecimalField(6, 2, allow_null=True)


class RankingSerializer(serializers.Serializer):
    """一个管理单位；名次只给看得到全市的人。"""

    unit = UnitSerializer()
    state = serializers.ChoiceField(ReturnState.choices, source="row.state", default=None)
    score = serializers.DecimalField(6, 2, allow_null=True, help_text="核定得分")
    own_score = serializers.DecimalField(6, 2, allow_null=True, help_text="自评得分")
    rank = serializers.IntegerField(allow_null=True)
    rank_before = serializers.IntegerField(allow_null=True, help_text="上期名次")
    earned = EarnedSerializer(many=True)


class SelfReportBody(ProductSerializer):
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    figures = serializers.DictField(
        child=serializers.DecimalField(16, 2, allow_null=True),
        help_text="自报指标代码 → 数；不明的为空。由系统计算的不填",
    )
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class DistrictFigureSerializer(ProductModelSerializer):
    indicator = serializers.CharField(source="indicator.code")
    evidence = EvidenceShownSerializer(many=True)

    class Meta:
        model = DistrictFigure
        fields = ["id", "indicator", "reported", "checked", "reason", "evidence"]


class DistrictReturnSerializer(ProductModelSerializer):
    jurisdiction = UnitSerializer()
    round = serializers.IntegerField(source="round_id")
    figures = DistrictFigureSerializer(many=True)

    class Meta:
        model = DistrictReturn
        fields = [
            "id",
            "round",
            "jurisdiction",
            "state",
            "note",
            "signed_by_name",
            "submitted_at",
            "judged_by_name",
            "judged_at",
            "reason",
            "times_returned",
            "figures",
            "version",
        ]


class RoundViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """各区评估期：市级发起，各区自评，市级核定后排名。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = AssessmentRound.objects.for_list().order_by()
    serializer_class = RoundSerializer
    exports = ROUNDS

    @extend_schema(request=RoundBody, responses={201: RoundSerializer})
    def create(self, request: Request) -> Response:
        body = RoundBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = assessing.open_round(
            access=self.access, at=timezone.now(), **dict(body.validated_data)
        )
        return Response(RoundSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=RankingSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def ranking(self, request: Request, pk: int) -> Response:
        """各单位得分与名次，附上期名次。"""
        reach = self.access.reach(self.view_capability)
        found = ranking(self.get_object(), reach=reach)
        return Response(RankingSerializer(found, many=True).data)

    @extend_schema(request=SelfReportBody, responses={201: DistrictReturnSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: int) -> Response:
        """一个管理单位自评。"""
        self.get_object()
        body = SelfReportBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = assessing.report_self(
            pk, access=self.access, at=timezone.now(), **dict(body.validated_data)
        )
        return _shown(row, status.HTTP_201_CREATED)


class CorrectionBody(ProductSerializer):
    indicator = serializers.CharField(max_length=40)
    value = serializers.DecimalField(16, 2, allow_null=True)
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class CheckReturnBody(ProductSerializer):
    corrections = CorrectionBody(many=True, required=False, default=list)


class GiveBackReturnBody(ProductSerializer):
    reason = serializers.CharField(max_length=300)


class AttachToFigureBody(ProductSerializer):
    indicator = serializers.CharField(max_length=40)
    file = serializers.FileField(allow_empty_file=True)


class ReturnFilters(ProductFilterSet):
    round = filters.NumberFilter(field_name="round_id", label="评估期")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位")
    state = filters.ChoiceFilter(choices=ReturnState.choices, label="状态")

    class Meta:
        model = DistrictReturn
        fields: list[str] = []


class DistrictReturnViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """各区自评：附佐证，由市级另一人核定或退回。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = DistrictReturn.objects.for_list().order_by()
    serializer_class = DistrictReturnSerializer
    filterset_class = ReturnFilters
    exports = RETURNS
    parser_classes = [JSONParser, MultiPartParser, FormParser]

    @extend_schema(request=CheckReturnBody, responses=DistrictReturnSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def check(self, request: Request, pk: int) -> Response:
        """核定，可更正并写明理由。"""
        self.get_object()
        body = CheckReturnBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = {
            it["indicator"]: (it["value"], it["reason"])
            for it in body.validated_data["corrections"]
        }
        row = assessing_checks.check(pk, access=self.access, at=timezone.now(), corrections=given)
        return _shown(row)

    @extend_schema(request=GiveBackReturnBody, responses=DistrictReturnSerializer)
    @action(detail=True, methods=["post"], url_path="return", filterset_class=None)
    def give_back(self, request: Request, pk: int) -> Response:
        """退回，写明理由。"""
        self.get_object()
        body = GiveBackReturnBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        return _shown(
            assessing_checks.give_back(pk, access=self.access, at=timezone.now(), **words)
        )

    @extend_schema(request=AttachToFigureBody, responses={201: EvidenceShownSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def attach(self, request: Request, pk: int) -> Response:
        """为一项指标附佐证文件。"""
        self.get_object()
        body = AttachToFigureBody(data=request.data)
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        made = assessing.attach(
            pk,
            access=self.access,
            at=timezone.now(),
            indicator=body.validated_data["indicator"],
            name=file.name,
            data=file.read(),
        )
        return Response(EvidenceShownSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=FILE)
    @action(
        detail=True,
        pagination_class=None,
        filterset_class=None,
        url_path="evidence/<int:return_evidence>",
    )
    def evidence(self, request: Request, pk: int, return_evidence: int) -> StreamingHttpResponse:
        """佐证文件。"""
        for figure in self.get_object().figures.all():
            for it in figure.evidence.all():
                if it.pk == return_evidence:
                    return file_response(it.file, self.access)
        raise Http404


def _shown(row: DistrictReturn, code: int = status.HTTP_200_OK) -> Response:
    again = DistrictReturn.objects.for_list().get(pk=row.pk)
    return Response(DistrictReturnSerializer(again).data, status=code)
