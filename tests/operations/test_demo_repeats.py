"""A city larger than is invented: lives told again, each under a name and numbers of its own."""

from collections.abc import Iterator

import psycopg
import pytest

from enterprises.rules.uscc import uscc_faults
from tests import databases
from tests.operations.demo_programs import CATALOG, connect, loaded_in_parts

# Not what the loader told by actions after it, such as the twins' names.
AS_INVENTED = "recorded_at < now() - interval '1 day'"
# 67 lives, told three times but for the last one: as many as evenly fill it, at most LIVES.
SIZE, PARTS, LIVES = 200, 3, 80
# Originals whose repeats were given something else, or were elsewhere.
SAME_LIFE = """
SELECT life FROM (
    SELECT (e.id - 1) %% %(lives)s AS life,
           (SELECT array_agg((r.tier, r.in_force, r.recorded_at) ORDER BY r.id)::text
              FROM enterprises_recognition r WHERE r.enterprise_id = e.id) AS told,
           (SELECT array_agg((s.unit_id, s.during) ORDER BY s.id)::text
              FROM enterprises_jurisdictionstay s WHERE s.enterprise_id = e.id) AS stayed
      FROM enterprises_enterprise e) lives
 GROUP BY life HAVING count(DISTINCT (told, stayed)) > 1
"""
ASTRAY = {
    "a name on record that is not the enterprise's": """
SELECT count(*) FROM enterprises_enterprisename n
  JOIN enterprises_enterprise e ON e.id = n.enterprise_id
 WHERE n.superseded_at IS NULL AND upper_inf(n.during) AND n.name <> e.name""",
    "a title that follows on somebody else's": """
SELECT count(*) FROM enterprises_recognition r
  JOIN enterprises_recognition before ON before.series = r.predecessor_series
 WHERE before.enterprise_id <> r.enterprise_id""",
    "a review of somebody else's title": """
SELECT count(*) FROM enterprises_batchcandidate c
  JOIN enterprises_recognition r ON r.series = c.reviewed_series
 WHERE r.enterprise_id <> c.enterprise_id""",
    "merged into nobody of its own part": """
SELECT count(*) FROM enterprises_enterprise
 WHERE merged_into_id IS NOT NULL AND (id - 1) / %(lives)s <> (merged_into_id - 1) / %(lives)s""",
    "above the scale without a status": """
SELECT count(*) FROM enterprises_enterprise e WHERE e.is_above_scale
   AND NOT EXISTS (SELECT FROM enterprises_scalestatus s WHERE s.enterprise_id = e.id)""",
}


@pytest.fixture(scope="module")
def city() -> Iterator[psycopg.Connection]:
    name = f"{databases.own_name()}_repeats"
    databases.clone(name)
    with connect(name) as before:
        catalog = before.execute(CATALOG).fetchall()
    loaded_in_parts(name, size=SIZE, originals=LIVES)
    with connect(name) as connection:
        assert connection.execute(CATALOG).fetchall() == catalog
        yield connection
    databases.remove(name)


def test_each_has_a_name_and_a_code_of_its_own(city: psycopg.Connection) -> None:
    names = city.execute(
        f"SELECT DISTINCT enterprise_id, name FROM enterprises_enterprisename WHERE {AS_INVENTED}"
    ).fetchall()
    rows = city.execute("SELECT uscc FROM enterprises_enterprise").fetchall()
    codes = [code for (code,) in rows if code is not None]

    assert len({name for _, name in names}) == len(names) > SIZE
    assert len(set(codes)) == len(codes) > SIZE / 2
    assert {uscc_faults(code) for code in codes} == {()}


def test_what_is_repeated_is_one_life(city: psycopg.Connection) -> None:
    words = {"lives": -(-SIZE // PARTS)}

    assert city.execute(SAME_LIFE, words).fetchall() == []
    assert {
        what: city.execute(sql, words).fetchone() for what, sql in ASTRAY.items()
    } == dict.fromkeys(ASTRAY, (0,))


@pytest.mark.parametrize(
    "table",
    [
        "enterprises_enterpriseplace",
        "enterprises_enterprisechain",
        "enterprises_scalestatus",
        "enterprises_contact",
    ],
)
def test_of_the_repeats_one_in_three_is_told_further(city: psycopg.Connection, table: str) -> None:
    told = city.execute(
        "SELECT DISTINCT e.id %% 3 FROM enterprises_enterprise e"
        f" JOIN {table} t ON t.enterprise_id = e.id"
        # The twins' telephones came after.
        " WHERE e.id > %(lives)s AND coalesce(to_jsonb(t) ->> 'name', '') <> '周示例'",
        {"lives": -(-SIZE // PARTS)},
    ).fetchall()

    assert told == [(0,)]


def test_of_a_repeat_this_years_size_is_known(city: psycopg.Connection) -> None:
    years = city.execute(
        "SELECT DISTINCT year FROM enterprises_sizeyear WHERE enterprise_id > %(lives)s",
        {"lives": -(-SIZE // PARTS)},
    ).fetchall()

    assert years == [(2026,)]


def test_what_was_written_is_what_was_told_and_numbers_go_on(city: psycopg.Connection) -> None:
    [(said,)] = city.execute(
        "SELECT changes->'rows' FROM audit_auditevent WHERE kind = 'demo.loaded'"
    ).fetchall()
    register = {
        "enterprises_enterprise": "true",
        "enterprises_recognition": "true",
        "enterprises_enterprisename": AS_INVENTED,
        "enterprises_sizeyear": "true",
    }
    for table, counted in register.items():
        [(count, highest, follows)] = city.execute(
            f"SELECT count(*) FILTER (WHERE {counted}), max(id),"
            f" nextval(pg_get_serial_sequence('{table}', 'id')) FROM {table}"
        ).fetchall()
        assert (said[table], follows > highest) == (count, True), table
    city.rollback()
