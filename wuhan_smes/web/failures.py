"""Pages for when something is refused or breaks: what happened, and what to do now.

No traceback and no detail of the inside ever reaches a person. The pages for a broken system and
for a busy one ask neither the database nor the session, so that they show when those are down.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.web.context import product
from wuhan_smes.web.problems import problem_response, wants_problem


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail: its HTTP status, and the words for it."""

    status: int
    code: str
    title: str
    detail: str
    advice: str


BAD_REQUEST: Final = Failure(
    400,
    "bad_request",
    "请求无法识别",
    "提交的内容不完整或格式不对。",
    "请返回上一页检查后重新提交。",
)
FORBIDDEN: Final = Failure(
    403,
    "not_permitted",
    "没有权限",
    "您没有打开这一页的权限，或这些数据不属于您的单位。",
    "如工作需要，请联系本单位的平台管理员申请授权。",
)
STALE_FORM: Final = Failure(
    403,
    "csrf_failed",
    "页面已失效",
    "这个页面打开得太久，或浏览器没有保存登录凭据，因此没有提交任何内容。",
    "请返回上一页，刷新后重新填写并提交；如仍不行，请确认浏览器允许 Cookie。",
)
MISSING: Final = Failure(
    404,
    "not_found",
    "找不到这一页",
    "地址可能写错了，内容可能已移走，或者不在您可以查看的范围内。",
    "请检查地址，或从首页重新进入。",
)
WRONG_METHOD: Final = Failure(
    405,
    "method_not_allowed",
    "不支持这种操作",
    "这个地址不接受这种请求方式。",
    "请从页面上的按钮进入。",
)
REFUSED: Final = Failure(409, "refused", "未能办理", "", "数据没有任何改动。请按提示处理后再试。")
BUSY: Final = Failure(
    503,
    "busy",
    "查询时间过长",
    "这次查询超过了时限，已停止，数据没有任何改动。",
    "请缩小日期、单位或梯度的范围后再试，或稍后再来。",
)
BROKEN: Final = Failure(
    500,
    "server_error",
    "系统暂时出错",
    "问题出在系统这一边，刚才的操作没有保存。",
    "请稍后再试；如反复出现，请把出错时间和正在办理的事项告诉平台管理员。",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return shown(request, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return shown(request, FORBIDDEN, words)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return shown(request, MISSING)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return shown(request, STALE_FORM)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    return shown(request, WRONG_METHOD)


def refused(request: HttpRequest, refusal: ActionRefused) -> HttpResponse:
    """A refusal of the domain, in its own words."""
    if isinstance(refusal, NotPermitted):
        return shown(request, FORBIDDEN, refusal.message)
    failure = BAD_REQUEST if isinstance(refusal, InputRefused) else REFUSED
    return shown(request, failure, refusal.message)


def busy(request: HttpRequest) -> HttpResponse:
    """The database stopped the work, and answers nothing more until the request has ended."""
    return _alone(request, BUSY)


def server_error(request: HttpRequest) -> HttpResponse:
    return _alone(request, BROKEN)


def shown(request: HttpRequest, failure: Failure, detail: str = "") -> HttpResponse:
    """`failure` as a page, or as problem+json under /api/."""
    if wants_problem(request):
        return problem_response(failure.status, failure.code, detail or failure.detail)
    access: Access | None = getattr(request, "access", None)
    inside = access is not None and access.actor_id is not None
    context = {
        "failure": failure,
        "title": failure.title,
        "detail": detail or failure.detail,
        "frame": "web/base.html" if inside else "web/base_alone.html",
    }
    return render(request, "web/failure.html", context, status=failure.status)


def _alone(request: HttpRequest, failure: Failure) -> HttpResponse:
    """`failure` without the frame of a page, which would ask who is here."""
    if wants_problem(request):
        return problem_response(failure.status, failure.code, failure.detail)
    words = {"failure": failure, "detail": failure.detail, "product": product()}
    page = render_to_string("web/failure.html", {**words, "frame": "web/base_alone.html"})
    return HttpResponse(page, status=failure.status)
