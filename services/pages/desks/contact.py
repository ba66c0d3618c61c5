"""Showing a telephone number, once, to whoever is about to call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from services.actions import ticket_contacts
from services.pages.desks.one import TicketPage


class ContactAct(TicketPage):
    """The page of the ticket with the whole number; the look is in the trail."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = ticket_contacts.reveal(self.ticket.pk, access=self.access, at=timezone.now())
        return self.render_to_response(self.get_context_data(contact_phone=found.contact_phone))
