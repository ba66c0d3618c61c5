"""One's own account: who I am here, what I may do and where, and my password."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from wuhan_smes.accounts.actions.own_password import change_own_password
from wuhan_smes.accounts.models import Grant, User
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.accounts.sessions import current_session
from wuhan_smes.web.context import workplace
from wuhan_smes.web.entrance import PASSWORD_IS_OLD
from wuhan_smes.web.forms import OwnPasswordForm
from wuhan_smes.web.pages import Crumb, ScopedPage


@dataclass(frozen=True, slots=True)
class Duty:
    """One grant in words: the role, where it holds, what it allows."""

    role: str
    where: str
    purpose: str
    abilities: Sequence[str]


class Profile(ScopedPage):
    """The person's name, unit, roles in words and last sign-in."""

    capability = None
    title = "个人资料"
    template_name = "web/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = User.objects.select_related("jurisdiction", "agency", "station").get(
            pk=self.access.actor_id
        )
        return super().get_context_data(
            person=person,
            workplace=workplace(person),
            duties=duties(person),
            **kwargs,
        )


class ChangePassword(ScopedPage, PasswordChangeView):
    """A new password for oneself; every other session of the account ends."""

    capability = None
    title = "修改密码"
    template_name = "web/change_password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("profile")

    def crumbs(self) -> list[Crumb]:
        return [Crumb("个人资料", reverse("profile")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_old = self.request.session.get(PASSWORD_IS_OLD, False)
        return super().get_context_data(is_old=is_old, days=settings.PASSWORD_DAYS, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The change itself is an action; this session goes on under the new password."""
        words = form.cleaned_data
        user = change_own_password(
            cast("User", self.request.user).pk,
            access=self.access,
            at=timezone.now(),
            current=words["old_password"],
            password=words["new_password1"],
            session=current_session(self.request),
        )
        update_session_auth_hash(self.request, user)
        self.request.session.pop(PASSWORD_IS_OLD, None)
        messages.success(self.request, "密码已修改，其他设备上的登录已失效")
        return HttpResponseRedirect(self.get_success_url())


def duties(person: User) -> list[Duty]:
    """What the person may do now, grant by grant."""
    held = (
        Grant.objects.in_force()
        .filter(user=person)
        .select_related("jurisdiction", "agency", "station")
    )
    return [_in_words(grant) for grant in held.order_by("pk")]


def _in_words(grant: Grant) -> Duty:
    role = ROLES[grant.role]
    able = sorted(role.capabilities | role.unit_capabilities, key=lambda one: one.value)
    where = grant.anchor.name if grant.anchor else ""
    return Duty(role.label, where, role.purpose, [one.label for one in able])
