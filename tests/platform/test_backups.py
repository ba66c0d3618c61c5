"""Back to the second before a wrong delete, and nothing acknowledged lost with the disk."""

import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.postgres import EmbeddedPostgres
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.backups import Backups
from wuhan_smes.launcher.copying import restore_into

QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_wal_size": "64MB"}
PATIENCE = 60
HAS_IT_ALL = """
    SELECT coalesce(max(flush_lsn), '0/0') >= pg_current_wal_flush_lsn() FROM pg_stat_replication
"""


@contextmanager
def serving(place, var):
    server = EmbeddedPostgres(place, var, QUICK)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            yield server, admin
    finally:
        server.stop()


def until(true):
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def now(admin):
    return admin.execute("SELECT clock_timestamp()").fetchone()[0]


@pytest.fixture
def place(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    place = settle(var)
    yield place
    if place.folder != var:
        shutil.rmtree(place.folder)


def test_back_to_the_second_before_a_wrong_delete(place, tmp_path):
    backups = Backups(tmp_path / "backups", place.postgres_bin)
    var = tmp_path / "var"
    with serving(place, var) as (server, admin):
        admin.execute("CREATE TABLE visit (id int PRIMARY KEY)")
        with backups.following(server.url()):
            backups.take(server.url(), datetime.now(UTC))
            admin.execute("INSERT INTO visit SELECT generate_series(1, 1000)")
            before = now(admin)
            admin.execute("DELETE FROM visit WHERE id % 2 = 0")
            admin.execute("INSERT INTO visit VALUES (2001)")
            # acknowledged by the follower: on another disk
            until(lambda: admin.execute(HAS_IT_ALL).fetchone()[0])
    shutil.rmtree(server.data)  # the disk is lost

    for moment, expected in ((before, (1000, 1000)), (None, (501, 2001))):
        elsewhere = replace(place, folder=place.folder / f"again-{expected[0]}")
        restored = restore_into(elsewhere, var, backups, moment)
        with serving(elsewhere, var) as (_, admin):
            assert admin.execute("SELECT count(*), max(id) FROM visit").fetchone() == expected
        assert restored.reached is not None
        assert moment is None or restored.reached <= moment


def test_the_old_data_come_back_when_there_is_nothing_to_restore_from(place, tmp_path):
    var = tmp_path / "var"
    with serving(place, var) as (_, admin):
        admin.execute("CREATE TABLE visit (id int PRIMARY KEY)")
    with pytest.raises(StartRefused, match="没有可用的备份"):
        restore_into(place, var, Backups(tmp_path / "none", place.postgres_bin), None)

    with serving(place, var) as (_, admin):
        assert admin.execute("SELECT count(*) FROM visit").fetchone() == (0,)


def test_only_whole_backups_count_and_old_ones_go(place, tmp_path):
    backups = Backups(tmp_path / "backups", place.postgres_bin)
    with serving(place, tmp_path / "var") as (server, _):
        first, second = (
            backups.take(server.url(), datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2)
        )
        (backups.folder / "base-20261103T000000Z.unfinished").mkdir()
        assert backups.bases() == [first, second]

        with pytest.raises(StartRefused, match="最早的一份是 base-20261101T000000Z"):
            backups.restore(tmp_path / "too-early", datetime(2026, 10, 1, tzinfo=UTC))
        with pytest.raises(StartRefused, match="不是空文件夹"):
            backups.restore(backups.folder)
        assert backups.keep(1) == [first]
        assert backups.bases() == [second]

        (second / "PG_VERSION").write_text("17\n")
        with pytest.raises(StartRefused, match="PG_VERSION"):
            backups.restore(tmp_path / "spoilt")
    with pytest.raises(StartRefused, match="pg_basebackup 失败"):
        backups.take(server.url(), datetime.now(UTC) + timedelta(days=1))
    assert backups.bases() == [second]
