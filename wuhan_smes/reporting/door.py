"""What pages and screens offer: a menu that carries the present filter, and the file behind it."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.lists import ListExport
from wuhan_smes.reporting.run import require_layout, stream
from wuhan_smes.reporting.sources import find, without_pages
from wuhan_smes.web.pagination import estimated_count

# More than this is offered to be made in the background: nobody should have to keep a page open.
MANY: Final = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to take the list out."""

    label: str
    url: str


def menu(export: ListExport, words: QueryDict, access: Access) -> list[Choice]:
    """The layouts with the present filter; none for who may see the list but not take it out."""
    if not export.open_to(access):
        return []
    kept = without_pages(words)
    return [Choice(it.label, f"?{_with(kept, layout=it.value)}") for it in Layout]


def download(source: str, words: QueryDict, access: Access) -> HttpResponseBase:
    """The list as a file at once, or the page that offers to make a very long one."""
    layout = words.get("layout", "")
    require_layout(layout)
    kept = without_pages(words)
    listed = find(source).listed(kept, access)
    if "now" not in words and about(listed.rows) > MANY:
        asked = {"list": source, "layout": layout, "words": kept.urlencode()}
        return HttpResponseRedirect(f"{reverse('offer-export')}?{urlencode(asked)}")
    return stream(listed, layout, access=access, at=timezone.now()).response()


def address_of(source: str) -> str:
    """Where the page or screen called `source` stands."""
    kind, _, rest = source.rpartition(":")
    if kind == "admin":
        return reverse(f"admin:{rest.replace('.', '_')}_changelist")
    if kind == "view":
        return reverse("view", args=[rest])
    if kind != "page":
        return reverse(f"{rest}-export")
    called, *words = rest.split("/")
    return reverse(called, args=words)


def about(rows: QuerySet[Any]) -> int:
    """How many rows the database expects."""
    try:
        return estimated_count(rows)
    except EmptyResultSet:
        return 0


def _with(words: QueryDict, **more: str) -> str:
    asked = words.copy()
    for name, value in more.items():
        asked[name] = value
    return asked.urlencode()
