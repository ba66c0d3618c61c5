"""Every address the product answers, filled with ids of somebody else's rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final
from urllib.parse import parse_qs

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from measures.models import ProgressEvidence, ReturnEvidence
from services.models import TicketAttachment
from tests.walls.seeding import WORD
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ApiToken
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scoping import ReferenceQuerySet
from wuhan_smes.web.viewsets import ScopedViewSet

PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP: Final = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# Parameters that name no row, and a value each.
NAMES: Final[Mapping[str, str]] = {
    "app_label": "accounts",
    "url": "nowhere",
    "topic": "district",
    "kind": "enterprises",
    "record_kind": "events",
    "content_type_id": "1",
    "format": "json",
    "move": "triage",
    "act": "freeze",
    "line": "H2",
    "paper": "annex",
    "channel": "hanqitong",
    "part": "service",
    "board_part": "tickets",
    "way": "webhook",
    "secret": "nobody-knows-this",
    "request_id": "1",
}
IDS: Final = frozenset({"pk", "object_id", "id", "enterprise_id", "series"})
# What is asked of every list, and what only admin screens, only the API or only pages listen to.
# The API refuses a word it does not know, so there a list is asked what it knows, each alone.
HOSTILE: Final = (
    "jurisdiction={code}",
    "q=CANARY{number:02d}",
    "enterprise={enterprise}",
    "user__password__startswith=a",
)
HOSTILE_TO_SCREENS: Final = (
    "jurisdiction__id__exact={unit}",
    "enterprise__jurisdiction__id={unit}",
    "_to_field=name&_popup=1",
    "o=1.-2&p=1",
    "e=1",
)
HOSTILE_TO_LISTS: Final = (
    "search=CANARY{number:02d}",
    "uscc={uscc}",
    "ordering=-jurisdiction&page_size=200",
    "page_size=100000&count=exact",
    "by=jurisdiction&unit={code}",
    "cursor=W10",
    "layout=csv",
)
HOSTILE_TO_PAGES: Final = (
    "search=CANARY{number:02d}&uscc={uscc}",
    "ordering=-jurisdiction&by=jurisdiction&unit={code}&layout=csv",
    "cursor=W10",
)


@dataclass(frozen=True)
class Route:
    """One pattern and the addresses tried for it. `view` is what a match must lead to."""

    text: str
    view: Any
    paths: tuple[str, ...]
    model: type[Model] | None

    def methods(self, some: Iterable[str]) -> list[str]:
        """Those of `some` that the view has an answer to; any, where it does not say."""
        told = getattr(self.view, "actions", None)
        shown = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        if told is not None:
            return [method for method in some if method in told]
        return [method for method in some if shown is None or hasattr(shown, method)]

    @cached_property
    def is_reference(self) -> bool:
        """Whether its rows are everybody's."""
        rows = self.model._default_manager.get_queryset() if self.model else None
        return isinstance(rows, ReferenceQuerySet)

    @property
    def capability(self) -> Capability | None:
        """The right without which the view shows nothing; None where it names none."""
        view = self.view
        shown = getattr(view, "view_class", None) or getattr(view, "cls", None)
        shown = shown or getattr(view, "model_admin", None)
        named = getattr(shown, "view_capability", None) or getattr(shown, "capability", None)
        return named if isinstance(named, Capability) else None

    @property
    def is_screen(self) -> bool:
        """Whether the admin shows it, with its own ways of asking."""
        return self.text.startswith("/admin/")

    @property
    def listens_to(self) -> tuple[str, ...]:
        """The hostile queries only this kind of list has an ear for."""
        if self.is_screen:
            return HOSTILE_TO_SCREENS
        return HOSTILE_TO_LISTS if self.text.startswith("/api/") else HOSTILE_TO_PAGES

    def knows(self, query: str) -> bool:
        """Whether a list of the API has every word of it: it refuses others before it looks at a
        single row, which tests/web proves. Anything but such a list passes over what it has not.
        """
        viewset = getattr(self.view, "cls", None)
        if not (isinstance(viewset, type) and issubclass(viewset, ScopedViewSet)):
            return True
        asked = viewset(**self.view.initkwargs)
        asked.action = self.view.actions.get("get")
        return set(parse_qs(query)) <= asked.parameters()

    @property
    def is_shared_screen(self) -> bool:
        """An admin screen of reference data: the same code, model after model."""
        return self.is_reference and hasattr(self.view, "model_admin")


@dataclass(frozen=True, eq=False)
class Stranger:
    """A unit the walker has nothing to do with, and rows of it by model."""

    number: int
    unit_id: int
    code: str
    rows: Mapping[type[Model], Any]
    enterprise: Any
    user: Any

    def queries(self, route: Route) -> list[str]:
        """The hostile queries that `route` might listen to."""
        words = {
            "unit": self.unit_id,
            "code": self.code,
            "number": self.number,
            "uscc": WORD.sub("CANARY", self.enterprise.uscc),
            "enterprise": self.enterprise.pk,
        }
        asked = (text.format(**words) for text in (*HOSTILE, *route.listens_to))
        return [query for query in asked if route.knows(query)]


@cache
def routes(stranger: Stranger) -> tuple[Route, ...]:
    return tuple(_routes(stranger))


def _routes(stranger: Stranger) -> Iterator[Route]:
    for parts, pattern in _flat(get_resolver()):
        view = pattern.callback
        model = _model(view)
        row = stranger.rows.get(model) if model is not None else None
        text = "/" + "".join(_plain(part) for part in parts)
        yield Route(text, view, tuple(_filled(text, row, stranger)), model)


def _flat(resolver: URLResolver, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, URLPattern]]:
    for entry in resolver.url_patterns:
        parts = (*before, entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _flat(entry, parts)
        else:
            yield parts, entry


def _plain(part: RoutePattern | RegexPattern) -> str:
    """The pattern as a route, a regular expression included."""
    text = PARAMETER.sub(r"<\1>", str(part))
    if isinstance(part, RegexPattern):
        text = GROUP.sub(r"<\1>", text).strip("^$").replace("\\Z", "").replace("\\.", ".")
    return text


def _model(view: Any) -> type[Model] | None:
    screen = getattr(view, "model_admin", None)
    if screen is not None:
        return screen.model
    queryset = getattr(getattr(view, "cls", None), "queryset", None)
    if queryset is not None:
        return queryset.model
    return getattr(getattr(view, "view_class", None), "model", None)


def _filled(text: str, row: Any, stranger: Stranger) -> Iterator[str]:
    """`text` with a row of the stranger's; each report where it names a report.

    Raises LookupError for a parameter nobody taught the walker.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in NAMES:
            return NAMES[name]
        if name in IDS:
            return str(getattr(row, name, None) or (row or stranger.enterprise).pk)
        if name == "token_key":
            return str(stranger.rows[ApiToken].token_key)
        if name in {"attachment", "attachment_id"}:
            return str(stranger.rows[TicketAttachment].pk)
        if name in {"evidence", "evidence_id"}:
            return str(stranger.rows[ProgressEvidence].pk)
        if name == "return_evidence":
            return str(stranger.rows[ReturnEvidence].pk)
        found = getattr(row, name, None)
        if found is None:
            raise LookupError(f"the walker has no value for <{name}> of {text}")
        return str(found)

    if text.startswith(("/exports/", "/reports/")) and "<name>" in text:
        for report in list(catalogue._reports) or ["none"]:
            yield text.replace("<name>", report)
    else:
        yield PARAMETER.sub(value, text)
