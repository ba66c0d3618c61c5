"""Files of a ticket at a desk: sent along with a move, fetched from the page."""

from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone

from services.actions.tickets import attaching
from services.pages.desks.one import OfTicket
from wuhan_smes.access import Access
from wuhan_smes.reporting.serving import file_response


def keep_files(request: HttpRequest, ticket_id: int, access: Access) -> None:
    """Keep what was sent along with the step just made; one that is refused refuses the step."""
    for file in request.FILES.getlist("attachments"):
        attaching.attach(
            ticket_id, access=access, at=timezone.now(), name=file.name or "", data=file.read()
        )


class AttachmentPage(OfTicket):
    """One file, to be saved."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        rows = self.ticket.attachments.select_related("file")
        found = rows.filter(pk=self.kwargs["attachment"]).first()
        if found is None:
            raise Http404
        return file_response(found.file, self.access)
