"""One move for many tickets: all of them or none, or as many as can, each result named."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import example
from services.actions.tickets.moves import MOVES
from services.api import ticket_bodies as bodies
from services.api.ticket_verbs import Body, TicketVerbs
from services.choices.tickets import TicketMove as Move
from services.models import Ticket
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.problems import MEDIA_TYPE, problem
from wuhan_smes.web.serializers import ProductSerializer

MOST: Final = 200
# The moves a desk makes by the dozen, and what they are given.
BULK: Final[Mapping[str, tuple[Move, Body]]] = {
    "triage": (Move.TRIAGE, bodies.TicketTriageBody),
    "accept": (Move.TRIAGE, bodies.TicketTriageBody),
    "decline": (Move.DECLINE, bodies.TicketReasonBody),
    "assign": (Move.ASSIGN, bodies.TicketAssignBody),
    "transfer": (Move.TRANSFER, bodies.TicketHandOnBody),
    "sign": (Move.SIGN, bodies.TicketNoteBody),
    "remind": (Move.REMIND, bodies.TicketNoteBody),
    "supervise": (Move.SUPERVISE, bodies.TicketToldBody),
    "audit": (Move.AUDIT, bodies.TicketNoteBody),
    "close": (Move.CLOSE, bodies.TicketCloseBody),
}


@example({"ids": [12, 13], "all_or_nothing": True, "words": {"note": "请尽快办理"}})
class TicketBulkBody(ProductSerializer):
    ids = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=MOST)
    all_or_nothing = serializers.BooleanField(default=True)
    words = serializers.DictField(default=dict, help_text="该动作的内容，同单件办理")


class TicketBulkResultSerializer(serializers.Serializer):
    """What became of one ticket: `done`, or the code and sentence of the refusal."""

    id = serializers.IntegerField()
    done = serializers.BooleanField()
    code = serializers.CharField()
    detail = serializers.CharField()


class TicketBulkAnswerSerializer(serializers.Serializer):
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = TicketBulkResultSerializer(many=True)


class BulkMoves(TicketVerbs):
    """The bulk door of the tickets."""

    @extend_schema(request=TicketBulkBody, responses={200: TicketBulkAnswerSerializer})
    @action(detail=False, methods=["post"], url_path="bulk/<slug:move>")
    def bulk(self, request: Request, move: str) -> Response:
        """批量办理：默认全部成功才生效；all_or_nothing 为 false 时能办的先办，逐件列明结果。"""
        if move not in BULK:
            raise NotFound(f"没有批量动作“{move}”，可用：{'、'.join(BULK)}")
        chosen, body = BULK[move]
        asked = self.words(request, TicketBulkBody)
        given = body(data=asked["words"], context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        results = self._each(chosen, sorted(set(asked["ids"])), dict(given.validated_data))
        refused = sum(not it["done"] for it in results)
        if refused and asked["all_or_nothing"]:
            # Answered with 409, so that the request's transaction takes back what was done.
            undone = [{**it, "done": False} for it in results]
            sentence = f"{refused} 件不能办理，全部未办"
            answer = problem(409, "bulk_refused", sentence, done=0, refused=refused, results=undone)
            return Response(answer, status=409, content_type=MEDIA_TYPE)
        answer = {"done": len(results) - refused, "refused": refused, "results": results}
        return Response(answer)

    def _each(self, move: Move, ids: list[int], words: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Each in a savepoint of its own, in the order of their ids, as every act locks them."""
        at, results = timezone.now(), []
        if "measure_id" in words:
            words = {**words, "measure_id": words["measure_id"].pk}
        for pk in ids:
            code, detail = "", ""
            try:
                with transaction.atomic():
                    MOVES[move](pk, access=self.access, at=at, **words)
            except ActionRefused as refusal:
                code, detail = refusal.code, refusal.message
            except Ticket.DoesNotExist:
                code, detail = "not_found", "没有找到，或不在您的管理范围内"
            results.append({"id": pk, "done": not code, "code": code, "detail": detail})
        return results
