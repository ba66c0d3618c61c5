"""Keyset pages by row values: page ten thousand costs what page one costs.

DRF's cursor falls back to an offset among ties; ours compares (column, …, id) as one row.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError as ModelInvalid
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

MOST_ROWS: Final = 200
PARAMETERS: Final = frozenset({"cursor", "page_size", "ordering", "count"})


class Row(Func):
    """(a, b, …) as one value."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


class Beyond(Func):
    """row > row, or row < row where the order is descending."""

    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, left: Row, right: Row, *, descending: bool) -> None:
        super().__init__(left, right, arg_joiner=" < " if descending else " > ")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows, and whether the page lies before it."""

    ordering: str
    values: tuple[Any, ...]
    backwards: bool = False

    def encoded(self) -> str:
        text = json.dumps([self.ordering, self.backwards, *map(_text, self.values)])
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str) -> "Cursor":
        try:
            ordering, backwards, *values = json.loads(
                urlsafe_b64decode(text + "=" * (-len(text) % 4))
            )
        except (ValueError, NotBase64, TypeError):
            raise _invalid("cursor", "翻页标记无效，请从第一页重新开始") from None
        if not isinstance(ordering, str) or not isinstance(backwards, bool):
            raise _invalid("cursor", "翻页标记无效，请从第一页重新开始")
        return cls(ordering, tuple(values), backwards)


@dataclass(slots=True)
class Page:
    """One page of rows with the cursors to its neighbours (empty where there is none)."""

    rows: list[Any]
    next: str = ""
    previous: str = ""
    count: int | None = None


def keyset_page(
    queryset: QuerySet[Any],
    *,
    orderings: Mapping[str, Sequence[str]],
    ordering: str = "",
    cursor: str = "",
    size: int = 50,
) -> Page:
    """`size` rows of `queryset` around `cursor`. Pages and the API share this.

    `orderings` maps a public name to columns of one direction, the last of them unique.
    Raises ValidationError for an unknown ordering or a broken cursor.
    """
    place = Cursor.decoded(cursor) if cursor else None
    name = place.ordering if place else ordering or next(iter(orderings))
    if name not in orderings:
        raise _invalid("ordering", f"不支持按“{name}”排序，可用：{'、'.join(orderings)}")
    columns = orderings[name]
    descending = columns[0].startswith("-")
    fields = [column.lstrip("-") for column in columns]
    backwards = place is not None and place.backwards
    rows = queryset.order_by(*columns)
    if backwards:
        rows = rows.reverse()
    if place is not None:
        rows = rows.filter(_beyond(queryset, fields, place, descending=descending != backwards))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    page = Page(found)
    if found:
        has_next, has_previous = (True, more) if backwards else (more, place is not None)
        if has_next:
            page.next = Cursor(name, _key(found[-1], fields)).encoded()
        if has_previous:
            page.previous = Cursor(name, _key(found[0], fields), backwards=True).encoded()
    return page


def estimated_count(queryset: QuerySet[Any]) -> int:
    """The planner's guess: instant at any size, usually within a few per cent."""
    sql, params = queryset.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as db:
        db.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = db.fetchone() or ([{"Plan": {"Plan Rows": 0}}],)
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


class KeysetPagination(BasePagination):
    """`?cursor=&page_size=&ordering=&count=exact|estimate` → next, previous, results."""

    default_size: ClassVar[int] = 50

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        words = request.query_params
        self.request = request
        self.page = keyset_page(
            queryset,
            orderings=getattr(view, "orderings", {"id": ("id",)}),
            ordering=words.get("ordering", ""),
            cursor=words.get("cursor", ""),
            size=self._size(words.get("page_size", "")),
        )
        match words.get("count"):
            case None:
                self.page.count = None
            case "exact":
                self.page.count = queryset.order_by().count()
            case "estimate":
                self.page.count = estimated_count(queryset)
            case _:
                raise _invalid("count", "count 只能是 exact 或 estimate")
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        body: dict[str, Any] = {
            "next": self._link(self.page.next),
            "previous": self._link(self.page.previous),
        }
        if self.page.count is not None:
            body["count"] = self.page.count
        return Response({**body, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "count": {"type": "integer", "description": "仅在 ?count= 时提供"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        orderings = list(getattr(view, "orderings", {"id": ("id",)}))
        described: dict[str, tuple[str, dict[str, Any]]] = {
            "cursor": ("翻页标记，取自 next 或 previous", {"type": "string"}),
            "page_size": ("每页行数", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}),
            "ordering": ("排序", {"type": "string", "enum": orderings}),
            "count": ("同时返回总数", {"type": "string", "enum": ["exact", "estimate"]}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
            for name, (text, schema) in described.items()
        ]

    def _size(self, text: str) -> int:
        if not text:
            return self.default_size
        if not text.isdecimal() or not 1 <= int(text) <= MOST_ROWS:
            raise _invalid("page_size", f"每页行数应为 1 到 {MOST_ROWS} 的整数")
        return int(text)

    def _link(self, cursor: str) -> str | None:
        if not cursor:
            return None
        words = {
            k: v for k, v in self.request.query_params.items() if k not in {"cursor", "ordering"}
        }
        path = self.request.build_absolute_uri(self.request.path)
        return f"{path}?{urlencode({**words, 'cursor': cursor})}"


def _beyond(
    queryset: QuerySet[Any], fields: list[str], place: Cursor, *, descending: bool
) -> Beyond:
    if len(place.values) != len(fields):
        raise _invalid("cursor", "翻页标记无效，请从第一页重新开始")
    values = []
    for name, value in zip(fields, place.values, strict=True):
        computed = queryset.query.annotations.get(name)
        field: Any = computed.output_field if computed else queryset.model._meta.get_field(name)
        try:
            clean = field.to_python(value)
        except ModelInvalid:
            raise _invalid("cursor", "翻页标记无效，请从第一页重新开始") from None
        values.append(Value(clean, output_field=field))
    return Beyond(Row(*map(F, fields)), Row(*values), descending=descending)


def _key(row: Any, fields: list[str]) -> tuple[Any, ...]:
    return tuple(row[name] if isinstance(row, Mapping) else getattr(row, name) for name in fields)


def _text(value: Any) -> Any:
    return value if isinstance(value, bool | int | str) else value.isoformat()


def _invalid(name: str, detail: str) -> ValidationError:
    return ValidationError({f"?{name}": [detail]})
