"""What is asked of every door: to see it, with hostile queries, and to change what is behind it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import ForeignKey

from tests.walls.routes import Route, Stranger, routes
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.web.schema_view import document

UNSAFE: Final = ("post", "patch", "put", "delete")
NOT_LISTS: Final = ("/add/", "jsi18n/", "schema/", "docs/", "password/", "healthz", "readyz")


@dataclass(frozen=True)
class Ask:
    """One thing asked of one door."""

    method: str
    path: str
    route: Route
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def reading(stranger: Stranger, *, shared: bool) -> Iterator[Ask]:
    """Every address, as it stands; without `shared`, not the screens of reference data."""
    for route in routes(stranger):
        if shared or not route.is_shared_screen:
            for path in route.paths:
                yield Ask("get", path, route)


def prying(stranger: Stranger, lists: frozenset[str]) -> Iterator[Ask]:
    """Each of `lists` with every hostile query; what everybody may see, with one."""
    for route in routes(stranger):
        if route.text in lists:
            queries = stranger.queries(route)
            for query in queries[:1] if route.is_reference else queries:
                yield Ask("get", f"{route.paths[0]}?{query}", route)


def lists_of(role: str, before: tuple[str, ...], stranger: Stranger) -> frozenset[str]:
    """The lists that open to `role` and to none of the roles `before` it: the same code asks the
    same of the same rows, whichever of those who may open it at one place does.
    """
    return frozenset(
        route.text
        for route in routes(stranger)
        if "<" not in route.text
        and not route.text.endswith(NOT_LISTS)
        and _opens_to(route, role)
        and not any(_opens_to(route, other) for other in before)
    )


def pushing(stranger: Stranger) -> Iterator[Ask]:
    """Every address, with every method that changes, and bodies that would."""
    bodies = dict(schema_bodies(stranger))
    for route in routes(stranger):
        for path in route.paths:
            for method in ("post",) if route.is_shared_screen else route.methods(UNSAFE):
                for body in _bodies(route, method, path, bodies, stranger):
                    yield Ask(method, path, route, body)


def _opens_to(route: Route, role: str) -> bool:
    wanted = route.capability
    held = ROLES[role]
    return wanted is None or wanted in held.capabilities | held.unit_capabilities


def _bodies(
    route: Route,
    method: str,
    path: str,
    bodies: dict[tuple[str, str], Any],
    stranger: Stranger,
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
        yield {"data": {"note": "越权", "pk": stranger.enterprise.pk}}
    elif route.text.endswith("/<object_id>/change/") or route.text.endswith("/add/"):
        yield {"data": form_of(route.model, stranger)}
    else:
        row = stranger.rows.get(route.model)
        names = [one if isinstance(one, str) else one.__name__ for one in screen.actions or ()]
        for name in [*names, "delete_selected"]:
            chosen = {"action": name, "_selected_action": getattr(row, "pk", 1)}
            yield {"data": {**chosen, "reason": "越权", "post": "yes"}}


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
