"""What the OpenAPI document says beyond what DRF knows: headers, problems, authentication."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.fields import empty
from rest_framework.mixins import ListModelMixin

from wuhan_smes.web.names import body_names
from wuhan_smes.web.problems import MEDIA_TYPE, TITLES

PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "中文说明，写明如何处理"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$"


class ProductSchema(AutoSchema):
    """Adds the error answers and the request headers every operation shares."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        refusals = ["400", "401", "403"]
        if "{" in self.path or self.method != "GET":  # a body names rows, too
            refusals.append("404")
        if self.method != "GET" or getattr(self.view, "refuses_looks", False):
            refusals.append("409")
        if self.method in {"PATCH", "PUT"}:
            refusals += ["412", "428"]
        for code in refusals:
            operation["responses"][code] = {
                "description": TITLES[int(code)],
                "content": {MEDIA_TYPE: {"schema": PROBLEM}},
            }
        return operation

    def _is_list_view(self, serializer: Any = None) -> bool:
        """A list that answers in one piece answers what it says it does."""
        said = self.get_response_serializers()
        whole = getattr(self.view, "pagination_class", None) is None
        if whole and isinstance(said, type) and not isinstance(self.view, ListModelMixin):
            return False
        return bool(super()._is_list_view(serializer))

    def _map_serializer_field(self, field: Any, direction: Any, *args: Any, **kwargs: Any) -> Any:
        """What is read through a row that may be missing is null where it is."""
        told = super()._map_serializer_field(field, direction, *args, **kwargs)  # type: ignore[no-untyped-call] # the library is untyped
        missing = field.default is None or ("." in str(field.source) and field.default is not empty)
        return _or_null(told) if direction == "response" and missing else told

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return body_names().get(type(serializer)) or type(serializer).__name__

    def get_override_parameters(self) -> Any:
        from_view = list(super().get_override_parameters())
        header = {"POST": "Idempotency-Key", "PATCH": "If-Match", "PUT": "If-Match"}.get(
            self.method
        )
        if header is None:
            return from_view
        return [*from_view, _header(header, required=header == "If-Match")]


def _or_null(told: dict[str, Any]) -> dict[str, Any]:
    kind = told.get("type")
    if isinstance(kind, str) and "enum" not in told:
        return {**told, "type": [kind, "null"]}
    return told if isinstance(kind, list) or not told else {"oneOf": [told, {"type": "null"}]}


def corrected(told: Any) -> Any:
    """The document without what the library says wrongly: that one who may be anything may be
    nothing as well (null would be both), and that a time of day bears a zone.
    """
    if isinstance(told, list):
        return [corrected(it) for it in told]
    if not isinstance(told, dict):
        return told
    anything = any(it == {} for it in told.get("oneOf", []))
    if told.get("type") == "string" and told.get("format") == "time":
        told = {**{k: v for k, v in told.items() if k != "format"}, "pattern": TIME}
    return {k: corrected(v) for k, v in told.items() if not (anything and k == "oneOf")}


def _header(name: str, *, required: bool) -> Any:
    # Imported late: drf_spectacular.utils reads Django settings at import.
    from drf_spectacular.utils import OpenApiParameter  # noqa: PLC0415

    texts = {
        "Idempotency-Key": "同一键重复提交只生效一次（24 小时内）",
        "If-Match": "读取该记录时得到的 ETag",
    }
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, required=required, description=texts[name]
    )


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # registers itself, untyped
    """Session cookie or token; both reach the same capabilities."""

    target_class = "wuhan_smes.web.authentication.ScopeAuthentication"
    name = ["session", "token"]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        return [
            {"type": "apiKey", "in": "cookie", "name": "session"},
            {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "Token 加空格加令牌",
            },
        ]
