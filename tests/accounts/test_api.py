"""Accounts, rights and tokens over HTTP: the same actions, in words a program reads."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.accounts.conftest import GOOD_PASSWORD, Office
from tests.factories.accounts import PASSWORD, make_user
from wuhan_smes.accounts.models import ApiToken, Grant, User

pytestmark = pytest.mark.django_db


def caller(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def test_me_says_what_one_may_do_and_where(office: Office) -> None:
    body = caller(office.clerk).get("/api/v1/me/").json()

    assert (body["username"], body["jurisdiction"]["code"]) == (
        office.clerk.username,
        office.unit.code,
    )
    edit = next(one for one in body["abilities"] if one["code"] == "register.edit")
    assert edit == {
        "code": "register.edit",
        "label": "维护企业",
        "everywhere": False,
        "places": [office.unit.name],
    }
    assert not {"password", "sessions_ended"} & set(body)


def test_whoever_is_not_known_is_told_to_sign_in() -> None:
    answer = APIClient().get("/api/v1/me/")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_an_account_is_opened_amended_and_shut(office: Office) -> None:
    keeper = caller(office.keeper)
    body = {"username": "xin-ren", "display_name": "新人", "password": GOOD_PASSWORD}

    made = keeper.post("/api/v1/users/", {**body, "jurisdiction": office.unit.code})
    address = f"/api/v1/users/{made.json()['id']}/"
    renamed = keeper.patch(address, {"display_name": "旧人"}, HTTP_IF_MATCH=made.headers["ETag"])
    stale = keeper.patch(address, {"display_name": "谁"}, HTTP_IF_MATCH=made.headers["ETag"])
    shut = keeper.post(f"{address}disable/", {"reason": "调离"})

    assert (made.status_code, "password" in made.json()) == (201, False)
    assert renamed.json()["display_name"] == "旧人"
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert shut.json()["is_active"] is False


def test_unknown_fields_and_codes_are_faults_by_name(office: Office) -> None:
    keeper = caller(office.keeper)
    body = {"username": "xin", "display_name": "新", "password": GOOD_PASSWORD}

    strange = keeper.post(
        "/api/v1/users/", {**body, "jurisdiction": office.unit.code, "is_superuser": True}
    )
    nowhere = keeper.post("/api/v1/users/", {**body, "jurisdiction": "atlantis"})

    assert strange.json()["errors"][0]["pointer"] == "/is_superuser"
    assert nowhere.json()["errors"][0]["pointer"] == "/jurisdiction"


def test_people_of_another_unit_do_not_exist(office: Office, elsewhere: Office) -> None:
    keeper = caller(office.keeper)

    assert keeper.get(f"/api/v1/users/{elsewhere.clerk.pk}/").status_code == 404
    assert (
        keeper.post(f"/api/v1/users/{elsewhere.clerk.pk}/disable/", {"reason": "x"}).status_code
        == 404
    )
    shown = {one["id"] for one in keeper.get("/api/v1/users/").json()["results"]}
    assert shown == {office.keeper.pk, office.lead.pk, office.clerk.pk}


def test_a_right_goes_through_four_eyes(office: Office) -> None:
    body = {
        "user": office.clerk.pk,
        "role": "finance",
        "anchor": office.unit.code,
        "reason": "分管资金",
    }
    made = caller(office.keeper).post("/api/v1/grants/", body)
    address = f"/api/v1/grants/{made.json()['id']}/"

    by_proposer = caller(office.keeper).post(f"{address}approve/", {})
    by_lead = caller(office.lead).post(f"{address}approve/", {})
    ended = caller(office.lead).post(f"{address}revoke/", {"reason": "调岗"})

    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    assert by_proposer.status_code == 403
    assert by_lead.json()["state"] == "in_force"
    assert (ended.json()["state"], ended.json()["state_label"]) == ("revoked", "已撤销")


@pytest.mark.parametrize(("waiting", "count"), [("true", 1), ("false", 3)])
def test_grants_that_wait_can_be_listed_apart(office: Office, waiting: str, count: int) -> None:
    Grant.objects.create(
        user=office.clerk,
        role="finance",
        jurisdiction=office.unit,
        proposed_by=office.keeper,
        proposed_at="2026-03-03T04:00:00Z",
    )

    answer = caller(office.lead).get(f"/api/v1/grants/?waiting={waiting}")

    assert len(answer.json()["results"]) == count


def test_a_token_reads_as_its_owner_and_writes_only_if_asked(office: Office) -> None:
    keeper = caller(office.keeper)
    reading = keeper.post("/api/v1/tokens/", {"name": "导数"}).json()["token"]
    writing = keeper.post("/api/v1/tokens/", {"name": "对接", "may_write": True}).json()["token"]
    disable = f"/api/v1/users/{office.clerk.pk}/disable/"

    def by(token: str) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Token {token}"}

    program = APIClient()
    assert program.get("/api/v1/users/", **by(reading)).status_code == 200
    assert program.post(disable, {"reason": "调离"}, **by(reading)).status_code == 403
    assert program.post(disable, {"reason": "调离"}, **by(writing)).status_code == 200


def test_a_program_cannot_make_itself_another_key(office: Office) -> None:
    token = caller(office.clerk).post("/api/v1/tokens/", {"name": "导数"}).json()["token"]

    answer = APIClient().post(
        "/api/v1/tokens/", {"name": "自助"}, HTTP_AUTHORIZATION=f"Token {token}"
    )

    assert answer.status_code == 403
    assert ApiToken.scoped.filter(user=office.clerk).count() == 1


def test_tokens_are_listed_without_their_secret_and_revoked(office: Office) -> None:
    clerk = caller(office.clerk)
    secret = clerk.post("/api/v1/tokens/", {"name": "导数"}).json()["token"]
    (listed,) = clerk.get("/api/v1/tokens/").json()

    gone = clerk.post(f"/api/v1/tokens/{listed['token_key']}/revoke/", {})

    assert secret not in str(listed)
    assert gone.status_code == 204
    assert clerk.get("/api/v1/tokens/").json() == []
    after = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {secret}")
    assert after.status_code == 401


def test_a_token_says_on_which_day_it_was_last_used(office: Office) -> None:
    clerk = caller(office.clerk)
    secret = clerk.post("/api/v1/tokens/", {"name": "导数"}).json()["token"]
    before = clerk.get("/api/v1/tokens/").json()[0]["last_used_on"]

    APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {secret}")

    after = clerk.get("/api/v1/tokens/").json()[0]["last_used_on"]
    assert (before, after) == (None, timezone.localdate().isoformat())


def test_a_secret_is_not_kept_for_repeated_requests(office: Office) -> None:
    clerk = caller(office.clerk)
    key = {"HTTP_IDEMPOTENCY_KEY": "token-once-1"}

    first = clerk.post("/api/v1/tokens/", {"name": "导数"}, **key)
    again = clerk.post("/api/v1/tokens/", {"name": "导数"}, **key)

    assert first.json()["token"]
    assert (again.status_code, again.content) == (201, b"")


def test_disabling_somebody_ends_his_session_with_the_next_request(office: Office) -> None:
    clerk = caller(office.clerk)
    assert clerk.get("/api/v1/me/").status_code == 200

    caller(office.keeper).post(f"/api/v1/users/{office.clerk.pk}/disable/", {"reason": "调离"})
    caller(office.keeper).post(f"/api/v1/users/{office.clerk.pk}/enable/", {})

    assert clerk.get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_number_of_questions_however_long(
    office: Office, count: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(count):
        make_user("district_staff", unit=office.unit, password=PASSWORD)
    lead = caller(office.lead)

    with django_assert_max_num_queries(20):  # type: ignore[operator] # a pytest-django fixture
        lead.get("/api/v1/users/")
        lead.get("/api/v1/grants/")
