"""Long lists made in the background: offered, ordered, fetched."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.reporting.actions import exports
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.door import about, address_of
from wuhan_smes.reporting.run import require_layout
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.sources import find, plain
from wuhan_smes.web.pages import Crumb, ScopedPage


class OfferPage(ScopedPage):
    """A very long list: have it made in the background, or wait for it here after all."""

    # Who may see the list is decided by the list itself.
    capability = None
    title = "导出名单"
    template_name = "operations/export_offer.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("导出中心", reverse("exports")), Crumb("导出名单")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        name, layout = given.get("list", ""), given.get("layout", "")
        require_layout(layout)
        words = QueryDict(given.get("words", ""))
        listed = find(name).listed(words, self.access)
        now = QueryDict(mutable=True)
        now.update({**words.dict(), "layout": layout, "now": "1"})
        return super().get_context_data(
            listed=listed,
            about=about(listed.rows),
            layout=Layout(layout),
            words=words.urlencode(),
            now_url=f"{address_of(name)}?{now.urlencode()}",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ordered = exports.order(
            request.POST.get("list", ""),
            access=self.access,
            at=timezone.now(),
            words=plain(QueryDict(request.POST.get("words", ""))),
            layout=request.POST.get("layout", ""),
        )
        messages.success(request, f"{ordered.number} 已提交，完成后可在本页下载，有效期 7 天")
        return redirect("exports")


class ExportFile(ScopedPage):
    """The file of one's own export."""

    capability = None
    title = "下载"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        stored = exports.fetch(self.kwargs["pk"], access=self.access, at=timezone.now())
        return file_response(stored, self.access)
