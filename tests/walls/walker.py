"""Goes through every door as somebody, with somebody else's ids, and reads whatever comes out."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import ForeignKey
from django.test import Client
from django.urls import resolve

from tests.walls.routes import Route, Stranger, routes
from tests.walls.seeding import WORD
from wuhan_smes.web.schema_view import document

UNSAFE: Final = ("post", "patch", "put", "delete")
NOT_LISTS: Final = ("/add/", "jsi18n/", "schema/", "docs/", "password/", "healthz", "readyz")
LEAVES: Final = frozenset({"/sign-out/", "/admin/logout/"})  # they end the walk


@dataclass
class Finding:
    """What one walk came upon."""

    visited: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: dict[str, set[int]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    own: int = 0


@dataclass
class Walker:
    """One person at the doors. `home` is the number of his unit; `until` ends a walk early."""

    home: int
    stranger: Stranger
    until: Callable[[Finding], bool] = lambda _: False
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    found: Finding = field(default_factory=Finding)

    def read(self, *, shared: bool = True) -> None:
        """Every address, as it stands; without `shared`, not the screens of reference data."""
        for route in routes(self.stranger):
            if shared or not route.is_shared_screen:
                for path in route.paths:
                    self._ask("get", path, route)
            if self.until(self.found):
                return

    def pry(self, *, but: frozenset[str] = frozenset()) -> None:
        """Every list, with every hostile query; of what everybody may see, with one."""
        for route in routes(self.stranger):
            if "<" in route.text or route.text in but:
                continue
            if not route.text.endswith(NOT_LISTS):
                queries = self.stranger.queries(route)
                for query in queries[:1] if route.is_reference else queries:
                    self._ask("get", f"{route.paths[0]}?{query}", route)

    def push(self) -> None:
        """Every address, with every method that changes, and bodies that would."""
        bodies = dict(schema_bodies(self.stranger))
        for route in routes(self.stranger):
            for path in route.paths:
                for method in ("post",) if route.is_shared_screen else route.methods(UNSAFE):
                    for body in self._bodies(route, method, path, bodies):
                        self._ask(method, path, route, body)

    def _bodies(
        self, route: Route, method: str, path: str, bodies: dict[tuple[str, str], Any]
    ) -> Iterator[dict[str, Any]]:
        if path.startswith("/api/"):
            named = route.text.replace("<", "{").replace(">", "}")
            body = bodies.get((method, named), {})
            version = {"HTTP_IF_MATCH": f'"{path.strip("/").rpartition("/")[2]}-1"'}
            yield {"data": json.dumps(body), "content_type": "application/json", **version}
            return
        if method != "post":
            yield {}
            return
        if path.startswith("/exports/") and route.text.endswith("<name>/"):
            for layout in ("xlsx", "csv"):
                yield {"data": {"layout": layout}}
            return
        screen = getattr(route.view, "model_admin", None)
        if screen is None or route.model is None:
            yield {"data": {"note": "越权", "pk": self.stranger.enterprise.pk}}
        elif route.text.endswith("/<object_id>/change/") or route.text.endswith("/add/"):
            yield {"data": form_of(route.model, self.stranger)}
        else:
            row = self.stranger.rows.get(route.model)
            names = [one if isinstance(one, str) else one.__name__ for one in screen.actions or ()]
            for name in [*names, "delete_selected"]:
                chosen = {"action": name, "_selected_action": getattr(row, "pk", 1)}
                yield {"data": {**chosen, "reason": "越权", "post": "yes"}}

    def _ask(
        self, method: str, path: str, route: Route, body: dict[str, Any] | None = None
    ) -> None:
        if path in LEAVES:
            self.found.visited.add(route.text)
            return
        response = getattr(self.client, method)(path, **(body or {}))
        self.found.statuses[response.status_code] += 1
        if resolve(path.partition("?")[0]).func is route.view:
            self.found.visited.add(route.text)
        if response.status_code == 200:
            self.found.opened.add(route.text)
        if response.status_code >= 500:
            self.found.broken.append(f"{method.upper()} {path} {response.status_code}")
        words = {int(number) for text in opened(response) for number in WORD.findall(text)}
        self.found.own += self.home in words
        if words - {self.home}:
            key = f"{method.upper()} {path}"
            self.found.leaks.setdefault(key, set()).update(words - {self.home})


def opened(response: Any) -> Iterator[str]:
    """The text of an answer, headers and the insides of archives included."""
    yield "\n".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield body.decode("utf-8", "replace")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")


def schema_bodies(stranger: Stranger) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """A body for each operation of the API, made of the stranger's things."""
    schema = document()
    parts = schema.get("components", {}).get("schemas", {})
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            for media in list(content.values())[:1]:
                yield (method, path), _example(media["schema"], parts, stranger)


def _example(schema: Any, parts: Any, stranger: Stranger, name: str = "") -> Any:
    while "$ref" in schema:
        schema = parts[schema["$ref"].rpartition("/")[2]]
    for inner in ("allOf", "oneOf", "anyOf"):
        if inner in schema:
            return _example(schema[inner][0], parts, stranger, name)
    if "properties" in schema:
        return {
            key: _example(value, parts, stranger, key)
            for key, value in schema["properties"].items()
            if not value.get("readOnly")
        }
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "array":
        return []
    if kind in {"integer", "number"}:
        return stranger.user.pk if "user" in name else stranger.enterprise.pk
    if kind == "boolean":
        return True
    known = {"date": "2026-03-01", "date-time": "2026-03-01T00:00:00+08:00"}
    if schema.get("format") in known:
        return known[schema["format"]]
    if "jurisdiction" in name:
        return stranger.code
    return stranger.enterprise.uscc if "uscc" in name else "越权"


def form_of(model: Any, stranger: Stranger) -> dict[str, Any]:
    """What a hostile admin form would post: foreign keys of the stranger, other words."""
    data: dict[str, Any] = {"_save": "1"}
    for one in model._meta.fields:
        if isinstance(one, ForeignKey):
            row = stranger.rows.get(one.remote_field.model)
            data[one.name] = getattr(row, "pk", "1")
        elif not one.auto_created:
            data[one.name] = one.choices[0][0] if one.choices else "越权"
    return data
