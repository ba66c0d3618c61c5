"""One's own sessions over HTTP. A program may see them; ending is for whoever sits at a screen."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.accounts.actions import sessions
from wuhan_smes.accounts.api.keys import refuse_programs
from wuhan_smes.accounts.api.people import NothingBody
from wuhan_smes.accounts.models import Session
from wuhan_smes.accounts.sessions import current_session
from wuhan_smes.web.serializers import ProductModelSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class SessionSerializer(ProductModelSerializer):
    """Where one is signed in. `handle` names the session and opens nothing."""

    device = serializers.CharField()
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = ["handle", "device", "address", "started_at", "seen_at", "is_current"]

    def get_is_current(self, session: Session) -> bool:
        asked = self.context["request"]._request  # noqa: SLF001 - DRF's name for Django's request
        return session.handle == current_session(asked)


class OthersSerializer(serializers.Serializer):
    """How many were ended."""

    ended = serializers.IntegerField()


class SessionViewSet(mixins.ListModelMixin, ScopedViewSet):
    """The caller's own open sessions."""

    view_capability = None
    queryset = Session.scoped.order_by("-seen_at")
    serializer_class = SessionSerializer
    pagination_class = None
    lookup_field = "handle"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> Any:
        return Session.scoped.of(self.access).open(timezone.now()).order_by("-seen_at")

    @extend_schema(request=NothingBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, handle: UUID) -> Response:
        """结束自己的一处登录；正在使用的这一处请退出登录。"""
        refuse_programs(request)
        NothingBody(data=request.data).is_valid(raise_exception=True)
        current = current_session(request._request)  # noqa: SLF001 - DRF's name for Django's request
        sessions.end(handle, access=self.access, at=timezone.now(), current=current)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=NothingBody, responses=OthersSerializer)
    @action(detail=False, methods=["post"], url_path="end-others")
    def end_others(self, request: Request) -> Response:
        """结束自己的其他登录，只留正在使用的这一处。"""
        refuse_programs(request)
        NothingBody(data=request.data).is_valid(raise_exception=True)
        current = current_session(request._request)  # noqa: SLF001 - DRF's name for Django's request
        ended = sessions.end_others(access=self.access, at=timezone.now(), current=current)
        return Response({"ended": ended})
