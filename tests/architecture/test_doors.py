"""Every door stands on the base that checks reach, or on a short list with the reason."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View
from rest_framework.views import APIView

from tests.architecture.source import PACKAGES, calls, files, shown
from wuhan_smes.access import Capability
from wuhan_smes.web.admin import ScopedModelAdmin
from wuhan_smes.web.pages import ScopedPage
from wuhan_smes.web.viewsets import ScopedViewSet

API_WITHOUT_ROWS: Final = {
    "SchemaView": "the contract itself",
    "SpectacularSwaggerSplitView": "the contract, readable",
}
OWN_ROWS: Final = {
    "MeViewSet": "the caller himself",
    "TokenViewSet": "the caller's own tokens",
    "SessionViewSet": "the caller's own sessions",
    "ConfirmingViewSet": "the caller himself",
}
DELETABLE: Final = {
    "WorkdayExceptionAdmin": "a day becomes ordinary again, by the calendar's own action",
}
PUBLIC: Final = {
    "wuhan_smes.web.sign_in.SignIn": "nobody is known yet",
    "wuhan_smes.web.sign_in.SignInCode": "the second page of it; knows who gave the password",
    "wuhan_smes.web.sign_in.sign_out": "ends the session",
    "wuhan_smes.web.sign_in_elsewhere.leave": "off to the identity provider; nobody is known yet",
    "wuhan_smes.web.sign_in_elsewhere.come_back": "the way back, bound to the visit that began it",
    "wuhan_smes.web.sign_in.admin_entrance": "sends to the one sign-in page",
    "wuhan_smes.links.pages.visit.LinkPage": "an enterprise without an account, by its secret",
    "wuhan_smes.web.health.alive": "asked by the machine room, says nothing of rows",
    "wuhan_smes.web.health.ready": "asked by the machine room, says nothing of rows",
    "wuhan_smes.operations.pages.metrics.metrics": "asked by the monitor with a word of its own",
    "wuhan_smes.operations.pages.deep.deep": "the same monitor, with the same word",
}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def views() -> list[Callable[..., Any]]:
    return [entry.callback for entry in patterns()]


def full_name(view: Any) -> str:
    cls = getattr(view, "view_class", None)
    name = cls or view
    return f"{name.__module__}.{name.__qualname__}"


def test_every_api_view_starts_from_what_the_caller_may_see() -> None:
    classes = {cls for view in views() if (cls := getattr(view, "cls", None))}
    loose = {c for c in classes if issubclass(c, APIView) and not issubclass(c, ScopedViewSet)}

    assert {c.__name__ for c in loose} - set(API_WITHOUT_ROWS) == set()


def test_every_viewset_names_the_capability_it_shows_rows_by() -> None:
    classes = {cls for view in views() if (cls := getattr(view, "cls", None))}
    scoped = [c for c in classes if issubclass(c, ScopedViewSet)]

    loose = [c.__name__ for c in scoped if not isinstance(c.view_capability, Capability)]
    assert set(loose) - set(OWN_ROWS) == set()


def test_every_admin_screen_starts_from_what_the_user_may_see() -> None:
    loose = [
        model._meta.label
        for model, screen in admin.site._registry.items()
        if not isinstance(screen, ScopedModelAdmin)
    ]

    assert loose == []


def test_every_page_says_who_may_open_it() -> None:
    ours = [view for view in views() if view.__module__.split(".")[0] in PACKAGES]
    loose = {
        full_name(view)
        for view in ours
        if not hasattr(view, "cls")
        and not issubclass(getattr(view, "view_class", View), ScopedPage)
        and not hasattr(view, "model_admin")
    }

    assert loose - set(PUBLIC) == set()


def test_pages_declare_their_capability() -> None:
    pages = {cls for view in views() if (cls := getattr(view, "view_class", None))}
    ours = [page for page in pages if issubclass(page, ScopedPage)]

    assert [page.__name__ for page in ours if not hasattr(page, "capability")] == []


def test_no_admin_screen_deletes_rows_but_those_named() -> None:
    open_to = {
        type(screen).__name__
        for screen in admin.site._registry.values()
        if type(screen).has_delete_permission is not ScopedModelAdmin.has_delete_permission
    }

    assert open_to - set(DELETABLE) == set()


# What it marks it has escaped: tests/web/test_guide.py holds it to that.
RENDERS: Final = "wuhan_smes/web/help/rendering.py"


def test_nothing_marks_html_safe_by_hand() -> None:
    found = [
        f"{shown(path)}:{call.lineno}"
        for path in files()
        for call in calls(path, "mark_safe", "SafeString")
        if shown(path) != RENDERS
    ]

    assert found == []
