"""One's own tokens over HTTP. A program cannot make itself another key."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.api.people import NothingBody
from wuhan_smes.accounts.models import ApiToken
from wuhan_smes.errors import NotPermitted
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

AT_THE_SCREEN: Final = "令牌与登录只能在登录网页后办理"


class TokenSerializer(ProductModelSerializer):
    """A key as it can be recognised later: its beginning, never the whole."""

    class Meta:
        model = ApiToken
        fields = [
            "token_key",
            "name",
            "may_write",
            "bound_to",
            "scopes",
            "created",
            "expiry",
            "last_used_on",
        ]


class IssuedSerializer(TokenSerializer):
    """The answer to issuing, and the only place the key is ever shown."""

    token = serializers.CharField()

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class TokenBody(ProductSerializer):
    name = serializers.CharField(max_length=100, help_text="用途")
    days = serializers.IntegerField(min_value=1, max_value=tokens.LONGEST_DAYS, default=90)
    may_write = serializers.BooleanField(default=False)
    bound_to = serializers.SlugField(
        max_length=40,
        default="",
        allow_blank=True,
        help_text="只供某一渠道登记和查询诉求，如 hanqitong",
    )
    scopes = serializers.ListField(
        child=serializers.CharField(max_length=40),
        default=list,
        max_length=20,
        help_text="要求验证本人的权限须逐项写明，如 payment.release；不写则令牌没有",
    )


class TokenViewSet(mixins.ListModelMixin, ScopedViewSet):
    """The caller's own tokens."""

    view_capability = None
    queryset = ApiToken.scoped.order_by("-created")
    serializer_class = TokenSerializer
    secret_actions = frozenset({"create"})
    pagination_class = None
    lookup_field = "token_key"
    lookup_value_converter = "str"

    def get_queryset(self) -> Any:
        return ApiToken.scoped.filter(user_id=self.access.actor_id).order_by("-created")

    @extend_schema(request=TokenBody, responses={201: IssuedSerializer})
    def create(self, request: Request) -> Response:
        refuse_programs(request)
        body = TokenBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = tokens.issue(
            self.access.actor_id or 0, access=self.access, at=timezone.now(), **body.validated_data
        )
        shown = TokenSerializer(made.token).data | {"token": made.secret}
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(request=NothingBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, token_key: str) -> Response:
        refuse_programs(request)
        NothingBody(data=request.data).is_valid(raise_exception=True)
        self.get_object()
        tokens.revoke(token_key, access=self.access, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def refuse_programs(request: Request) -> None:
    """What touches one's own ways in is for whoever sits at a screen."""
    if request.auth is not None:
        raise NotPermitted(AT_THE_SCREEN)
