"""What the buttons of a ticket do: make a move, ask for one, decide what was asked."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from services.actions.tickets import asking
from services.actions.tickets.moves import MOVES
from services.choices.tickets import TicketMove
from services.models import Ticket
from services.pages.desks.fields import MoveForm
from services.pages.desks.files import keep_files
from services.pages.desks.one import OfTicket, TicketPage
from services.queries.ticket_labels import state_labels
from services.rules.tickets import way
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, InputRefused, StaleVersion, TransitionRefused
from wuhan_smes.web.constraints import explain

REFUSED = 409


class MovePage(TicketPage):
    """The ticket with one form open, and what sending that form does.

    A refusal comes back on the form, with every word kept. When somebody was faster, the page says
    who did what meanwhile; the form may be sent again if the ticket still takes the move.
    """

    http_method_names = ["get", "post", "head", "options"]
    asking = False

    @property
    def move(self) -> TicketMove:
        name = self.kwargs["move"]
        if name not in TicketMove.values:
            raise Http404
        return TicketMove(name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("buttons", self.buttons(move=self.move, asking=self.asking))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            row = way(self.ticket.state, self.move)
        except TransitionRefused as refusal:
            return self._overtaken(refusal.message)
        form = MoveForm(row, self.ticket, self.access, asking=self.asking, data=request.POST)
        if not form.is_valid():
            return self._again(form, status=400)
        try:
            with transaction.atomic():
                self._do(**form.cleaned_data)
                keep_files(request, self.ticket.pk, self.access)
        except (StaleVersion, TransitionRefused) as refusal:
            return self._overtaken(refusal.message)
        except InputRefused as refusal:
            for fault in refusal.faults:
                form.say(fault.field, fault.detail)
            return self._again(form, status=400)
        except ActionRefused as refusal:
            form.add_error(None, refusal.message)
            return self._again(form, status=REFUSED)
        except IntegrityError as error:
            form.add_error(None, explain(error).detail)
            return self._again(form, status=REFUSED)
        messages.success(request, self._done())
        return self._leave()

    def _do(self, **words: Any) -> None:
        act = MOVES[self.move]
        act(self.ticket.pk, access=self.access, at=timezone.now(), **words)

    def _done(self) -> str:
        now = self._afresh()
        if now is None:
            return f"{self.ticket.number} 已{self.move.label}，不再属于您的范围"
        with_whom = f"，现由{now.holder_name}办理" if now.holder_name else ""
        state = state_labels()[now.state]
        stands = "" if state == self.move.label else f"，{state}"
        return f"已{self.move.label}{stands}{with_whom}"

    def _leave(self) -> HttpResponse:
        """To the ticket, or to the desk when it left this person's reach."""
        return redirect("tickets") if self._afresh() is None else redirect(self.address)

    def _afresh(self) -> Ticket | None:
        reach = self.access.reach(Capability.TICKET_VIEW)
        return Ticket.objects.within(reach).filter(pk=self.kwargs["pk"]).first()

    def _again(self, form: MoveForm, *, status: int) -> HttpResponse:
        buttons = self.buttons(asked=form, move=self.move, asking=self.asking)
        return self.render_to_response(self.get_context_data(buttons=buttons), status=status)

    def _overtaken(self, sentence: str) -> HttpResponse:
        """Somebody else was faster: the ticket as it is now, and the words that were typed."""
        del self.ticket
        last = self.ticket.steps.order_by("-ordinal").first()
        kept = self._kept()
        context = self.get_context_data(
            buttons=self.buttons(asked=kept, move=self.move, asking=self.asking),
            overtaken={
                "sentence": sentence,
                "step": last,
                "state": state_labels()[self.ticket.state],
                "words": typed(self.request.POST),
            },
        )
        return self.render_to_response(context, status=REFUSED)

    def _kept(self) -> MoveForm | None:
        """The form once more with what was typed, for the ticket as it is now."""
        try:
            row = way(self.ticket.state, self.move)
        except TransitionRefused:
            return None
        again = self.request.POST.copy()
        again["expected_version"] = str(self.ticket.version)
        return MoveForm(row, self.ticket, self.access, asking=self.asking, data=again)


class AskPage(MovePage):
    """The same for what only a lead may do: the handler asks."""

    asking = True

    def _do(self, **words: Any) -> None:
        asking.ask(
            self.ticket.pk, access=self.access, at=timezone.now(), move=self.move.value, **words
        )

    def _done(self) -> str:
        return f"已申请{self.move.label}，等待管理单位负责人审批"


class DecideAct(OfTicket):
    """A lead agrees to what was asked, or says why not; back to where he came from."""

    http_method_names = ["post"]
    capability = Capability.TICKET_APPROVE
    acts: Mapping[str, tuple[Callable[..., Ticket], str]] = {
        "approve": (asking.approve, "已同意"),
        "refuse": (asking.refuse, "已答复不同意"),
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("verdict") not in self.acts:
            raise Http404
        act, done = self.acts[request.POST["verdict"]]
        key = request.POST.get("request", "")
        try:
            with transaction.atomic():
                act(
                    self.ticket.pk,
                    int(key) if key.isdecimal() and len(key) < 19 else 0,
                    access=self.access,
                    at=timezone.now(),
                    note=request.POST.get("note", "").strip(),
                )
        except ActionRefused as refusal:
            messages.error(request, f"{self.ticket.number}：{refusal.message}")
        else:
            messages.success(request, f"{self.ticket.number}：{done}")
        return redirect("ticket-approvals" if "approvals" in request.POST else self.address)


def typed(words: Any) -> list[str]:
    """What a person wrote by hand, so that none of it is lost."""
    return [text for name in ("note", "reason") if (text := words.get(name, "").strip())]
