"""What people see when something is refused or breaks."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.access import Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions.tokens import issue
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web import failures
from wuhan_smes.web.pages import ScopedPage


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the-inside-of-the-house")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("the-inside-of-the-house")


def slow(request: HttpRequest) -> HttpResponse:
    """As a screen of the admin: no page of ours."""
    take_too_long()
    return HttpResponse()


def take_too_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(2)")


class Trail(ScopedPage):
    capability = Capability.TRAIL_VIEW
    title = "留痕"
    template_name = "web/help/index.html"


class Refusing(ScopedPage):
    capability = None
    title = "拒绝"

    def get(self, request, *args, **kwargs):
        raise ActionRefused("该批次已经公布，不能再改")


class Slow(ScopedPage):
    capability = None
    title = "慢"

    def get(self, request, *args, **kwargs):
        take_too_long()


class SlowToDraw(ScopedPage):
    capability = None
    title = "画得慢"
    template_name = "web/help/index.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": take_too_long}


urlpatterns = [
    path("slow/", Slow.as_view()),
    path("slow-to-draw/", SlowToDraw.as_view()),
    path("slow-screen/", slow),
    path("broken/", broken),
    path("api/v1/broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    path("trail/", Trail.as_view()),
    path("refusing/", Refusing.as_view()),
    path("", include("wuhan_smes.urls")),
]
handler400 = failures.bad_request
handler403 = failures.permission_denied
handler404 = failures.page_not_found
handler500 = failures.server_error


@pytest.fixture
def at_home():
    """A client that is signed in as somebody of a district, and these addresses."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user("district_staff", unit=make_unit()))
    with override_settings(ROOT_URLCONF=__name__):
        yield client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no-such-page/", 404, "找不到这一页"),
        ("/forbidden/", 403, "没有权限"),
        ("/suspicious/", 400, "请求无法识别"),
        ("/broken/", 500, "系统暂时出错"),
        ("/trail/", 403, "您没有“查看操作留痕”的权限"),
        ("/refusing/", 409, "该批次已经公布，不能再改"),
        ("/slow/", 503, "查询时间过长"),
        ("/slow-to-draw/", 503, "查询时间过长"),
        ("/slow-screen/", 503, "请缩小日期、单位或梯度的范围"),
    ],
)
def test_a_failure_is_a_page_in_chinese_that_says_what_to_do(at_home, address, status, words):
    response = at_home.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "回到首页" in page
    assert "Traceback" not in page
    assert "the-inside-of-the-house" not in page


@pytest.mark.django_db
def test_who_comes_with_a_token_is_told_the_same_when_a_query_takes_too_long():
    person = make_user("district_staff", unit=make_unit())
    secret = issue(
        person.pk, access=access_for(person), at=timezone.now(), name="程序", days=1
    ).secret
    client = Client(raise_request_exception=False, headers={"Authorization": f"Token {secret}"})

    with override_settings(ROOT_URLCONF=__name__):
        response = client.get("/slow/")

    assert (response.status_code, "查询时间过长" in response.content.decode()) == (503, True)


def test_the_page_for_a_broken_system_asks_no_database():
    # No database is allowed in this test: a query would fail it.
    response = failures.server_error(RequestFactory().get("/board/"))

    assert response.status_code == 500
    assert "刚才的操作没有保存" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [("/api/v1/nothing/", 404, "not_found"), ("/api/v1/broken/", 500, "server_error")],
)
def test_a_program_gets_a_problem_document_instead(at_home, address, status, code):
    response = at_home.get(address)

    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["code"]) == (status, code)


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing_and_says_how_to_go_on():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "页面已失效" in response.content.decode()


@pytest.mark.django_db
def test_a_page_refuses_a_method_it_does_not_know(at_home):
    response = at_home.post("/trail/")

    assert response.status_code == 403  # who may not open it is not told what it can do
    assert at_home.post("/help/").status_code == 405
    assert "不支持这种操作" in at_home.post("/help/").content.decode()


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_before_anything_else(client):
    response = client.get("/profile/")

    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/profile/")
