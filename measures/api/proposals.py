"""Suggestions and motions, and comments on drafts, over HTTP."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField
from enterprises.api.days import DayField
from measures.actions import draft_comments, proposals
from measures.choices import (
    CommentVerdict,
    ProposalKind,
    ProposalState,
    ReplySatisfaction,
)
from measures.models import DraftComment, PolicyDocument, Proposal
from measures.queries.quoting import now
from measures.reports.proposals import COMMENTS, PROPOSALS, reply_paper
from measures.rules.references import filled
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class QuotedSerializer(serializers.Serializer):
    """答复引用的一个数：审定后固定，此前按现在的数据。"""

    reference = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    value = serializers.CharField()
    unit = serializers.CharField()
    on = serializers.DateField()
    definition = serializers.CharField()


class ProposalSerializer(ProductModelSerializer):
    """`reply` 是带引用的原稿，`text` 是填入数后的文字。"""

    jurisdiction = UnitSerializer()
    lead = UnitSerializer()
    supporting = serializers.SerializerMethodField()
    text_filled = serializers.SerializerMethodField(help_text="填入数后的答复")
    figures = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = [
            "id",
            "number",
            "kind",
            "session",
            "proposer",
            "title",
            "text",
            "jurisdiction",
            "lead",
            "supporting",
            "received_on",
            "due_on",
            "state",
            "reply",
            "text_filled",
            "figures",
            "drafted_by_name",
            "approved_by_name",
            "approved_at",
            "reason",
            "document_no",
            "answered_on",
            "satisfaction",
            "feedback",
            "version",
        ]

    @extend_schema_field(UnitSerializer(many=True))
    def get_supporting(self, row: Proposal) -> Any:
        found = Agency.objects.filter(pk__in=row.agency_ids).exclude(pk=row.lead_id)
        return UnitSerializer(found.order_by("display_order", "name"), many=True).data

    def get_text_filled(self, row: Proposal) -> str:
        return filled(row.reply, now(row, reach=self.context["reach"]))

    @extend_schema_field(QuotedSerializer(many=True))
    def get_figures(self, row: Proposal) -> Any:
        found = now(row, reach=self.context["reach"])
        return QuotedSerializer(list(found.values()), many=True).data


class ProposalBody(ProductSerializer):
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    number = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(ProposalKind.choices)
    session = serializers.CharField(max_length=60)
    proposer = serializers.CharField(max_length=100)
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    received_on = DayField()
    due_on = DayField()
    lead = CodeField(Agency, source="lead_id")
    supporting = serializers.ListField(
        child=CodeField(Agency), source="co_ids", required=False, help_text="会办单位代码"
    )


class ReplyBody(ProductSerializer):
    reply = serializers.CharField(max_length=50_000)


class SendBackReplyBody(ProductSerializer):
    reason = serializers.CharField(max_length=300)


class AnswerBody(ProductSerializer):
    document_no = serializers.CharField(max_length=60)
    on = DayField()


class RateBody(ProductSerializer):
    satisfaction = serializers.ChoiceField(ReplySatisfaction.choices)
    feedback = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ProposalFilters(ProductFilterSet):
    kind = filters.ChoiceFilter(choices=ProposalKind.choices, label="类别")
    state = filters.ChoiceFilter(choices=ProposalState.choices, label="状态")
    lead = filters.CharFilter(field_name="lead__code", label="主办单位")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt", label="期限早于")

    class Meta:
        model = Proposal
        fields: list[str] = []


class ProposalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """建议提案：登记、拟稿、审定、答复与满意度。改动答复的请求带 If-Match。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = Proposal.objects.for_list().order_by()
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilters
    exports = PROPOSALS

    def get_serializer_context(self) -> dict[str, Any]:
        reach = self.access.reach(self.view_capability)
        return {**super().get_serializer_context(), "reach": reach}

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._shown(self.get_object())

    @extend_schema(request=ProposalBody, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        made = proposals.receive(
            access=self.access, at=timezone.now(), **self._words(ProposalBody, request)
        )
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=ReplyBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def write(self, request: Request, pk: int) -> Response:
        """提交答复稿；数以 [[名称@日期]] 引用。"""
        return self._versioned_act(proposals.write, pk, request, ReplyBody)

    @extend_schema(request=None, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def approve(self, request: Request, pk: int) -> Response:
        """审定答复，引用的数即时核算并固定。"""
        return self._versioned_act(proposals.approve, pk, request)

    @extend_schema(request=SendBackReplyBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], url_path="return", filterset_class=None)
    def send_back(self, request: Request, pk: int) -> Response:
        """退回修改，写明理由。"""
        return self._versioned_act(proposals.send_back, pk, request, SendBackReplyBody)

    @extend_schema(request=AnswerBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def answer(self, request: Request, pk: int) -> Response:
        """登记答复发出的文号与日期。"""
        self.get_object()
        words = self._words(AnswerBody, request)
        return self._shown(proposals.answer(pk, access=self.access, at=timezone.now(), **words))

    @extend_schema(request=RateBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def rate(self, request: Request, pk: int) -> Response:
        """登记提出人的满意度。"""
        self.get_object()
        words = self._words(RateBody, request)
        return self._shown(proposals.rate(pk, access=self.access, at=timezone.now(), **words))

    @extend_schema(responses={(200, MEDIA): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def paper(self, request: Request, pk: int) -> HttpResponse:
        """答复（稿）的公文格式文件。"""
        reach = self.access.reach(self.view_capability)
        body = to_docx(reply_paper(self.get_object(), reach=reach))
        head = {"Content-Disposition": 'attachment; filename="reply.docx"'}
        return HttpResponse(body, content_type=MEDIA, headers=head)

    def _versioned_act(
        self, act: Any, pk: int, request: Request, body: type[ProductSerializer] | None = None
    ) -> Response:
        self.get_object()
        expected = self.expected_version(request, pk)
        words = self._words(body, request) if body else {}
        row = act(pk, access=self.access, at=timezone.now(), expected_version=expected, **words)
        return self._shown(row)

    def _words(self, kind: type[ProductSerializer], request: Request) -> dict[str, Any]:
        body = kind(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _shown(self, row: Proposal, code: int = status.HTTP_200_OK) -> Response:
        again = Proposal.objects.for_list().get(pk=row.pk)
        data = ProposalSerializer(again, context=self.get_serializer_context()).data
        return self.versioned(again, data, code)


class DraftCommentSerializer(ProductModelSerializer):
    jurisdiction = UnitSerializer()
    document = serializers.CharField(source="document.code")

    class Meta:
        model = DraftComment
        fields = [
            "id",
            "document",
            "jurisdiction",
            "number",
            "from_whom",
            "received_on",
            "clause",
            "text",
            "verdict",
            "reason",
            "recorded_by_name",
            "decided_by_name",
            "decided_at",
            "version",
        ]


class DraftCommentBody(ProductSerializer):
    document = CodeField(PolicyDocument, source="document_id")
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    number = serializers.CharField(max_length=40)
    from_whom = serializers.CharField(max_length=120)
    received_on = DayField()
    text = serializers.CharField(max_length=2000)
    clause = serializers.CharField(max_length=60, required=False, allow_blank=True)


class DecideCommentBody(ProductSerializer):
    verdict = serializers.ChoiceField(CommentVerdict.choices)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class DraftCommentFilters(ProductFilterSet):
    document = filters.CharFilter(field_name="document__code", label="文件代码")
    verdict = filters.ChoiceFilter(choices=CommentVerdict.choices, label="采纳情况")

    class Meta:
        model = DraftComment
        fields: list[str] = []


class DraftCommentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """征求意见采纳台账：采纳、部分采纳或未采纳，未采纳的有理由。"""

    view_capability = Capability.RECORD_VIEW
    queryset = DraftComment.objects.for_list().order_by()
    serializer_class = DraftCommentSerializer
    filterset_class = DraftCommentFilters
    exports = COMMENTS

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        return self.versioned(row, DraftCommentSerializer(row).data)

    @extend_schema(request=DraftCommentBody, responses={201: DraftCommentSerializer})
    def create(self, request: Request) -> Response:
        body = DraftCommentBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        made = draft_comments.note(access=self.access, at=timezone.now(), **words)
        return self.versioned(made, DraftCommentSerializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(request=DecideCommentBody, responses=DraftCommentSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decide(self, request: Request, pk: int) -> Response:
        """登记采纳情况与理由。"""
        self.get_object()
        expected = self.expected_version(request, pk)
        body = DecideCommentBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        row = draft_comments.decide(
            pk, access=self.access, at=timezone.now(), expected_version=expected, **words
        )
        return self.versioned(row, DraftCommentSerializer(row).data)
