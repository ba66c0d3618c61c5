"""Where a list comes from: a viewset, a page or a screen, asked again without its pages.

A name finds it in any process: `enterprises` is a list of the API, `page:titles` one of a page,
`admin:enterprises.contact` one of a screen, `view:7` one under a name, with columns chosen. All of
them answer by their own filters, so that a file holds what the list shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.apps import apps
from django.contrib import admin
from django.contrib.messages.constants import WARNING
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject

from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.lists import ListExport

# Words of an address that say which page of a list is shown, or how, never which rows.
OF_PAGES: Final = frozenset({"cursor", "page_size", "count", "p", "all", "layout", "now"})
Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as one person sees it for some words of its address, all pages of it.

    `said` is the filter in people's words.
    """

    source: str
    export: ListExport
    rows: QuerySet[Any]
    reach: Reach
    words: Words
    said: str = ""


class Source(Protocol):
    """What shows a list that can be taken out."""

    def listed(self, words: QueryDict, access: Access) -> Listed:
        """The rows of the list for these words. Raises InputRefused for words it does not know."""


def find(name: str) -> Source:
    """The list called so. Raises InputRefused where there is none."""
    kind, _, rest = name.rpartition(":")
    shows = SHOWN_BY.get(kind, _viewset)(rest)
    if shows is None or not hasattr(shows, "source"):
        raise InputRefused(Fault("list", "unknown_list", f"没有可以导出的名单“{name}”"))
    found: Source = shows.source(rest)
    return found


def finish(
    source: str,
    export: ListExport,
    rows: QuerySet[Any],
    reach: Reach,
    words: QueryDict,
    *,
    access: Access,
    said: str = "",
) -> Listed:
    """The list cut to where exporting it is held, too. Raises NotPermitted where nowhere."""
    if export.capability is not None:
        rows = rows.within(access.reach(export.capability))  # type: ignore[attr-defined] # a ScopedQuerySet
    return Listed(source, export, rows, reach, plain(words), said)


def asked(words: QueryDict, access: Access) -> HttpRequest:
    """A request for a list as this person would send it, for use in any process."""
    request = HttpRequest()
    request.method = "GET"
    request.GET = words  # type: ignore[assignment] # a copy that may be changed
    request.access = access  # type: ignore[attr-defined] # a request carries who sent it
    request.user = SimpleLazyObject(lambda: User.objects.get(pk=access.actor_id))  # type: ignore[assignment] # as AuthenticationMiddleware does
    request._messages = Objections()  # type: ignore[attr-defined] # noqa: SLF001 - where messages.warning() writes
    return request


class Objections:
    """Takes what a screen would say to the person; a warning about a filter refuses the export."""

    level = WARNING

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        if level >= WARNING:
            raise InputRefused(Fault("?q", "invalid", str(message)))


def without_pages(words: QueryDict) -> QueryDict:
    """The words that say which rows, in which order."""
    kept = QueryDict(mutable=True)
    for name, values in words.lists():
        if name not in OF_PAGES:
            kept.setlist(name, values)
    return kept


def plain(words: QueryDict) -> dict[str, Any]:
    """The words as a log keeps them: one value as it is, several as a list."""
    return {name: v[0] if len(v) == 1 else v for name, v in words.lists() if any(v)}


def words_of(kept: Words) -> QueryDict:
    """The other way round. Raises InputRefused for what cannot stand in an address."""
    words = QueryDict(mutable=True)
    for name, value in kept.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(it, str | int | float) for it in values):
            detail = f"“{name}”的值应为文字、数字或是否"
            raise InputRefused(Fault(f"params/{name}", "invalid", detail))
        words.setlist(str(name), [_text(it) for it in values])
    return words


def _viewset(name: str) -> Any:
    """The class behind the address of a list's export."""
    try:
        view = resolve(reverse(f"{name}-export")).func
    except NoReverseMatch:
        return None
    return getattr(view, "cls", None)


def _page(name: str) -> Any:
    """`titles`, or `records/events` where one page shows one list of several."""
    called, *words = name.split("/")
    try:
        view = resolve(reverse(called, args=words)).func
    except NoReverseMatch:
        return None
    return getattr(view, "view_class", None)


def _screen(label: str) -> Any:
    try:
        return admin.site._registry.get(apps.get_model(label))  # noqa: SLF001 - Django offers no other way
    except (LookupError, ValueError):
        return None


def _view(rest: str) -> Any:
    from wuhan_smes.reporting.named_views import ListOfView  # noqa: PLC0415 - it asks `find` itself

    return ListOfView if rest.isdecimal() else None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


SHOWN_BY: Final = {"admin": _screen, "page": _page, "view": _view}
