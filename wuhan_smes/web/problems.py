"""Errors as RFC 9457 problem documents, in Chinese, the same for every door of the API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final[Mapping[int, str]] = {
    400: "请求内容有误",
    401: "尚未登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    406: "无法提供所要的格式",
    409: "当前不能办理",
    412: "数据已被他人修改",
    413: "内容过大",
    415: "不支持的内容类型",
    422: "请求无法处理",
    428: "缺少版本条件",
    429: "请求过于频繁",
    500: "系统出错",
    503: "暂时无法服务",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field at fault; `pointer` is a JSON pointer into the body or `?name` for a parameter."""

    pointer: str
    code: str
    detail: str


def problem(
    status: int,
    code: str,
    detail: str,
    errors: Iterable[FieldProblem] = (),
    **extra: object,
) -> dict[str, Any]:
    """The body of one problem document."""
    body: dict[str, Any] = {
        "type": f"/help/errors/#{code}",
        "title": TITLES.get(status, "请求未完成"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    listed = [{"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in errors]
    if listed:
        body["errors"] = listed
    return body | extra


def problem_response(status: int, code: str, detail: str) -> JsonResponse:
    """A problem outside any API view: unknown address, broken token, server error."""
    return JsonResponse(
        problem(status, code, detail),
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def wants_problem(request: HttpRequest) -> bool:
    """Programs get problem documents, people get pages."""
    return request.path.startswith("/api/")
