"""The scope ends with its block, never widens in silence, and never stays on a connection."""

from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests import databases
from tests.factories.accounts import make_unit, make_user
from tests.walls.conftest import serving
from wuhan_smes import scope
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions.tokens import issue
from wuhan_smes.accounts.models import User
from wuhan_smes.scope import SETTINGS, ScopeWidened, bootstrap_scope, current_scope, scoped

HERE = Access(7, "甲", {Capability.REGISTER_EDIT: Reach(frozenset({1, 2}))})
NARROW = Access(7, "甲", {Capability.REGISTER_VIEW: Reach(frozenset({1}))})
ELSEWHERE = Access(8, "乙", {Capability.REGISTER_EDIT: Reach(frozenset({3}))})
CITY = Access(9, "丙", {Capability.REGISTER_EDIT: Reach(everywhere=True)})
CITY_READ = Access(9, "丙", {Capability.REGISTER_VIEW: Reach(everywhere=True)})


def told() -> dict[str, str]:
    """What the database believes right now."""
    with connection.cursor() as cursor:
        cursor.execute(scope.CURRENT)
        return dict(zip(SETTINGS, cursor.fetchone(), strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("access", "role"),
    [(HERE, "r_scoped"), (NARROW, "r_scoped"), (CITY, "r_city"), (CITY_READ, "r_city_read")],
)
def test_each_breadth_has_its_role(access: Access, role: str) -> None:
    with scoped(access):
        assert told()["role"] == role


@pytest.mark.django_db
def test_reading_does_not_make_writing() -> None:
    both = Access(7, "甲", {**HERE.reaches, Capability.REGISTER_VIEW: Reach(frozenset({5}))})

    with scoped(both):
        assert told()["app.read_jurisdictions"] == "{1,2,5}"
        assert told()["app.write_jurisdictions"] == "{1,2}"


@pytest.mark.django_db
def test_an_inner_scope_gives_back_what_it_took() -> None:
    before = told()
    with scoped(HERE):
        outer = told()
        with scoped(NARROW):
            assert told()["app.read_jurisdictions"] == "{1}"
        assert told() == outer
    assert told() == before
    assert current_scope() is None


@pytest.mark.django_db
def test_a_savepoint_rolled_back_gives_back_the_scope() -> None:
    with scoped(HERE):
        outer = told()
        with pytest.raises(ZeroDivisionError), scoped(NARROW):
            raise ZeroDivisionError
        assert told() == outer


@pytest.mark.django_db
def test_a_scope_closes_although_its_transaction_is_lost() -> None:
    before = told()
    with transaction.atomic(), scoped(HERE):
        transaction.set_rollback(True)

    assert current_scope() is None
    assert told() == before


@pytest.mark.django_db
@pytest.mark.parametrize("wider", [CITY, CITY_READ, ELSEWHERE])
def test_a_wider_scope_is_not_opened_in_silence(wider: Access) -> None:
    with scoped(NARROW), pytest.raises(ScopeWidened), scoped(wider):
        pytest.fail("the scope was widened")


@pytest.mark.django_db
def test_not_even_the_loaders_scope_opens_inside_a_persons() -> None:
    with scoped(HERE), pytest.raises(ScopeWidened), bootstrap_scope():
        pytest.fail("the scope was widened")


@pytest.mark.django_db
def test_a_setting_outlives_a_released_savepoint() -> None:
    """The trap that makes scoped() save and restore: shown, so that nobody simplifies it away."""
    with transaction.atomic():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.actor', '7', true)")
        assert told()["app.actor"] == "7"


def alternate(people: list[User], requests: int) -> list[str]:
    """What stayed on the one connection after each of many requests by turns."""
    clients = []
    for person in people:
        client = Client()
        client.force_login(person)
        clients.append((person, client))
    left = []
    for number in range(requests):
        person, client = clients[number % len(clients)]
        rows = client.get("/api/v1/users/").json()["results"]
        assert {row["jurisdiction"]["code"] for row in rows} == {person.jurisdiction.code}
        left += [f"{k}={v}" for k, v in told().items() if v not in {"", "none"}]
    return left


@pytest.mark.django_db(transaction=True)
def test_a_connection_carries_nothing_from_one_person_to_the_next() -> None:
    people = [make_user("district_lead", unit=make_unit()) for _ in range(4)]

    with serving(databases.url_for("APP_WEB_DATABASE_URL", databases.own_name())):
        assert alternate(people, 200) == []


@pytest.mark.django_db(transaction=True)
def test_a_setting_of_the_session_would_be_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: the check above sees what a session-level setting leaves behind."""
    monkeypatch.setattr(scope, "APPLY", scope.APPLY.replace("%s, true)", "%s, false)"))
    people = [make_user("district_lead", unit=make_unit()) for _ in range(2)]

    with serving(databases.url_for("APP_WEB_DATABASE_URL", databases.own_name())):
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever breaks first, something does
            assert alternate(people, 4) == []
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_between_two_requests_is_replaced() -> None:
    person = make_user("district_lead", unit=make_unit())
    secret = issue(
        person.pk, access=access_for(person), at=timezone.now(), name="程序", days=1
    ).secret
    client = Client(headers={"Authorization": f"Token {secret}"})

    with serving(databases.url_for("APP_WEB_DATABASE_URL", databases.own_name())):
        assert client.get("/api/v1/me/").status_code == 200
        with connection.cursor() as cursor, suppress(OperationalError):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        assert client.get("/api/v1/me/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_web_login_reads_no_enterprise_without_a_scope() -> None:
    with (
        serving(databases.url_for("APP_WEB_DATABASE_URL", databases.own_name())),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
    ):
        cursor.execute("SELECT count(*) FROM enterprises_enterprise")
