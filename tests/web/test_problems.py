"""Every way the API can say no is a problem document, with a code and a Chinese sentence."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.accounts.api.people import UserViewSet
from wuhan_smes.accounts.models import User

pytestmark = pytest.mark.django_db
USERS = "/api/v1/users/"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def keeper() -> User:
    return make_user("administrator", unit=make_unit())


def caller(user: User | None) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def is_problem(answer: Any, status: int, code: str) -> bool:
    """RFC 9457, as the product writes it."""
    assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.content
    body = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= set(body)
    assert CHINESE.search(body["detail"])
    assert CHINESE.search(body["title"])
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    return True


def test_400_names_the_parameter(keeper: User) -> None:
    answer = caller(keeper).get(f"{USERS}?colour=red")

    assert is_problem(answer, 400, "invalid")
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "?colour"
    assert "username" in fault["detail"]


def test_400_names_every_field_at_fault(keeper: User) -> None:
    answer = caller(keeper).post(USERS, {"display_name": "", "height": 1})

    assert is_problem(answer, 400, "invalid")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/height"]
    answer = caller(keeper).post(USERS, {"display_name": ""})
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/display_name",
        "/jurisdiction",
        "/password",
        "/username",
    }


def test_400_for_what_is_no_json(keeper: User) -> None:
    answer = caller(keeper).post(USERS, "{broken", content_type="application/json")

    assert is_problem(answer, 400, "parse_error")


def test_400_for_what_the_database_cannot_hold(keeper: User) -> None:
    answer = caller(keeper).get(f"{USERS}?username=%00")

    assert is_problem(answer, 400, "invalid")


def test_401_for_nobody_and_for_a_bad_token() -> None:
    assert is_problem(caller(None).get(USERS), 401, "not_authenticated")
    bad = caller(None).get(USERS, HTTP_AUTHORIZATION="Token nonsense")
    assert is_problem(bad, 401, "authentication_failed")
    assert bad.headers["WWW-Authenticate"] == "Token"


def test_403_without_the_capability() -> None:
    clerk = make_user("district_staff", unit=make_unit())

    assert is_problem(caller(clerk).get(USERS), 403, "not_permitted")


def test_404_for_a_missing_row_a_foreign_row_and_a_missing_address(keeper: User) -> None:
    foreign = make_user("district_staff", unit=make_unit())
    client = caller(keeper)

    for address in (f"{USERS}999999999/", f"{USERS}{foreign.pk}/", "/api/v1/nothing/"):
        assert is_problem(client.get(address), 404, "not_found")


def test_405_and_406_and_415(keeper: User) -> None:
    client = caller(keeper)

    assert is_problem(client.delete(USERS), 405, "method_not_allowed")
    assert is_problem(client.get(USERS, HTTP_ACCEPT="text/turtle"), 406, "not_acceptable")
    xml = client.post(USERS, "<a/>", content_type="application/xml")
    assert is_problem(xml, 415, "unsupported_media_type")


def test_409_for_a_refusal(keeper: User) -> None:
    clerk = make_user("district_staff", unit=keeper.jurisdiction)

    assert is_problem(caller(keeper).post(f"{USERS}{clerk.pk}/enable/", {}), 409, "refused")


def test_428_without_and_412_with_a_stale_version(keeper: User) -> None:
    clerk = make_user("district_staff", unit=keeper.jurisdiction)
    client, address = caller(keeper), f"{USERS}{clerk.pk}/"
    body = {"display_name": "改"}

    assert is_problem(client.patch(address, body), 428, "precondition_required")
    for stale in (f'"{clerk.pk}-7"', f'"{keeper.pk}-1"', '"nonsense"', "*"):
        answer = client.patch(address, body, HTTP_IF_MATCH=stale)
        assert is_problem(answer, 412, "stale_version")


def test_500_tells_nothing_of_the_inside(keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(UserViewSet, "list", broken)

    answer = caller(keeper).get(USERS)

    assert is_problem(answer, 500, "server_error")
    assert "secret" not in answer.content.decode()


def test_503_when_the_database_is_too_slow(keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(UserViewSet, "list", slow)

    assert is_problem(caller(keeper).get(USERS), 503, "busy")


def test_a_refusal_of_permission_is_in_the_trail(keeper: User) -> None:
    from wuhan_smes.audit.models import AuditEvent  # noqa: PLC0415 - one test's own

    clerk = make_user("district_staff", unit=make_unit())

    caller(clerk).get(USERS)

    entry = AuditEvent.objects.get(kind="refusal.permission", actor_id=clerk.pk)
    assert entry.target_name == f"GET {USERS}"
