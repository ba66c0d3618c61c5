"""Reaching the enterprise: its telephone number, or a link to answer the call-back by itself."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from services.actions import ticket_contacts
from services.pages.desks.one import TicketPage
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.actions.links import issue


class ContactAct(TicketPage):
    """The page of the ticket with the whole number; the look is in the trail."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        found = ticket_contacts.reveal(
            self.ticket.pk, access=self.access, at=timezone.now(), reason=reason
        )
        return self.render_to_response(self.get_context_data(contact_phone=found.contact_phone))


class AskEnterprise(TicketPage):
    """A link by which the enterprise says itself whether it is satisfied; shown once, here."""

    http_method_names = ["post"]
    capability = Capability.TICKET_CLOSE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                link, secret = issue(
                    self.ticket.pk, access=self.access, at=timezone.now(), purpose="ticket_survey"
                )
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
            return redirect(self.address)
        address = request.build_absolute_uri(reverse("link", args=[secret]))
        context = self.get_context_data(survey_link=address, survey_link_until=link.expires_at)
        return self.render_to_response(context)
