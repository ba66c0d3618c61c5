"""The page behind a link: no sign-in, no menu, nothing but what the link is about."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from wuhan_smes.errors import ActionRefused, InputRefused
from wuhan_smes.links import visiting
from wuhan_smes.links.rules import LinkRefused
from wuhan_smes.web.context import product
from wuhan_smes.web.identity import access_of

MISSING = frozenset({"link_unknown"})
WAITING = frozenset({"link_busy"})
# Said on the form, which stays: the link itself is good.
ABOUT_THE_CODE = frozenset({"link_code", "link_code_soon", "link_code_often", "link_code_unsent"})


@method_decorator(never_cache, name="dispatch")
class LinkPage(View):
    """Shows the question of an open link, and takes its answer once.

    The address is the secret: nothing the page loads or leads to is told more of it than the host.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            link = self._opened(request, secret)
        except LinkRefused as refusal:
            return self._refused(request, refusal)
        return self._asked(request, link, link.purpose.question())

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            link = self._opened(request, secret)
            if access_of(request).actor_id is not None:
                return self._told(request, "请由企业填写", STAFF, 409)
            form = link.purpose.question(request.POST)
            if "send_code" in request.POST:
                return self._code_sent(request, link)
            if not form.is_valid():
                return self._asked(request, link, form, status=400)
            return self._answered(request, link, form)
        except LinkRefused as refusal:
            return self._refused(request, refusal)

    def _code_sent(self, request: HttpRequest, link: visiting.Opened) -> HttpResponse:
        """The form as it was filled in so far, not yet judged, and word of the message."""
        form = link.purpose.question(initial=request.POST.dict())
        try:
            visiting.send_code(link, at=timezone.now())
        except LinkRefused as refusal:
            if refusal.code not in ABOUT_THE_CODE:
                raise
            return self._asked(request, link, form, said=refusal.message, status=429)
        return self._asked(request, link, form, said="验证码已发送，请查收短信。")

    def _answered(self, request: HttpRequest, link: visiting.Opened, form: Any) -> HttpResponse:
        try:
            said = visiting.answer(
                link,
                at=timezone.now(),
                words=form.cleaned_data,
                signed_name=request.POST.get("signed_name", ""),
                code=request.POST.get("code", ""),
            )
        except InputRefused as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field if fault.field in form.fields else None, fault.detail)
            return self._asked(request, link, form, status=400)
        except LinkRefused as refusal:
            if refusal.code not in ABOUT_THE_CODE:
                raise
            form.add_error(None, refusal.message)
            return self._asked(request, link, form, status=400)
        except ActionRefused as refusal:
            return self._told(request, "未能办理", refusal.message, 409)
        return self._told(request, "已收到", said, 200)

    def _opened(self, request: HttpRequest, secret: str) -> visiting.Opened:
        address = request.META.get("REMOTE_ADDR")
        return visiting.opened(secret, at=timezone.now(), address=address)

    def _asked(
        self,
        request: HttpRequest,
        link: visiting.Opened,
        form: Any,
        *,
        said: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "title": link.purpose.label,
            "product": product(),
            "link": link,
            "form": form,
            "said": said,
            "signed_name": request.POST.get("signed_name", ""),
        }
        return render(request, "links/link.html", context, status=status)

    def _refused(self, request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
        status = 404 if refusal.code in MISSING else 429 if refusal.code in WAITING else 410
        return self._told(request, "链接不能使用", refusal.message, status)

    def _told(self, request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
        context = {"title": title, "product": product(), "sentence": sentence}
        return render(request, "links/told.html", context, status=status)


STAFF = "您正以平台账号登录。此链接由企业填写；企业在纸上签字的，请在平台内使用“代企业填写”。"
