"""A key bound to a channel raises requests of that channel and asks after them, and no more."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.db import connection
from django.urls import get_resolver

from services.models import Ticket
from tests.factories.accounts import make_unit, make_user
from tests.services.channels.world import request_of
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope

PATH: Final = "/api/v1/intake/"
NOON: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
OPEN: Final = {"schema", "docs"}


@pytest.fixture
def unit(db: None) -> Jurisdiction:
    return make_unit()


def key_of(user: User, **words: Any) -> dict[str, str]:
    access = access_for(user)
    with bootstrap_scope():
        made = tokens.issue(
            user.pk,
            access=access,
            at=datetime.now(UTC),
            name="汉企通对接",
            bound_to="hanqitong",
            **words,
        )
    return {"Authorization": f"Token {made.secret}"}


@pytest.fixture
def key(unit: Jurisdiction) -> dict[str, str]:
    return key_of(make_user("district_staff", unit=unit))


def sent(client: Any, unit: Jurisdiction, key: dict[str, str], **words: Any) -> Any:
    body = {
        "channel": "hanqitong",
        "external_no": "HQT9",
        "title": "申请用地",
        "text": "现有厂房不足",
        "jurisdiction": unit.code,
        **words,
    }
    with connection.cursor() as cursor:  # the requests of one test share one transaction
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return client.post(PATH, body, content_type="application/json", headers=key)


def test_a_bound_key_raises_a_request_of_its_channel(
    client: Any, unit: Jurisdiction, key: dict[str, str]
) -> None:
    made = sent(client, unit, key)

    assert made.status_code == 201
    assert Ticket.objects.get().external_no == "HQT9"


def test_it_answers_a_consultation_at_once(
    client: Any, unit: Jurisdiction, key: dict[str, str]
) -> None:
    made = sent(client, unit, key, nature="consultation", answer="可在线申报。")

    assert (made.status_code, made.json()["state"]) == (201, "closed")


def test_it_sees_its_own_channel_alone(
    client: Any, unit: Jurisdiction, key: dict[str, str]
) -> None:
    request_of("collected", unit=unit, no="HQT1")
    request_of("collected", unit=unit, channel="hotline_12345", no="12345-1")

    rows = client.get(PATH, headers=key).json()["results"]
    asked = client.get(f"{PATH}?channel=hotline_12345", headers=key).json()["results"]

    assert [row["external_no"] for row in rows] == ["HQT1"]
    assert asked == []


def test_it_raises_for_no_other_channel_and_no_other_unit(
    client: Any, unit: Jurisdiction, key: dict[str, str]
) -> None:
    assert sent(client, unit, key, channel="hotline_12345").status_code == 403
    assert sent(client, make_unit(), key).status_code == 403
    assert not Ticket.objects.exists()


def test_every_other_list_of_the_api_is_closed_to_it(
    client: Any, unit: Jurisdiction, key: dict[str, str]
) -> None:
    """The positive control: the same person's whole key opens most of them."""
    user = make_user("bureau_lead")
    whole = tokens.issue(user.pk, access=access_for(user), at=datetime.now(UTC), name="全部")
    lists = [
        f"/{entry.pattern}{inner.pattern}"
        for entry in get_resolver().url_patterns
        if str(entry.pattern) == "api/v1/"
        for inner in entry.url_patterns
        if "<" not in str(inner.pattern) and inner.name not in OPEN
    ]

    found = {path: client.get(path, headers=key).status_code for path in lists}
    control = [
        client.get(path, headers={"Authorization": f"Token {whole.secret}"}).status_code
        for path in lists
    ]

    opened = {path for path, status in found.items() if status not in {403, 405}}
    assert opened <= {PATH, f"{PATH}export/"}
    assert control.count(200) > len(lists) / 3


@pytest.mark.parametrize("path", ["/", "/tickets/", "/enterprises/", "/notices/", "/profile/"])
def test_pages_are_closed_to_it(client: Any, key: dict[str, str], path: str) -> None:
    assert client.get(path, headers=key).status_code in {403, 404}


def test_its_owner_must_hold_what_it_is_bound_to(unit: Jurisdiction) -> None:
    with pytest.raises(NotPermitted, match="为渠道接入诉求"):
        key_of(make_user("auditor"))


def test_it_dies_with_the_right_of_its_owner(client: Any, unit: Jurisdiction) -> None:
    user = make_user("district_staff", unit=unit)
    key = key_of(user)
    with bootstrap_scope():
        user.grants.update(revoked_at=NOON, revoked_reason="离岗")

    assert client.get(PATH, headers=key).status_code == 403


def test_a_channel_nobody_knows_binds_nothing(unit: Jurisdiction) -> None:
    user = make_user("district_staff", unit=unit)

    with bootstrap_scope(), pytest.raises(InputRefused, match="没有“visit”这个渠道"):
        tokens.issue(user.pk, access=access_for(user), at=NOON, name="走访", bound_to="visit")
