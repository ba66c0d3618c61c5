"""导入: hand in a list, and what the city handed in before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wuhan_smes.exchange.actions import uploads
from wuhan_smes.exchange.lists import IMPORTS
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.pages.forms import ACCEPTED, ImportSieve, UploadForm
from wuhan_smes.exchange.queries.progress import Progress, progress_of
from wuhan_smes.exchange.querysets import ImportQuerySet
from wuhan_smes.exchange.shown.imports import VERDICTS, VIEW, counts_of, title_of, visible
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import attempt
from wuhan_smes.web.listing import listing

NEWEST_FIRST: Final = {"-id": ("-id",)}
TONES: Final = {
    "failed": "bad",
    "mapping": "warn",
    "checked": "warn",
    "applied": "good",
    "reverted": "",
    "cancelled": "",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One import in the list."""

    import_: Import
    title: str
    progress: Progress
    counts: Sequence[tuple[str, int]]

    @property
    def tone(self) -> str:
        return TONES.get(self.progress.state, "info")


class ImportsPage(ExportedPage):
    """The kinds open to the person with their templates, a place for the file, and the history."""

    capability = VIEW
    title = "导入"
    template_name = "exchange/imports.html"
    url_name = "imports"
    exports = IMPORTS
    orderings = NEWEST_FIRST
    http_method_names = ["get", "post", "head", "options"]

    def sieve(self) -> ImportSieve:
        return ImportSieve(self.request.GET)

    def rows(self, sieve: ImportSieve) -> ImportQuerySet:
        """A list cut by less than was asked for would mislead."""
        found = visible(self.access).filter(**sieve.chosen).for_list()
        return found.none() if sieve.errors else found

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, access=self.access)
        if form.is_valid():
            made = attempt(form, self._upload)
            if isinstance(made, Import):
                return redirect("import", made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm(initial=self._asked(), access=self.access))
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            sieve=sieve,
            filtered=bool(sieve.chosen or sieve.errors),
            page=page,
            entries=[entry_of(row) for row in page.rows],
            accepted=ACCEPTED,
            **kwargs,
        )

    def _asked(self) -> dict[str, str]:
        """A kind named in the address is chosen already."""
        return {"kind": self.request.GET.get("kind", "")}

    def _upload(self, *, file: Any, **words: Any) -> Import:
        return uploads.upload(
            **words,
            file_name=file.name,
            pieces=file.chunks(),
            access=self.access,
            at=timezone.now(),
        )


def entry_of(import_: Import) -> Entry:
    counts = counts_of(import_)
    shown = [(str(verdict.label), counts[verdict]) for verdict in VERDICTS if counts[verdict]]
    return Entry(import_, title_of(import_), progress_of(import_), shown)
