"""The web does not serve with a login that the second wall does not bind."""

import pytest
from django.db import connections

from tests.databases import own_name, url_for
from wuhan_smes.database_role import refuse_powerful_login
from wuhan_smes.env import Environment, EnvironmentRefused


@pytest.fixture
def login_as(transactional_db):
    """Connects this process as whoever the variable names; by itself again afterwards."""
    connection = connections["default"]
    usual = dict(connection.settings_dict)

    def use(variable: str) -> None:
        found = Environment({"D": url_for(variable, own_name())}).database("D")
        connection.close()
        connection.settings_dict.update(found)

    yield use
    connection.close()
    connection.settings_dict.update(usual)


def test_a_superuser_is_refused(login_as):
    login_as("TEST_ADMIN_DATABASE_URL")

    with pytest.raises(EnvironmentRefused, match="角色 postgres 是超级用户"):
        refuse_powerful_login()


@pytest.mark.parametrize("login", ["APP_WEB", "APP_WORKER", "APP_OWNER"])
def test_the_logins_of_the_product_are_accepted(login_as, login):
    login_as(f"{login}_DATABASE_URL")

    assert refuse_powerful_login() is None


def test_a_database_that_is_away_does_not_keep_the_web_from_starting(login_as, caplog):
    login_as("APP_WEB_DATABASE_URL")
    connections["default"].settings_dict["PORT"] = "1"

    refuse_powerful_login()

    assert "could not be checked" in caplog.text
