"""Old numbers of enterprises that were merged into others."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from enterprises.models import Enterprise
from enterprises.queries.merges import survivor_of
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import ScopedPage


class LeadsOn(ScopedPage):
    """A page of one enterprise: the number of a row that was merged into another leads there, with
    the same question, and says so.
    """

    capability: ClassVar[Capability]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = self.access.reach(self.capability)
        lives_on = survivor_of(kwargs["pk"], reach=reach)
        if lives_on is None:
            return super().get(request, *args, **kwargs)
        rows = Enterprise.objects.within(reach).filter(pk=kwargs["pk"])
        if (gone := rows.values_list("name", flat=True).first()) is not None:
            messages.info(request, f"“{gone}”（编号 {kwargs['pk']}）已并入本企业，已为您转到这里")
        asked = request.GET.urlencode()
        page = reverse(request.resolver_match.view_name, args=[lives_on])  # type: ignore[union-attr] # a page was found
        return redirect(f"{page}?{asked}" if asked else page)
