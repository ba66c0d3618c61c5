"""The base of every page: who may open it is declared, and checked before anything is read."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web import failures
from wuhan_smes.web.identity import access_of


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path above the title; the last one has no address."""

    label: str
    url: str = ""


class ScopedPage(TemplateView):
    """A page for whoever holds `capability`; None means everybody who is signed in.

    Queries start from `self.access`. A refusal by an action or a missing right becomes a page
    in Chinese, a row out of reach looks like a row that does not exist.
    """

    capability: ClassVar[Capability | None]
    # A page that only shows, and may be some seconds old: web/elsewhere.py
    reads_replica: ClassVar[bool] = False
    title: str

    @property
    def access(self) -> Access:
        return access_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        access = access_of(request)
        if access.actor_id is None:
            return redirect_to_login(request.get_full_path())
        try:
            if self.capability is not None:
                access.reach(self.capability)
            else:
                access.require_unbound()
            return super().dispatch(request, *args, **kwargs)
        except ActionRefused as refusal:
            return failures.refused(request, refusal)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = failures.method_not_allowed(request)
        response["Allow"] = ", ".join(m.upper() for m in self.http_method_names if hasattr(self, m))
        return response

    def crumbs(self) -> list[Crumb]:
        """The path to this page; empty for the sections of the main navigation."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, crumbs=self.crumbs(), **kwargs)
