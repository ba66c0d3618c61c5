"""Says in HTTP what the domain said in Python: one place, problem+json, Chinese sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as ModelInvalid
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from wuhan_smes.errors import (
    ActionRefused,
    ConfirmationRequired,
    InputRefused,
    NotPermitted,
    StaleVersion,
)
from wuhan_smes.web.constraints import explain
from wuhan_smes.web.problems import MEDIA_TYPE, FieldProblem, problem

HOW_TO_CONFIRM: Final = "请先向 /api/v1/auth/confirm/ 提交验证码或密码，再重发本请求"


class PreconditionRequired(exceptions.APIException):
    """A change was sent without saying which version it changes."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "请用 If-Match 请求头带上读取时的 ETag，以免覆盖他人的修改"


class KeyReused(exceptions.APIException):
    """The same Idempotency-Key with another body."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "该 Idempotency-Key 已用于内容不同的请求，请换用新的键"


class StillRunning(exceptions.APIException):
    """The first request with this Idempotency-Key has not ended."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "request_in_flight"
    default_detail = "相同的请求正在处理，请稍后重试"


WORDS: Final[Mapping[type[exceptions.APIException], str]] = {
    exceptions.NotAuthenticated: "请先登录，或在 Authorization 请求头中提供令牌",
    exceptions.PermissionDenied: "您没有办理此事项的权限，如需办理请联系管理员",
    exceptions.MethodNotAllowed: "此地址不支持该操作，请查阅接口文档",
    exceptions.ParseError: "请求体不是有效的 JSON",
    exceptions.UnsupportedMediaType: "请求体应为 application/json",
    exceptions.NotAcceptable: "只能提供 application/json",
    exceptions.Throttled: "请求过于频繁，请稍后再试",
}


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook. Returns None only for faults of ours, which then answer 500."""
    response = _refusal(exc) or _http(exc, context)
    if response is not None:
        response.content_type = MEDIA_TYPE
    return response


def _refusal(exc: Exception) -> Response | None:
    if isinstance(exc, InputRefused):
        faults = [FieldProblem(_pointer(f.field), f.code, f.detail) for f in exc.faults]
        response = _answer(400, exc.code, exc.message, faults)
    elif isinstance(exc, ActionRefused):
        code = 403 if isinstance(exc, NotPermitted) else 409
        code = 412 if isinstance(exc, StaleVersion) else code
        response = _answer(code, exc.code, exc.message, params=_plain(exc.params))
    elif isinstance(exc, ConfirmationRequired):
        response = _answer(403, exc.code, f"{exc.message}：{HOW_TO_CONFIRM}")
        response.asks_again = True  # type: ignore[attr-defined] # no refusal; read by ScopeMiddleware
    elif isinstance(exc, IntegrityError):
        fault = explain(exc)
        response = _answer(409, fault.constraint or "conflict", fault.detail)
    else:
        return None
    response.decided_by_action = response.status_code in {400, 409}  # type: ignore[attr-defined] # read by idempotency
    return response


def _pointer(field: str) -> str:
    """A field of the body, or a parameter of the address where it begins with a question mark."""
    return field if field.startswith("?") else f"/{field}"


def _http(exc: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(exc, ModelInvalid):
        exc = exceptions.ValidationError(
            exc.message_dict if hasattr(exc, "error_dict") else exc.messages
        )
    if isinstance(exc, ObjectDoesNotExist | Http404):
        return _answer(404, "not_found", "没有找到该记录，或它不在您的管理范围内")
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, DataError):
        return _answer(400, "invalid", "请求中含有无法保存的内容（如超出范围的数字或控制字符）")
    if isinstance(exc, OperationalError):
        return _answer(503, "busy", "系统繁忙或查询超时，请缩小范围后重试")
    if isinstance(exc, exceptions.ValidationError):
        return _answer(
            400, "invalid", "请求内容有误，请按提示修改", list(_flatten(exc.get_full_details()))
        )
    if not isinstance(exc, exceptions.APIException):
        return None
    response = drf_exception_handler(exc, context)
    if response is None:
        return None
    detail = next((text for kind, text in WORDS.items() if isinstance(exc, kind)), str(exc.detail))
    if isinstance(exc, exceptions.AuthenticationFailed):
        detail = str(exc.detail)
    code = exc.get_codes()
    response.data = problem(
        response.status_code, code if isinstance(code, str) else exc.default_code, detail
    )
    return response


def _answer(
    status_code: int,
    code: str,
    detail: str,
    errors: Sequence[FieldProblem] = (),
    params: Mapping[str, object] | None = None,
) -> Response:
    extra = {"params": params} if params else {}
    return Response(problem(status_code, code, detail, errors, **extra), status=status_code)


def _flatten(details: Any, pointer: str = "") -> Iterator[FieldProblem]:
    """DRF's nested details as one list with JSON pointers."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield FieldProblem(pointer or "/", str(details["code"]), str(details["message"]))
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            part = "" if name == "non_field_errors" else str(name)  # a list counts its rows
            yield from _flatten(
                inner, part if part.startswith("?") else f"{pointer}/{part}".rstrip("/")
            )
    else:
        for index, inner in enumerate(details):
            nested = isinstance(inner, Mapping) and set(inner) != {"message", "code"}
            yield from _flatten(inner, f"{pointer}/{index}" if nested else pointer)


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    return {
        k: v if isinstance(v, bool | int | str | type(None)) else str(v) for k, v in params.items()
    }
