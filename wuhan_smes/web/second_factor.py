"""两步验证: setting up one's own, and taking away one that somebody lost."""

from typing import Any, cast

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.accounts import one_time
from wuhan_smes.accounts.actions import second_factor
from wuhan_smes.accounts.models import SecondFactor, User
from wuhan_smes.accounts.proving import Proof, prove
from wuhan_smes.accounts.sessions import current_session
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.entrance import WITH_CODE, remember_proof
from wuhan_smes.web.forms import CodeForm
from wuhan_smes.web.pages import Crumb, ScopedPage
from wuhan_smes.web.product import SHORT_NAME
from wuhan_smes.web.sign_in import locked


class OwnFactor(ScopedPage):
    """One's own: off, being set up (with the picture to read), or on."""

    capability = None
    title = "两步验证"
    template_name = "web/second_factor.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("个人资料", reverse("profile")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factor = SecondFactor.scoped.filter(pk=self.access.actor_id).first()
        waits = factor is not None and factor.confirmed_at is None
        kwargs.setdefault("form", CodeForm())
        return super().get_context_data(
            factor=factor,
            setting=settings.SECOND_FACTOR,
            may_take_away=self.access.holds(Capability.GRANT_APPROVE),
            **(self._to_copy(factor.opened) if factor is not None and waits else {}),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """A button: begin, confirm by the first code, new recovery codes, or give it up."""
        act = request.POST.get("act", "")
        if act == "begin":
            second_factor.begin(access=self.access, at=timezone.now())
            return redirect("second-factor")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._again(form)
        if act == "confirm":
            return self._confirm(form)
        return self._proven(form, act)

    def _confirm(self, form: CodeForm) -> HttpResponse:
        def confirm(code: str) -> list[str]:
            return second_factor.confirm(
                access=self.access,
                at=timezone.now(),
                code=code,
                session=current_session(self.request),
            )

        codes = attempt(form, confirm)
        if codes is REFUSED:
            return self._again(form)
        remember_proof(self.request, with_code=True)
        return self._told(cast("list[str]", codes))

    def _proven(self, form: CodeForm, act: str) -> HttpResponse:
        """What is done to a factor in force asks for a code of it first."""
        user = cast("User", self.request.user)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        if not SecondFactor.scoped.confirmed().filter(pk=user.pk).exists():
            raise ActionRefused("您还没有启用两步验证")
        proof = prove(user, form.cleaned_data["code"], **who)
        if proof is not Proof.RIGHT:
            if proof is Proof.LOCKED:
                return locked(self.request, user.username)
            form.add_error("code", second_factor.WRONG_CODE)
            return self._again(form)
        if act == "renew":
            return self._told(second_factor.renew_codes(**who))
        second_factor.give_up(**who)
        self.request.session.pop(WITH_CODE, None)
        messages.success(self.request, "两步验证已停用")
        return redirect("second-factor")

    def _again(self, form: CodeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def _told(self, codes: list[str]) -> HttpResponse:
        """Shown this once: what is kept are digests."""
        return self.render_to_response(self.get_context_data(codes=codes))

    def _to_copy(self, secret: str) -> dict[str, Any]:
        """The secret as a picture for the telephone and in groups for the hand."""
        username = cast("User", self.request.user).username
        address = one_time.address(secret, username=username, issuer=SHORT_NAME)
        picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2)
        return {"picture": picture, "secret": one_time.grouped(secret)}


class LostForm(forms.Form):
    """Whose, and why."""

    use_required_attribute = False

    username = forms.CharField(label="用户名", max_length=60)
    reason = forms.CharField(label="理由", max_length=200, help_text="如：手机遗失，已当面核实本人")


class TakeFactorAway(ScopedPage):
    """For those who approve rights: somebody lost his telephone and his recovery codes."""

    capability = Capability.GRANT_APPROVE
    title = "解除他人的两步验证"
    template_name = "web/take_factor_away.html"

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb("个人资料", reverse("profile")),
            Crumb("两步验证", reverse("second-factor")),
            Crumb(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", LostForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LostForm(request.POST)
        if not form.is_valid() or attempt(form, self._take) is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "已解除；该用户下次凭密码登录，并须重新设置")
        return redirect("take-factor-away")

    def _take(self, username: str, reason: str) -> User:
        reach = self.access.reach(Capability.GRANT_APPROVE)
        found = User.objects.within(reach).filter(username=username).first()
        if found is None:
            raise ActionRefused("没有这个用户，或不在您的范围内")
        return second_factor.take_away(
            found.pk, access=self.access, at=timezone.now(), reason=reason
        )
