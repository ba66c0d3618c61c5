"""Every command finds the database without an address being typed."""

import os

import pytest

from wuhan_smes.launcher import commands
from wuhan_smes.launcher.ground import Addresses, only_one

ADDRESSES = Addresses("postgres://web/x", "postgres://worker/x", "postgres://owner/x", "redis://r")


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """An environment that names nothing, in a folder of its own."""
    for name in ("MODE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "")  # remembered, so that the test run's own values come back
        monkeypatch.delenv(name)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    return tmp_path


def test_an_address_that_is_given_stays_as_it_is(bare, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://given/x")

    with commands.database_for(["migrate"]):
        assert os.environ["DATABASE_URL"] == "postgres://given/x"


def test_production_is_never_given_an_address(bare, monkeypatch):
    monkeypatch.setenv("MODE", "production")

    with commands.database_for(["migrate"]):
        assert "DATABASE_URL" not in os.environ


@pytest.mark.parametrize("arguments", [["makemigrations"], ["load_demo", "--help"], []])
def test_a_command_without_a_database_starts_none(bare, arguments):
    with commands.database_for(arguments):
        assert os.environ["DATABASE_URL"] == commands.NOWHERE

    assert not (bare / "var").exists()


@pytest.mark.parametrize(
    ("command", "address"), [("migrate", ADDRESSES.owner), ("verify_audit", ADDRESSES.worker)]
)
def test_beside_a_running_product_its_addresses_are_used(bare, command, address):
    with only_one(bare / "var"):
        ADDRESSES.save(bare / "var" / "run" / "addresses.json")

        with commands.database_for([command]):
            found = (os.environ["DATABASE_URL"], os.environ["REDIS_URL"], os.environ["MODE"])

    assert found == (address, ADDRESSES.redis, "demo")


def test_a_product_that_is_still_starting_is_waited_for_in_a_sentence(bare):
    with (
        only_one(bare / "var"),
        pytest.raises(SystemExit, match="正在启动"),
        commands.database_for(["migrate"]),
    ):
        pass
