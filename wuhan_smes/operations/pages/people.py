"""个人信息: what is kept of one person, shown, handed out, or taken out at his request.

His number is only ever in the body of what is sent, never in an address, which logs keep.
"""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wuhan_smes.operations.actions import people
from wuhan_smes.operations.personal import Found
from wuhan_smes.web.acts import REFUSED, Do, attempt
from wuhan_smes.web.pages import ScopedPage


class PersonForm(forms.Form):
    """Who, and on which request."""

    use_required_attribute = False

    phone = forms.CharField(
        label="电话", required=False, max_length=30, help_text="各处写法不同也能找到"
    )
    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=60,
        help_text="没有电话时按姓名查找，可能含同名的人",
    )
    reason = forms.CharField(
        label="依据", max_length=200, help_text="如书面申请的编号，记入操作留痕"
    )


class PersonPage(ScopedPage):
    """First it only shows, with what would go and what must stay; each use asks for a fresh proof
    and leaves an entry.
    """

    capability = None
    title = "个人信息"
    template_name = "operations/person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.access.offered().reach(people.ANSWER)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: list[Found] | None = kwargs.get("found")
        form = kwargs.pop("form", None) or PersonForm()
        seen = people.mark_of(found) if found else ""
        going = [it for it in found or () if not it.why]
        return super().get_context_data(form=form, seen=seen, going=going, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.access.reach(people.ANSWER)
        form = PersonForm(request.POST)
        done: Any = REFUSED
        what = request.POST.get("do", "look")
        acts: dict[str, Do] = {"export": self._export, "forget": self._forget}
        if form.is_valid():
            done = attempt(form, acts.get(what, self._look))
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        if what == "export":
            return _file(done)
        if what == "forget":
            gone, staying = done
            messages.success(request, f"已删除 {gone} 处，保留 {len(staying)} 处")
            return redirect("personal-requests")
        return self.render_to_response(self.get_context_data(form=form, found=done))

    def _look(self, **words: str) -> list[Found]:
        return people.look_up(access=self.access, at=timezone.now(), **words)

    def _export(self, **words: str) -> list[dict[str, Any]]:
        return people.export(access=self.access, at=timezone.now(), **words)

    def _forget(self, *, phone: str, reason: str, **_: str) -> tuple[int, list[Found]]:
        seen = self.request.POST.get("seen", "") or "nothing"
        return people.forget(
            access=self.access, at=timezone.now(), phone=phone, reason=reason, seen=seen
        )


def _file(found: list[dict[str, Any]]) -> HttpResponse:
    """To be saved; its name tells nobody whose it is."""
    text = json.dumps(found, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="personal.json"'
    return response
