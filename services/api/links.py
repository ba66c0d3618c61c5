"""Links for enterprises: sent, taken back, answered for on paper."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.linked import PERIOD_FIGURES
from services.linked import TICKET_SURVEY, VISIT_CONFIRMATION
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.links.actions import links
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import purposes
from wuhan_smes.links.scans import HEAD, scan_type
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

LINKS: Final = ListExport(
    "links",
    "企业办理链接",
    columns_of(
        ActionLink,
        "purpose",
        "number",
        "title",
        "issued_at",
        "issued_by_name",
        "expires_at",
        "used_at",
        "promise_version",
        "signed_name",
        "signed_digest",
        "proxy_name",
        "revoked_at",
        "revoked_reason",
    ),
)
PURPOSES: Final = [
    (it.code, it.label) for it in (TICKET_SURVEY, VISIT_CONFIRMATION, PERIOD_FIGURES)
]


class LinkSerializer(ProductModelSerializer):
    """A link without its secret, which is told once, when it is sent."""

    class Meta:
        model = ActionLink
        fields = [
            "id",
            "purpose",
            "object_id",
            "number",
            "title",
            "issued_at",
            "issued_by_name",
            "expires_at",
            "used_at",
            "promise",
            "promise_version",
            "signed_name",
            "signed_digest",
            "proxy_name",
            "revoked_at",
            "revoked_reason",
        ]


class IssuedSerializer(LinkSerializer):
    """`url` is shown here and never again."""

    url = serializers.CharField(help_text="完整链接，只在此显示一次")

    class Meta(LinkSerializer.Meta):
        fields = [*LinkSerializer.Meta.fields, "url"]


class IssueBody(ProductSerializer):
    purpose = serializers.ChoiceField(PURPOSES)
    object_id = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="工单、走访或运行监测报送的编号（id）"
    )
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    phone = serializers.RegexField(r"^1\d{10}$", required=False, help_text="接收验证码的手机")


class RevokeBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class ProxyBody(ProductSerializer):
    """The answer as the form of the purpose asks for it, with the scan of the signed paper."""

    signed_name = serializers.CharField(max_length=60)
    scan = serializers.FileField(help_text="签字扫描件：PNG、JPEG 或 PDF，不超过 5 MB")
    answer = serializers.JSONField(help_text="所填内容，字段同企业填写的页面")


class PaperBody(ProxyBody):
    """The same where no link was sent: what it is about comes along."""

    purpose = serializers.ChoiceField(PURPOSES)
    object_id = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="工单、走访或运行监测报送的编号（id）"
    )


class ToldSerializer(serializers.Serializer):
    detail = serializers.CharField()


EXAMPLE: Final = OpenApiExample(
    "请企业回访", {"purpose": "ticket_survey", "object_id": 1024, "days": 7}, request_only=True
)


class LinkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """企业办理链接：一事一链、限期、用一次即失效，企业无需账号。"""

    view_capability = Capability.VISIT_VIEW
    queryset = ActionLink.objects.for_list()
    serializer_class = LinkSerializer
    exports = LINKS
    orderings = {"-id": ("-id",), "id": ("id",)}
    secret_actions = frozenset({"create"})

    @extend_schema(request=IssueBody, responses={201: IssuedSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        body = IssueBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        link, secret = links.issue(
            words.pop("object_id"), access=self.access, at=timezone.now(), **words
        )
        url = request.build_absolute_uri(reverse("link", args=[secret]))
        shown = {**LinkSerializer(link).data, "url": url}
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(request=RevokeBody, responses=LinkSerializer)
    @action(detail=True, methods=["post"], serializer_class=RevokeBody)
    def revoke(self, request: Request, pk: int) -> Response:
        words = self.validated(request)
        link = links.revoke(pk, access=self.access, at=timezone.now(), **words)
        return Response(LinkSerializer(link).data)

    @extend_schema(request=ProxyBody, responses=ToldSerializer)
    @action(
        detail=True,
        methods=["post"],
        url_path="answer-by-proxy",
        serializer_class=ProxyBody,
        parser_classes=[MultiPartParser],
    )
    def answer_by_proxy(self, request: Request, pk: int) -> Response:
        """企业在纸上签字的，由工作人员代填并附扫描件。"""
        link: ActionLink = self.get_object()
        words = self.validated(request)
        said = links.answer_by_proxy(
            link.pk, access=self.access, at=timezone.now(), **_paper(link.purpose, words)
        )
        return Response({"detail": said})

    @extend_schema(request=PaperBody, responses=ToldSerializer)
    @action(
        detail=False,
        methods=["post"],
        url_path="enter-paper",
        serializer_class=PaperBody,
        parser_classes=[MultiPartParser],
    )
    def enter_paper(self, request: Request) -> Response:
        """没有发送链接、企业直接在纸上签字的，由发送单位或服务站代填并附扫描件。"""
        words = self.validated(request)
        about = {name: words.pop(name) for name in ("object_id", "purpose")}
        paper = _paper(about["purpose"], words)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        return Response({"detail": links.enter_paper(**about, **who, **paper)})


def _paper(purpose: str, words: dict[str, Any]) -> dict[str, Any]:
    """What the actions take of a signed paper: the answer as its form reads it, and the scan."""
    if not isinstance(words["answer"], dict):
        raise InputRefused(Fault("answer", "invalid", "所填内容应为 JSON 对象"))
    form = purposes.find(purpose).question(words["answer"])
    if not form.is_valid():
        raise InputRefused(*_faults(form))
    scan = words["scan"]
    head = scan.read(HEAD)
    scan.seek(0)
    return {
        "answer": form.cleaned_data,
        "signed_name": words["signed_name"],
        "scan_name": scan.name,
        "scan_type": scan_type(head, scan.size),
        "scan": scan.chunks(),
    }


def _faults(form: Any) -> list[Fault]:
    return [
        Fault(f"answer.{name}", "invalid", str(words[0])) for name, words in form.errors.items()
    ]


ROUTES = (("links", LinkViewSet),)
