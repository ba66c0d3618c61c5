"""PostgreSQL, Valkey and workers killed at work; every message delivered twice, some three
times.
"""

import os
import random
import signal
import time
import uuid
from collections.abc import Iterator
from typing import Final

import psycopg
import pytest
from celery import Celery

from tests.drills.load import DOCUMENT, KIND, Load, under_load
from tests.drills.site import Site, site, until
from wuhan_smes.jobs.choices import Queue

KILLS: Final = int(os.environ.get("KILLS", "20"))
WRITES: Final = int(os.environ.get("WRITES", "100000"))
LONG: Final = int(os.environ.get("LONG_ROWS", "10000000"))
DARK: Final = float(os.environ.get("DARK_SECONDS", "60"))
APART: Final = 21  # seconds: more than three deaths a minute are no accident, and `up` gives up
EACH_APART: Final = 31  # the same where every kill ends the same program
BACK_WITHIN: Final = 15
EXPORTS: Final = 40
WAITS_AT_MOST: Final = 3
# What a migration may do to a table in use (several-machines.md), the table every post writes to.
LENGTHENED: Final = """
    INSERT INTO web_idempotencykey (client_id, key, method, path, fingerprint, created_at)
    SELECT 0, 'drill-key-' || n, 'POST', '/drill/', '', now() FROM generate_series(1, %s) n
"""
CHANGES: Final = (
    "ALTER TABLE web_idempotencykey ADD COLUMN drill text NOT NULL DEFAULT ''",
    "ALTER TABLE web_idempotencykey ADD CONSTRAINT drill CHECK (length(drill) < 9) NOT VALID",
    "ALTER TABLE web_idempotencykey VALIDATE CONSTRAINT drill",
    "CREATE INDEX CONCURRENTLY drill ON web_idempotencykey (drill, id)",
    "DROP INDEX CONCURRENTLY drill",
    "ALTER TABLE web_idempotencykey DROP COLUMN drill",
)
IN_HAND: Final = 5  # exports of one person that may be in the making, ordered before each kill
TAKEN: Final = 202
ENOUGH: Final = 409
RESUMED_WITHIN: Final = 120


@pytest.fixture(scope="module")
def product() -> Iterator[Site]:
    with site() as one:
        yield one


@pytest.fixture(scope="module")
def admin_url(product: Site) -> str:
    assert product.ground.postgres is not None
    return product.ground.postgres.url("wuhan_smes")


@pytest.fixture
def load(product: Site, admin_url: str) -> Load:
    with psycopg.connect(admin_url) as admin:
        (programme,) = admin.execute("SELECT min(id) FROM measures_programme").fetchone() or (0,)
    words = {
        "programme": programme,
        "year": 2031,
        "level": "municipal",
        "jurisdiction": "wuhan",
        "amount": "1.00",
        "document_no": DOCUMENT,
    }
    token = product.token("finance", "budget.edit")
    one = Load(product, admin_url, words, token)
    status, body = product.ask("POST", "/api/v1/budgets/", token, words, uuid.uuid4().hex)
    assert status == 201, body.decode()
    with psycopg.connect(admin_url) as admin:
        one.money.begun = one.money.acknowledged = int(one.booked(admin))
    return one


def serves(product: Site, token: str) -> bool:
    return product.ask("GET", "/api/v1/enterprises/?page_size=1", token)[0] == 200


def test_postgresql_killed_under_load_loses_nothing(
    product: Site, load: Load, admin_url: str
) -> None:
    """By turns the server itself and one of its processes, which takes all others along."""
    chance = random.Random(10)
    reader = product.token("bureau")
    away: list[float] = []
    with under_load(load):
        for number in range(KILLS):
            time.sleep(chance.uniform(0.5, 3))
            postgres = product.ground.postgres
            assert postgres is not None
            if number % 2:
                with psycopg.connect(admin_url) as admin:
                    os.kill(admin.info.backend_pid, signal.SIGKILL)
            else:
                assert postgres.child is not None
                assert postgres.child.process is not None
                os.kill(postgres.child.process.pid, signal.SIGKILL)
            killed = time.monotonic()
            time.sleep(0.3)
            away.append(0.3 + until(lambda: serves(product, reader), seconds=90))
            time.sleep(max(0.0, APART - (time.monotonic() - killed)))
        until(lambda: load.rows.acknowledged >= WRITES, seconds=1800)

    with psycopg.connect(admin_url) as admin:
        booked = load.booked(admin)
        (rows,) = admin.execute(
            "SELECT count(*) FROM audit_auditevent WHERE kind = %s", [KIND]
        ).fetchone() or (0,)
    print(
        f"\nkills {KILLS}, longest away {max(away):.1f} s;"
        f" rows acknowledged {load.rows.acknowledged:,}, begun {load.rows.begun:,}, there {rows:,};"
        f" posts acknowledged {load.money.acknowledged:,}, booked {booked:,};"
        f" checked while it went on {load.checks:,} times"
    )
    assert load.refused == []
    assert load.wrong == []
    assert load.checks > KILLS
    assert booked == load.money.acknowledged == load.money.begun
    assert load.rows.acknowledged <= rows <= load.rows.begun
    assert max(away) <= BACK_WITHIN
    product.command("verify_audit")
    product.command("verify_ledger")


def test_positive_control_the_checker_sees_one_yuan_too_few_and_too_many(
    load: Load, admin_url: str
) -> None:
    with psycopg.connect(admin_url) as admin:
        booked = int(load.booked(admin))
        for said in (booked - 1, booked + 1):
            load.money.begun = load.money.acknowledged = said
            load._compare(admin)

    assert len(load.wrong) == 2


def test_without_valkey_pages_answer_and_work_is_only_late(product: Site, admin_url: str) -> None:
    token = product.token("bureau")
    asked: list[int] = []
    valkey = product.ground.valkey
    assert valkey is not None
    product.tended.discard("valkey")
    assert valkey.child is not None
    assert valkey.child.process is not None
    os.kill(valkey.child.process.pid, signal.SIGKILL)
    ordered: list[int] = []
    until_then = time.monotonic() + DARK
    while time.monotonic() < until_then:
        asked.append(product.ask("GET", "/api/v1/enterprises/?page_size=5", token)[0])
        status, _ = order_export(product, token)
        asked.append(status)
        ordered += [status] * (status == TAKEN)
        time.sleep(0.5)
    product.tended.add("valkey")

    took = until(lambda: open_jobs(admin_url) == 0, seconds=180)
    print(f"\nanswers {len(asked)}, ordered {len(ordered)}, all done {took:.1f} s after its return")
    assert {status for status in asked if status >= 500 or status == 0} == set()
    assert failed_jobs(admin_url) == 0


def test_a_worker_killed_while_it_makes_lists_makes_each_of_them_once(
    product: Site, admin_url: str
) -> None:
    """The whole of it, children too, at random moments; nobody tells the next one what was lost."""
    token, chance = product.token("bureau"), random.Random(11)
    until(lambda: open_jobs(admin_url) == 0, seconds=300)  # of a drill that was broken off
    before, first = made(admin_url), newest_job(admin_url)
    taken = 0
    for _ in range(KILLS):
        for _ in range(IN_HAND):
            status, _body = order_export(product, token)
            assert status in {TAKEN, ENOUGH}
            taken += status == TAKEN
        time.sleep(chance.uniform(0, 1.5))
        worker = product.parts["worker"].process
        assert worker is not None
        os.killpg(worker.pid, signal.SIGKILL)
        time.sleep(EACH_APART)
    until(lambda: open_jobs(admin_url) == 0, seconds=600)

    after = made(admin_url)
    with psycopg.connect(admin_url) as admin:
        cut_off, longest = admin.execute(
            "SELECT count(*) FILTER (WHERE attempts > 1),"
            " max(extract(epoch FROM finished_at - created_at)) FILTER (WHERE attempts = 2)"
            " FROM jobs_job WHERE id > %s",
            [first],
        ).fetchone() or (0, 0)
    print(
        f"\nkills {KILLS}, exports {taken}, cut off in the making {cut_off},"
        f" longest from order to end of one cut off once {longest or 0:.0f} s"
    )
    assert [one - other for one, other in zip(after, before, strict=True)] == [taken] * 3
    assert failed_jobs(admin_url) == 0
    assert cut_off, "no kill fell into the work: it proves nothing"
    assert longest <= RESUMED_WITHIN


def test_messages_that_come_twice_and_three_times_have_one_effect(
    product: Site, admin_url: str
) -> None:
    token = product.token("bureau")
    until(lambda: open_jobs(admin_url) == 0, seconds=300)  # of a drill that was broken off
    before = made(admin_url)
    for _ in range(EXPORTS):
        until(lambda: order_export(product, token)[0] == TAKEN)
    with psycopg.connect(admin_url) as admin, Celery(broker=product.ground.addresses.redis) as app:
        jobs = admin.execute(
            "SELECT id, task FROM jobs_job ORDER BY id DESC LIMIT %s", [EXPORTS]
        ).fetchall()
        for number, (job, task) in enumerate(jobs):
            for _ in range(3 if number % 10 == 0 else 2):
                app.send_task(task, kwargs={"job_id": job}, queue=Queue.INTERACTIVE)
    until(lambda: open_jobs(admin_url) == 0, seconds=300)
    time.sleep(2)

    after = made(admin_url)
    assert [one - other for one, other in zip(after, before, strict=True)] == [EXPORTS] * 3


def test_a_long_table_changed_under_load_keeps_nobody_waiting(
    product: Site, load: Load, admin_url: str
) -> None:
    """As `prepare` does it: whoever holds the table is waited for three seconds at most."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(LENGTHENED, [LONG])
        admin.execute("SET lock_timeout = '3s'")
        try:
            with under_load(load, writers=0):
                time.sleep(5)
                for change in CHANGES:
                    admin.execute(change)
                waited, answered = load.longest, load.money.acknowledged
                # Positive control: a change that holds the table longer than anybody may wait.
                with admin.transaction():
                    admin.execute("LOCK TABLE web_idempotencykey")
                    time.sleep(WAITS_AT_MOST + 1)
        finally:
            admin.execute("TRUNCATE web_idempotencykey")

    print(f"\nrows {LONG:,}, posts {answered:,}, the longest waited {waited:.2f} s")
    assert load.refused == []
    assert answered > len(CHANGES)
    assert waited <= WAITS_AT_MOST < load.longest


def order_export(product: Site, token: str) -> tuple[int, bytes]:
    words = {"list": "enterprises", "layout": "csv"}
    return product.ask("POST", "/api/v1/exports/", token, words)


def made(admin_url: str) -> tuple[int, ...]:
    """Exports made, files kept for them, and entries of the trail that say so."""
    with psycopg.connect(admin_url) as admin:
        return (
            admin.execute(
                "SELECT (SELECT count(*) FROM reporting_export WHERE state = 'done'),"
                " (SELECT count(DISTINCT stored_id) FROM reporting_export),"
                " (SELECT count(*) FROM audit_auditevent WHERE kind = 'export.made')"
            ).fetchone()
            or ()
        )


def newest_job(admin_url: str) -> int:
    with psycopg.connect(admin_url) as admin:
        (newest,) = admin.execute("SELECT coalesce(max(id), 0) FROM jobs_job").fetchone() or (0,)
    return int(newest)


def open_jobs(admin_url: str) -> int:
    return _jobs(admin_url, "queued", "running")


def failed_jobs(admin_url: str) -> int:
    return _jobs(admin_url, "failed")


def _jobs(admin_url: str, *states: str) -> int:
    with psycopg.connect(admin_url) as admin:
        (count,) = admin.execute(
            "SELECT count(*) FROM jobs_job WHERE state = ANY(%s)", [list(states)]
        ).fetchone() or (0,)
    return int(count)
