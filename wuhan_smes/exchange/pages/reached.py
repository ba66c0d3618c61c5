"""What every page about one import starts from."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.querysets import ImportRowQuerySet
from wuhan_smes.exchange.shown.imports import VIEW, may_work_on, title_of, visible
from wuhan_smes.web.pages import Crumb, ScopedPage

KEPT = ("verdict", "later", "cursor")


class OfImport(ScopedPage):
    """A page about an import in reach; what lies outside does not exist."""

    capability = VIEW
    model = Import
    title = "导入"

    @cached_property
    def import_(self) -> Import:
        return visible(self.access).for_list().get(pk=self.kwargs["pk"])

    @property
    def rows(self) -> ImportRowQuerySet:
        return ImportRow.objects.within(self.access.reach(VIEW)).filter(of=self.import_)

    @property
    def may_decide(self) -> bool:
        return may_work_on(self.import_, self.access)

    @property
    def address(self) -> str:
        return reverse("import", args=[self.import_.pk])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("导入", reverse("imports")), Crumb(self.import_.number)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("import", self.import_)
        context = super().get_context_data(
            kind_title=title_of(self.import_), may_decide=self.may_decide, **kwargs
        )
        return {**context, "title": self.import_.number}

    def do(self, act: Callable[[], object], done: str = "") -> bool:
        """Whether `act` was done; why not is said above the page that follows."""
        try:
            with transaction.atomic():
                act()
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(self.request, refusal.message)
            return False
        if done:
            messages.success(self.request, done)
        return True

    def back(self, **words: str) -> HttpResponse:
        """To the import, at the place in its rows where the person was."""
        kept = {name: self.request.POST.get(name, "") for name in KEPT}
        query = urlencode({k: v for k, v in {**kept, **words}.items() if v})
        return HttpResponseRedirect(f"{self.address}?{query}" if query else self.address)

    def version_seen(self) -> int | None:
        """The version the person decided about, so that nobody's change is lost unseen."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None

    def whole(self, name: str) -> int:
        """A number the form carries; 0, which no row has, for anything else."""
        text = self.request.POST.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 19 else 0


def doubts_of(import_: Import) -> str:
    """The queue of its doubtful rows, in which one may leave some for later."""
    return f"import-{import_.pk}"
