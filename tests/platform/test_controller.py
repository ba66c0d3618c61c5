"""What the tests' own ground promises."""

import pytest
from django.db import connection


def current(what: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what}")
        row = cursor.fetchone()
    return row[0]


@pytest.mark.django_db
def test_the_tests_work_in_the_bootstrap_role():
    assert (current("session_user"), current("current_user")) == ("app_test", "app_bootstrap")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_transactional_test_starts_from_a_fresh_clone(attempt):
    assert current("count(*) FROM django_session") == 0

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('left-behind', '', now())")
