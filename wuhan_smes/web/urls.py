"""Addresses of the frame: signing in, one's own account, help. Goes before the admin's own."""

from django.urls import path
from django.views.decorators.cache import never_cache

from wuhan_smes.web import health
from wuhan_smes.web.help import Help, HelpTopic
from wuhan_smes.web.profile import ChangePassword, Profile
from wuhan_smes.web.sign_in import SignIn, admin_entrance, sign_out

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("sign-in/", never_cache(SignIn.as_view()), name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("profile/", Profile.as_view(), name="profile"),
    path("profile/password/", never_cache(ChangePassword.as_view()), name="change-password"),
    path("help/", Help.as_view(), name="help"),
    path("help/<slug:topic>/", HelpTopic.as_view(), name="help-topic"),
    # The theme's own pages for these would be a second door beside ours.
    path("admin/login/", admin_entrance),
    path("admin/logout/", sign_out),
    path("admin/password_change/", never_cache(ChangePassword.as_view())),
]
