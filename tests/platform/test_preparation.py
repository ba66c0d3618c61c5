"""What a start does for the same sources once, and again when they or the database are others."""

import os
import time

import pytest

from wuhan_smes.launcher import preparation
from wuhan_smes.launcher.ground import Addresses
from wuhan_smes.launcher.preparation import forget, prepare, prepare_tables
from wuhan_smes.launcher.programs import Programs

ADDRESSES = Addresses("postgres://w/x", "postgres://k/x", "postgres://o/x", "redis://r")


@pytest.fixture
def start(tmp_path, monkeypatch):
    """A clone with a database of its own; what each start runs is told, not run."""
    (tmp_path / "var/run").mkdir(parents=True)
    (tmp_path / "var/postgres").mkdir()
    (tmp_path / "var/postgres/PG_VERSION").write_text("18")
    (tmp_path / "enterprises/migrations").mkdir(parents=True)
    (tmp_path / "enterprises/migrations/0001_tables.py").write_text("")
    (tmp_path / "requirements.txt").write_text("")
    programs = Programs(tmp_path, {"MODE": "demo"}, ADDRESSES)
    ran = []

    def run(jobs):
        ran[:] = [job.name for job in jobs]
        (tmp_path / "var/static").mkdir(exist_ok=True)

    monkeypatch.setattr(preparation, "_run", run)

    def go(*, ours=True, alone=False, demo=True):
        data = tmp_path / "var/postgres" if ours else None
        ran.clear()
        if alone:
            prepare_tables(programs, data=data)
        else:
            prepare(programs, demo=demo, data=data)
        return set(ran)

    go.root = tmp_path
    return go


def test_a_second_start_of_the_same_does_nothing(start):
    assert start() == {"prepare", "collectstatic"}
    assert start() == set()
    assert start(alone=True) == set()


def test_a_changed_source_is_looked_at_again(start):
    start()
    migration = start.root / "enterprises/migrations/0001_tables.py"
    os.utime(migration, (time.time() + 5, time.time() + 5))

    assert start(alone=True) == {"prepare"}
    assert start() == {"prepare"}


def test_another_database_in_its_place_is_looked_at_again(start):
    start()
    version = start.root / "var/postgres/PG_VERSION"
    version.rename(start.root / "old")
    version.write_text("18")

    assert start() == {"prepare"}


def test_after_tables_were_changed_by_hand_and_of_others_servers_all_is_looked_at(start):
    start()
    forget(start.root)

    assert start() == {"prepare"}
    assert start(ours=False) == {"prepare"}


def test_a_start_that_is_broken_off_leaves_nothing_remembered(start, monkeypatch):
    def broken(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(preparation, "_run", broken)
        with pytest.raises(KeyboardInterrupt):
            start()

    assert start() == {"prepare", "collectstatic"}
