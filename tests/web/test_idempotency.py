"""The same POST sent again has one effect and one answer, however many send it at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.accounts.models import ApiToken, User
from wuhan_smes.web import idempotency
from wuhan_smes.web.models import IdempotencyKey

TOKENS = "/api/v1/tokens/"


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("district_staff", unit=make_unit())


def post(client: APIClient, key: str, body: dict[str, object] | None = None) -> Response:
    return client.post(TOKENS, body or {"name": "导数"}, HTTP_IDEMPOTENCY_KEY=key)


def storm(people: list[User], keys: int, senders: int) -> Counter[int]:
    """Every key of everybody, sent by many at once; what they were answered."""
    work = [(p, f"storm-{k}-{p.pk}") for k in range(keys) for p in people for _ in range(senders)]

    def send(one: tuple[User, str]) -> int:
        try:
            return post(signed_in(one[0]), one[1]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return Counter(pool.map(send, work))


@pytest.mark.django_db(transaction=True)
def test_twenty_keys_sent_by_ten_each_make_twenty_tokens() -> None:
    people = [make_user("district_staff", unit=make_unit()) for _ in range(4)]

    answers = storm(people, keys=5, senders=10)

    assert set(answers) <= {201, 409}
    assert [ApiToken.scoped.filter(user=person).count() for person in people] == [5, 5, 5, 5]


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_each_would_make_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control."""

    def unguarded(_: object, __: int, perform: Callable[[], object], **___: object) -> object:
        return perform()

    monkeypatch.setattr(idempotency, "once", unguarded)
    person = make_user("district_staff", unit=make_unit())

    storm([person], keys=1, senders=3)

    assert ApiToken.scoped.filter(user=person).count() == 3


def test_the_same_key_with_another_body_is_refused(clerk: User) -> None:
    client = signed_in(clerk)
    post(client, "altered-1")

    again = post(client, "altered-1", {"name": "别的"})

    assert (again.status_code, again.json()["code"]) == (422, "idempotency_key_reused")
    assert ApiToken.scoped.filter(user=clerk).count() == 1


@pytest.mark.django_db
def test_a_refusal_by_an_action_is_repeated_without_its_writes() -> None:
    office = make_unit()
    keeper, clerk = make_user("administrator", unit=office), make_user("finance", unit=office)
    body = {"user": clerk.pk, "role": "finance", "anchor": office.code, "reason": "再给"}
    client = signed_in(keeper)

    first = client.post("/api/v1/grants/", body, HTTP_IDEMPOTENCY_KEY="refused-1")
    again = client.post("/api/v1/grants/", body, HTTP_IDEMPOTENCY_KEY="refused-1")

    assert (first.status_code, again.status_code) == (409, 409)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_fault_of_form_is_not_kept(clerk: User) -> None:
    client = signed_in(clerk)
    wrong = post(client, "corrected-1", {"days": 0})

    right = post(client, "corrected-1")

    assert (wrong.status_code, right.status_code) == (400, 201)


def test_two_people_may_use_the_same_key(clerk: User) -> None:
    other = make_user("district_staff", unit=clerk.jurisdiction)

    answers = [post(signed_in(one), "same-key-1").status_code for one in (clerk, other)]

    assert answers == [201, 201]


@pytest.mark.parametrize("key", ["short", "with space 1", "中文键中文键中文键", "x" * 101])
def test_a_key_is_eight_to_a_hundred_plain_characters(clerk: User, key: str) -> None:
    answer = post(signed_in(clerk), key)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "?Idempotency-Key"


@pytest.mark.django_db
def test_access_is_checked_again_when_an_answer_is_repeated() -> None:
    office = make_unit()
    keeper, clerk = make_user("administrator", unit=office), make_user("finance", unit=office)
    client = signed_in(keeper)
    address = f"/api/v1/users/{clerk.pk}/disable/"
    client.post(address, {"reason": "调离"}, HTTP_IDEMPOTENCY_KEY="moved-on-1")
    keeper.grants.update(revoked_at="2026-03-03T04:00:00Z", revoked_reason="调岗")

    again = client.post(address, {"reason": "调离"}, HTTP_IDEMPOTENCY_KEY="moved-on-1")

    assert again.status_code == 403


def test_what_is_kept_of_a_body_depends_on_the_key_of_the_installation(
    clerk: User, settings: Any
) -> None:
    """Positive control of a password that somebody tries out on a copied table."""
    kept = []
    for secret in ("one" * 20, "one" * 20, "two" * 20):
        settings.SECRET_KEY = secret
        IdempotencyKey.objects.all().delete()
        post(signed_in(clerk), "the-same-key")
        kept.append(bytes(IdempotencyKey.objects.get().fingerprint))

    assert kept[0] == kept[1] != kept[2]
