"""Rows read as an answer says them: the same rows, text for text, under whoever's scope it is."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.core.exceptions import EmptyResultSet
from django.test import Client
from django.utils import timezone

from enterprises.api.shown import COLUMNS
from enterprises.models import Enterprise
from tests import databases
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise, make_industry
from tests.walls.conftest import serving
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions.tokens import issue
from wuhan_smes.accounts.models import User
from wuhan_smes.frames import text_of
from wuhan_smes.prepared import said
from wuhan_smes.scope import bootstrap_scope
from wuhan_smes.web.pagination import Cursor

URL = "/api/v1/enterprises/"
REVOKED = "UPDATE accounts_grant SET revoked_at = now(), revoked_reason = '调岗'"
# What narrows the list of enterprises, each in its own way: columns, joins, subqueries.
ASKED = (
    {},
    {"tier": "srdi_sme"},
    {"highest_tier": "little_giant"},
    {"industry": "C39", "size": "small"},
    {"status": "active"},
    {"tag": "外资"},
    {"expiring_before": "2027-01-01"},
    {"uscc": "91420100616400352X"},
    {"ordering": "-updated_at"},
    {"ordering": "-id", "page_size": "1"},
    {"cursor": Cursor("id", (1,)).encoded()},
    {"cursor": Cursor("id", (9,), backwards=True).encoded()},
)


def texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of Django's own, with days and moments written as the API writes them."""

    def text(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return value.isoformat() if hasattr(value, "isoformat") else value

    return [{name: text(value) for name, value in row.items()} for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_rows_are_said_as_django_reads_them(microsecond: int) -> None:
    moment = datetime(2026, 1, 31, 23, 59, 1, microsecond, tzinfo=UTC)
    one = make_enterprise(industry=make_industry(), tags=["高企", "外资"], is_above_scale=None)
    with bootstrap_scope():
        Enterprise.objects.filter(pk=one.pk).update(created_at=moment, updated_at=moment)
        rows = Enterprise.objects.order_by("id").values(*COLUMNS)

        assert list(said(rows.all())) == texts(list(rows))


@pytest.mark.django_db
def test_nobodys_reach_is_an_empty_list() -> None:
    make_enterprise()
    with bootstrap_scope():
        none = Enterprise.objects.filter(pk__in=()).values(*COLUMNS)

        with pytest.raises(EmptyResultSet):
            text_of(none.query)
        assert list(said(none)) == []


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements of lists, each compared with what Django compiles from nothing."""
    seen: list[str] = []

    def checked(query: Any) -> Any:
        text = text_of(query)
        assert text == query.sql_with_params()
        seen.append(text[0])
        return text

    monkeypatch.setattr("wuhan_smes.prepared.text_of", checked)
    return seen


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["bureau_staff", "district_staff"])
def test_a_frame_filled_in_is_what_django_compiles(role: str, compared: list[str]) -> None:
    client = Client()
    client.force_login(make_user(role, unit=make_unit() if role == "district_staff" else None))

    for words in (*ASKED, *ASKED):
        assert client.get(URL, words).status_code == 200
    for words in ({}, {"tier": "tech_innovative"}, {"in_force": "true"}, {"in_force": "false"}):
        assert client.get("/api/v1/recognitions/", words).status_code == 200

    assert len(compared) == 2 * len(ASKED) + 4


def program(person: User) -> Client:
    """Asks with a token of `person`, as programs do."""
    issued = issue(person.pk, access=access_for(person), at=timezone.now(), name="程序", days=1)
    return Client(headers={"Authorization": f"Token {issued.secret}"})


def ended(statement: str, person: User) -> None:
    """Done behind the product's back, while its connection stays open."""
    with psycopg.connect(databases.url_for("TEST_ADMIN_DATABASE_URL", databases.own_name())) as it:
        assert it.execute(statement.encode(), [person.pk]).rowcount == 1


def web() -> AbstractContextManager[None]:
    """One connection of the web's own login answers everybody, its statements kept."""
    return serving(databases.url_for("APP_WEB_DATABASE_URL", databases.own_name()))


@pytest.mark.django_db(transaction=True)
def test_a_kept_statement_shows_each_person_his_own() -> None:
    firms = [make_enterprise(unit=make_unit()) for _ in range(2)]
    asked = [
        (program(make_user("district_staff", unit=firm.jurisdiction)), {firm.pk}) for firm in firms
    ]
    asked.append((program(make_user("bureau_staff")), {firm.pk for firm in firms}))

    with web():
        for _ in range(4):
            for client, expected in asked:
                assert {row["id"] for row in client.get(URL).json()["results"]} == expected


@pytest.mark.django_db(transaction=True)
def test_what_was_ended_is_ended_for_the_next_request() -> None:
    """However often the same was asked before on the same connection."""
    ends = {
        f"{REVOKED} WHERE user_id = %s": 403,
        "DELETE FROM accounts_apitoken WHERE user_id = %s": 401,
        "UPDATE accounts_user SET is_active = false WHERE id = %s": 401,
    }
    people = [make_user("district_staff", unit=make_unit()) for _ in ends]
    programs = [program(person) for person in people]

    with web():
        assert {one.get(URL).status_code for _ in range(4) for one in programs} == {200}
        for person, one, (end, answer) in zip(people, programs, ends.items(), strict=True):
            ended(end, person)
            assert one.get(URL).status_code == answer, end
