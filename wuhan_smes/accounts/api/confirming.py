"""Proving anew to be oneself, over HTTP, for whoever works through a session."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.accounts.api.keys import refuse_programs
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.proving import Proof
from wuhan_smes.web.confirmation import confirmed, wrong_words
from wuhan_smes.web.problems import MEDIA_TYPE, FieldProblem, problem
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class AnswerBody(ProductSerializer):
    answer = serializers.CharField(
        max_length=128,
        write_only=True,
        trim_whitespace=False,
        help_text="验证器应用的验证码；没有启用两步验证的，为密码",
    )


class ConfirmingViewSet(ScopedViewSet):
    """The caller himself."""

    view_capability = None
    queryset = User.objects.order_by("pk")
    pagination_class = None
    secret_actions = frozenset({"confirm"})

    @extend_schema(request=AnswerBody, responses={204: None})
    @action(detail=False, methods=["post"])
    def confirm(self, request: Request) -> Response:
        """验证是本人：此后一段时间内，有关请求不再答 confirmation_required。"""
        refuse_programs(request)
        body = AnswerBody(data=request.data)
        body.is_valid(raise_exception=True)
        asked = request._request  # noqa: SLF001 - DRF's name for Django's request
        proof = confirmed(asked, body.validated_data["answer"])
        if proof is Proof.RIGHT:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return _counted(proof, wrong_words(asked))


def _counted(proof: Proof, words: str) -> Response:
    """A wrong answer is an answer, not an exception: that it was given stays written down."""
    if proof is Proof.LOCKED:
        body, code = problem(429, "locked", "连续输错，已锁定，请稍后再试"), 429
    else:
        field = FieldProblem("/answer", "wrong_answer", words)
        body, code = problem(400, "invalid", words, [field]), 400
    response = Response(body, status=code, content_type=MEDIA_TYPE)
    response.keeps_writes = True  # type: ignore[attr-defined] # read by ScopeMiddleware
    response.decided_by_action = True  # type: ignore[attr-defined] # read by idempotency
    return response
