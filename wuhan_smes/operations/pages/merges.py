"""合并: all that would move and how conflicts are settled, then the button; and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import merges
from enterprises.models import Enterprise, Merge
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.pages import Crumb, ScopedPage


class MergePage(ScopedPage):
    """Joining the enterprise of the address to `into`; nothing happens before the button."""

    capability = Capability.REGISTER_EDIT
    title = "合并企业"
    template_name = "operations/merge.html"
    model = Enterprise

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb("企业", reverse("enterprises")),
            Crumb("重复核对", reverse("duplicates")),
            Crumb(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        into = _number(self.request.GET.get("into", ""))
        preview = merges.preview(self.kwargs["pk"], access=self.access, into_id=into)
        return super().get_context_data(preview=preview, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = merges.merge(
            pk,
            access=self.access,
            at=timezone.now(),
            into_id=_number(request.POST.get("into", "")),
            reason=request.POST.get("reason", ""),
            expected_version=_number(request.POST.get("version", "")),
        )
        messages.success(request, f"已将“{done.gone_name}”并入本企业；如有误，可在下方撤销")
        return redirect("enterprise", done.into_id)


class UndoMerge(ScopedPage):
    """撤销合并: both stand by themselves again."""

    capability = Capability.REGISTER_EDIT
    title = "撤销合并"
    http_method_names = ["post"]
    model = Merge

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        done = merges.undo(pk, access=self.access, at=timezone.now(), reason=reason)
        messages.success(request, "合并已撤销，并入方的记录连同其后的修改已归还")
        return redirect("enterprise", done.gone_id)


def _number(text: str) -> int:
    """An id from the address. Refuses anything else."""
    if not text.isdecimal() or len(text) > 18:
        raise InputRefused(Fault("into", "invalid", "请先选择要并入的企业"))
    return int(text)
