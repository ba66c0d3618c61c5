"""Addresses of the frame: signing in, one's own account, help. Goes before the admin's own."""

from django.urls import path
from django.views.decorators.cache import never_cache

from wuhan_smes.web import health
from wuhan_smes.web.confirmation import Confirm
from wuhan_smes.web.help.pages import Help, HelpTopic
from wuhan_smes.web.own_sessions import OwnSessions
from wuhan_smes.web.profile import ChangePassword, Profile
from wuhan_smes.web.second_factor import OwnFactor, TakeFactorAway
from wuhan_smes.web.sign_in import SignIn, SignInCode, admin_entrance, sign_out
from wuhan_smes.web.sign_in_elsewhere import come_back, leave

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("sign-in/", never_cache(SignIn.as_view()), name="sign-in"),
    path("sign-in/code/", never_cache(SignInCode.as_view()), name="sign-in-code"),
    path("sign-in/elsewhere/", leave, name="sign-in-elsewhere"),
    path("sign-in/back/", come_back, name="sign-in-back"),
    path("sign-out/", sign_out, name="sign-out"),
    path("confirm/", never_cache(Confirm.as_view()), name="confirm"),
    path("profile/", Profile.as_view(), name="profile"),
    path("profile/sessions/", never_cache(OwnSessions.as_view()), name="own-sessions"),
    path("profile/second-factor/", never_cache(OwnFactor.as_view()), name="second-factor"),
    path("profile/second-factor/take-away/", TakeFactorAway.as_view(), name="take-factor-away"),
    path("profile/password/", never_cache(ChangePassword.as_view()), name="change-password"),
    path("help/", Help.as_view(), name="help"),
    path("help/<slug:topic>/", HelpTopic.as_view(), name="help-topic"),
    # The theme's own pages for these would be a second door beside ours.
    path("admin/login/", admin_entrance),
    path("admin/logout/", sign_out),
    path("admin/password_change/", never_cache(ChangePassword.as_view())),
]
