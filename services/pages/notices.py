"""提醒: the bell's count, the list, and marking it read."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from services.actions.notice_ways import offered
from services.actions.notices import mark_read
from services.models import Notice, NoticeWay
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import ScopedPage

NEWEST_FIRST: Final = {"-at": ("-at", "-id")}
MANY: Final = 99


class NoticesPage(ScopedPage):
    """One's own reminders, newest first; `?unread=1` leaves out what was read."""

    capability = None
    title = "提醒"
    template_name = "services/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Notice.objects.of(self.access).select_related("ticket")
        only_unread = self.request.GET.get("unread") == "1"
        if only_unread:
            rows = rows.unread()
        page = listing(self.request, rows, orderings=NEWEST_FIRST, ordering="-at")
        unread = Notice.objects.of(self.access).unread().count()
        known = {way.kind: way for way in NoticeWay.objects.of(self.access)}
        return super().get_context_data(
            page=page,
            only_unread=only_unread,
            unread=unread,
            ways=[(kind, known.get(kind)) for kind in offered()],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """The button 全部标为已读, or 标为已读 of one row."""
        given = request.POST.get("notice", "")
        one = int(given) if given.isdecimal() else None
        mark_read(access=self.access, at=timezone.now(), notice_id=one)
        return redirect("notices")


class UnreadCount(ScopedPage):
    """What stands in the bell; loaded after the page, so that no page waits for it."""

    capability = None
    title = "提醒"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = Notice.objects.of(self.access).unread()[: MANY + 1].count()
        if not count:
            return HttpResponse("")
        shown = f"{MANY}+" if count > MANY else str(count)
        return HttpResponse(
            format_html(
                '<span class="badge bad">{}</span><span class="unseen">条未读</span>', shown
            )
        )
