"""Counts keep within reach with either wall alone, and the command says what the API says."""

from datetime import date
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from enterprises.choices import CountCut, Tier
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import tier_flows
from enterprises.queries.trend import trend
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("large_register")]
DAY = date(2025, 7, 25)
EVERYWHERE = Reach(everywhere=True)


@pytest.fixture
def district() -> Access:
    """Two holders here, three next door."""
    for code, n in (("jiangan", 2), ("hanyang", 3)):
        for _ in range(n):
            make_title(make_enterprise(unit=make_unit(code)), Tier.SRDI_SME)
    return make_access("district_staff", unit=make_unit("jiangan"))


def counted(reach: Reach) -> dict[str, int]:
    rows = tier_counts(reach, on=DAY, by=CountCut.JURISDICTION)
    return {row.key: row.count for row in rows if row.count}


def opened(reach: Reach) -> dict[str, int]:
    rows = tier_flows(reach, first=DAY, last=DAY, by=CountCut.JURISDICTION)
    return {row.key: row.opening for row in rows if row.opening}


def grown(reach: Reach) -> int:
    return [point.counts[Tier.SRDI_SME] for point in trend(reach, on=DAY, months=2)][-1]


@pytest.mark.parametrize(("number", "halves"), [(300_000, 2), (100_000, 2), (99_998, 1)])
def test_a_large_register_is_told_in_halves_and_a_small_one_whole(number: int, halves: int) -> None:
    with bootstrap_scope():
        make_enterprise(id=1)
        make_enterprise(id=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT counting_halves('SELECT 1 {half of r}')")
        [told] = cursor.fetchone()

    assert told.count("SELECT 1") == halves
    assert told.count("r.enterprise_id") == (2 if halves == 2 else 0)


@pytest.mark.parametrize("ask", [counted, opened])
def test_the_city_sees_both_units(district, ask):
    with scoped(Access.of_system("test")):
        assert ask(EVERYWHERE) == {"jiangan": 2, "hanyang": 3}


@pytest.mark.parametrize("ask", [counted, opened])
def test_a_worker_beside_sees_what_the_session_sees(district, ask):
    """Role and settings go along to a parallel worker; each statement is made to use one."""
    with scoped(district):
        assert _beside() == 2
        assert ask(EVERYWHERE) == {"jiangan": 2}
    with scoped(Access.of_system("test")):
        assert _beside() == 5
        assert ask(EVERYWHERE) == {"jiangan": 2, "hanyang": 3}


def _beside() -> int:
    """Sends every statement that may to a worker from here on; how many rows one sees there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, 'on', true) FROM pg_settings"
            " WHERE name IN ('debug_parallel_query', 'force_parallel_mode')"
        )
        cursor.execute("EXPLAIN SELECT count(*) FROM enterprises_enterprise")
        assert "Gather" in " ".join(line for (line,) in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM enterprises_enterprise")
        (seen,) = cursor.fetchone()
    return seen


@pytest.mark.parametrize("ask", [counted, opened])
def test_without_the_first_wall_the_database_counts_the_own_unit_only(district, ask):
    with scoped(district):
        assert ask(EVERYWHERE) == {"jiangan": 2}


@pytest.mark.parametrize("ask", [counted, opened])
def test_without_the_second_wall_the_reach_counts_the_own_unit_only(district, ask):
    with bootstrap_scope():
        assert ask(district.reach(Capability.COUNTS_VIEW)) == {"jiangan": 2}


@pytest.mark.parametrize("ask", [counted, opened])
def test_without_any_scope_nothing_is_counted(district, ask):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.breadth', '', true)")
        cursor.execute("SELECT set_config('app.read_jurisdictions', '', true)")
    assert ask(EVERYWHERE) == {}


def test_the_trend_keeps_within_reach_with_either_wall_alone(district):
    with scoped(Access.of_system("test")):
        assert grown(EVERYWHERE) == 5
    with scoped(district):
        assert grown(EVERYWHERE) == 2
    with bootstrap_scope():
        assert grown(district.reach(Capability.COUNTS_VIEW)) == 2


@pytest.mark.parametrize("function", ["tier_profiles", "tier_histories", "tier_steps"])
def test_a_login_without_a_role_may_not_call_the_counting_functions(as_app_web, function):
    signature = as_app_web.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = %s", [function]
    ).fetchone()
    assert signature is not None
    [allowed] = as_app_web.execute(
        "SELECT has_function_privilege('app_web', %s, 'EXECUTE')", signature
    ).fetchone() or [None]
    inherits = as_app_web.execute("SELECT rolinherit FROM pg_roles WHERE rolname = current_user")
    assert not allowed or inherits.fetchone() == (False,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app_web.execute(
            "SELECT * FROM tier_profiles(current_date, NULL, 'all', NULL, '{}', '{}', '{}')"
        )


def test_the_command_prints_the_table(district):
    said = StringIO()

    call_command("tier_counts", on=DAY, by="jurisdiction", stdout=said)

    lines = [line.split("\t") for line in said.getvalue().splitlines()]
    column = lines[0].index("srdi_sme")
    counts = {line[0]: line[column] for line in lines[1:]}
    assert len(counts) == 15
    assert {unit: n for unit, n in counts.items() if n != "0"} == {"jiangan": "2", "hanyang": "3"}


def test_the_command_counts_as_somebody_sees_it(district):
    user = make_user("district_staff", unit=make_unit("jiangan"))
    said = StringIO()

    call_command("tier_counts", on=DAY, username=user.username, stdout=said)

    lines = [line.split("\t") for line in said.getvalue().splitlines()]
    assert lines[1][lines[0].index("srdi_sme")] == "2"


def test_the_command_knows_nobody_of_that_name():
    with pytest.raises(CommandError, match="没有启用的用户"):
        call_command("tier_counts", on=DAY, username="nobody")
