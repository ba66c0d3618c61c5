"""未归入事项的历史兑付: what lists of the past call something nobody has told us the matter of."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.pages.cultivation_acts import sound
from measures.actions import matters
from measures.models import Matter
from measures.queries.unmapped import unmapped
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.web.pages import Crumb, ScopedPage

MOST = 200


class MapForm(forms.Form):
    written = forms.CharField(label="原文写法", max_length=200)
    matter = forms.IntegerField(label="同一事项")


class UnmappedPage(ScopedPage):
    """Until a spelling is put to a matter, what was paid under it counts for nothing."""

    capability = Capability.PAYMENT_VIEW
    title = "未归入事项的历史兑付"
    template_name = "money/unmapped.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现事项", reverse("entitlements")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(unmapped(reach=self.access.reach(Capability.PAYMENT_VIEW)))
        edit = Capability.PROGRAMME_EDIT
        may_map = self.access.holds(edit) and self.access.reach(edit).everywhere
        return super().get_context_data(
            rows=rows[:MOST],
            found=len(rows),
            payments=sum(row.payments for row in rows),
            matters=Matter.objects.order_by("title") if may_map else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self._put(**sound(MapForm(request.POST)))
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "已归入；下次查找时计入已兑付")
        return redirect("unmapped-payments")

    def _put(self, written: str, matter: int) -> None:
        reach = self.access.reach(Capability.PROGRAMME_EDIT)
        row = Matter.objects.within(reach).get(pk=matter)
        known = list(row.spellings.values_list("written", flat=True))
        matters.amend(
            row.pk,
            access=self.access,
            at=timezone.now(),
            values={"spellings": [*known, written]},
            expected_version=row.version,
        )
