"""The moves of a ticket over HTTP: words checked, one action called, the ticket shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions.tickets import asking
from services.actions.tickets.moves import MOVES
from services.api import ticket_bodies as bodies
from services.api.ticket_shown import TicketRequestSerializer, TicketSerializer, shown
from services.choices.tickets import TicketMove as Move
from services.models import Ticket
from services.models.ticket_events import ASKED as REQUESTED
from services.queries.ticket_labels import state_labels
from services.queries.ticket_sides import may
from services.querysets.tickets import reaches
from services.rules.tickets import way
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

Body = type[ProductSerializer]
ASKED: Final = "负责人可直接办理（200）；承办方提出申请，等待审批（202）。"


class TicketVerbs(ScopedViewSet):
    """What a move needs of its viewset."""

    def words(self, request: Request, body: Body) -> dict[str, Any]:
        """The request's body, checked for shape; faults name their fields."""
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        words = dict(serializer.validated_data)
        if "measure_id" in words:
            words["measure_id"] = words["measure_id"].pk
        return words

    def version_if_sent(self, request: Request, pk: int) -> int | None:
        return self.expected_version(request, pk) if "If-Match" in request.headers else None

    def move(self, request: Request, pk: int, move: Move, body: Body) -> Response:
        """Make one move, or ask for it where the caller may only ask.

        The action reads and holds the ticket; it is looked at before only where that decides.
        """
        try:
            words = self.words(request, body)
        except ValidationError:
            self.get_object()  # a ticket out of reach is not found, whatever was said
            raise
        words["expected_version"] = self.version_if_sent(request, pk)
        at = timezone.now()
        if move in REQUESTED and self._only_asks(self.get_object(), move):
            asked = asking.ask(pk, access=self.access, at=at, move=move, **words)
            return Response(TicketRequestSerializer(asked).data, status=status.HTTP_202_ACCEPTED)
        return self._told(MOVES[move](pk, access=self.access, at=at, **words), at=at)

    def shown(
        self, pk: int, *, at: datetime | None = None, status_code: int = status.HTTP_200_OK
    ) -> Response:
        """The ticket as it is now, with its ETag. Raises Http404 out of reach."""
        rows = Ticket.objects.within(self.access.reach(Capability.TICKET_VIEW))
        found = rows.with_names().filter(pk=pk).first()
        if found is None:
            raise Http404
        return self._told(found, at=at or timezone.now(), status_code=status_code)

    def _told(
        self, ticket: Ticket, *, at: datetime, status_code: int = status.HTTP_200_OK
    ) -> Response:
        """A ticket at hand, to who may look at it."""
        if not reaches(self.access.reach(Capability.TICKET_VIEW), ticket):
            raise Http404
        told = shown(ticket, access=self.access, at=at, labels=state_labels())
        return self.versioned(ticket, told, status_code)

    def _only_asks(self, ticket: Ticket, move: Move) -> bool:
        row = way(ticket.state, move)
        return bool(row.asked_by) and not may(row.who, ticket, self.access)


def verb(
    name: str, move: Move, body: Body, *, path: str = "", note: str = ""
) -> Callable[..., Any]:
    """One POSTed move. The same move may answer to two names."""

    def perform(self: TicketVerbs, request: Request, pk: int) -> Response:
        return self.move(request, pk, move, body)

    perform.__name__ = name
    asks = {202: TicketRequestSerializer} if note == ASKED else {}
    act = action(detail=True, methods=["post"], url_path=path or name)(perform)
    described: Callable[..., Any] = extend_schema(
        request=body,
        responses={200: TicketSerializer, **asks},
        description=f"{move.label}。{note}",
    )(act)
    return described


class TicketMoves(TicketVerbs):
    """Every move of the state table, by its own address; `accept` is triage, `resolve` is reply."""

    submit = verb("submit", Move.SUBMIT, bodies.TicketEmptyBody)
    triage = verb("triage", Move.TRIAGE, bodies.TicketTriageBody)
    accept = verb("accept", Move.TRIAGE, bodies.TicketTriageBody)
    decline = verb("decline", Move.DECLINE, bodies.TicketReasonBody)
    answer = verb("answer", Move.ANSWER, bodies.TicketToldBody, note="仅限咨询，即答即结。")
    self_handle = verb("self_handle", Move.SELF_HANDLE, bodies.TicketNoteBody, path="self-handle")
    refer = verb("refer", Move.REFER, bodies.TicketReferBody)
    assign = verb("assign", Move.ASSIGN, bodies.TicketAssignBody)
    arbitrate = verb("arbitrate", Move.ARBITRATE, bodies.TicketHandOnBody)
    transfer = verb("transfer", Move.TRANSFER, bodies.TicketHandOnBody)
    sign = verb("sign", Move.SIGN, bodies.TicketNoteBody)
    send_return = verb(
        "send_return", Move.RETURN, bodies.TicketReasonBody, path="return", note=ASKED
    )
    progress = verb("progress", Move.PROGRESS, bodies.TicketProgressBody)
    suspend = verb("suspend", Move.SUSPEND, bodies.TicketSuspendBody, note=ASKED)
    resume = verb("resume", Move.RESUME, bodies.TicketNoteBody)
    extend = verb("extend", Move.EXTEND, bodies.TicketExtendBody, note=ASKED)
    remind = verb("remind", Move.REMIND, bodies.TicketNoteBody)
    supervise = verb("supervise", Move.SUPERVISE, bodies.TicketToldBody)
    study = verb("study", Move.STUDY, bodies.TicketStudyBody)
    put_on_list = verb("put_on_list", Move.LIST, bodies.TicketListBody, path="list", note=ASKED)
    reply = verb("reply", Move.REPLY, bodies.TicketReplyBody)
    resolve = verb("resolve", Move.REPLY, bodies.TicketReplyBody)
    audit = verb("audit", Move.AUDIT, bodies.TicketNoteBody)
    send_back = verb("send_back", Move.SEND_BACK, bodies.TicketReasonBody, path="send-back")
    survey = verb("survey", Move.SURVEY, bodies.TicketSurveyBody)
    close = verb("close", Move.CLOSE, bodies.TicketCloseBody)
    reopen = verb("reopen", Move.REOPEN, bodies.TicketReasonBody)
    merge = verb("merge", Move.MERGE, bodies.TicketMergeBody)
    unmerge = verb("unmerge", Move.UNMERGE, bodies.TicketReasonBody)
