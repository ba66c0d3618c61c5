"""The invented city as it stands in the database after `manage.py load_demo`."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from enterprises.models import Contact
from enterprises.rules.uscc import uscc_faults
from tests import databases
from tests.operations.demo_programs import (
    CATALOG,
    COUNTED,
    RESTS_ON,
    asked,
    connect,
    load_demo,
    manage,
)

REPLY = date(2025, 7, 25)
KNOWN_NOW = "superseded_at IS NULL"
KNOWN_THEN = (
    "recorded_at < '2025-07-26 00:00+08'"
    " AND (superseded_at IS NULL OR superseded_at >= '2025-07-26 00:00+08')"
)
# Figures of the reply, and what is counted for each on its day.
OPEN_THEN = "opened_on <= %(on)s AND (closed_on IS NULL OR closed_on > %(on)s)"
HELD_THEN = "c.code = 'service-month' AND cancelled_at IS NULL AND held_on <= %(on)s"
EVENTS = "services_serviceevent e JOIN services_campaign c ON c.id = e.campaign_id"
CITY_VISITS = (
    "rank IN ('city_leader', 'department') AND voided_at IS NULL"
    " AND visited_on BETWEEN '2025-01-01' AND %(on)s"
)
MIDNIGHT = "(%(on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'"
NETWORK = [
    (668, f"accounts_servicestation WHERE {OPEN_THEN}"),
    (2700, "services_specialist WHERE state IN ('approved', 'ended') AND during @> %(on)s"),
    (344, f"{EVENTS} WHERE {HELD_THEN}"),
    (2186, f"services_visit WHERE {CITY_VISITS}"),
    (790, f"services_ticket WHERE nature = 'problem' AND received_at < {MIDNIGHT}"),
    (17_626, f"services_ticket WHERE nature <> 'problem' AND closed_at < {MIDNIGHT}"),
]


RECORDED_TARGETS = {"20e", "20f", "22c", "23a"}
# Promised of every chain, so that one number for the city would say nothing.
BY_CHAIN = {"12a", "12b"}
# By what the product itself counts each of them, as 口径差异 does.
COMPUTED = {
    "service_stations": 668,
    "specialists": 2700,
    "service_month_events": 344,
    "city_visits": 2186,
    "problems_collected": 790,
    "appeals_closed": 17_626,
}


def holders(city: psycopg.Connection, tier: str, on: date, known: str = KNOWN_NOW) -> int:
    row = city.execute(
        "SELECT count(DISTINCT enterprise_id) FROM enterprises_recognition"
        f" WHERE tier = %s AND in_force @> %s AND {known}",
        [tier, on],
    ).fetchone()
    return row[0]


@pytest.fixture(scope="module")
def database(whole_city: str) -> Iterator[str]:
    name = f"{databases.own_name()}_demo"
    databases.clone(name, of=whole_city)
    yield name
    databases.remove(name)


@pytest.fixture(scope="module")
def city(database: str) -> Iterator[psycopg.Connection]:
    with connect(database) as connection:
        yield connection


@pytest.mark.parametrize("known", [KNOWN_NOW, KNOWN_THEN])
@pytest.mark.parametrize(
    ("tier", "figure"), [("innovative_sme", 7077), ("srdi_sme", 2432), ("little_giant", 348)]
)
def test_the_figures_of_the_reply_come_out_as_known_then_and_now(
    city: psycopg.Connection, tier: str, figure: int, known: str
) -> None:
    assert holders(city, tier, REPLY, known) == figure


@pytest.mark.parametrize(("figure", "count"), NETWORK)
def test_the_network_of_the_reply_comes_out_of_single_rows(
    city: psycopg.Connection, figure: int, count: str
) -> None:
    row = city.execute(f"SELECT count(*) FROM {count}", {"on": REPLY}).fetchone()

    assert row == (figure,)


def test_care_lies_with_people_who_serve_and_every_station_is_described(
    city: psycopg.Connection,
) -> None:
    astray = city.execute(
        "SELECT count(*) FROM services_assignment a JOIN services_specialist s"
        " ON s.id = a.specialist_id WHERE upper_inf(a.during) AND s.state <> 'approved'"
    ).fetchone()
    bare = city.execute(
        "SELECT count(*) FROM accounts_servicestation s"
        " LEFT JOIN services_stationprofile p ON p.station_id = s.id WHERE p.station_id IS NULL"
    ).fetchone()
    mine = city.execute(
        "SELECT count(*) FROM services_assignment a JOIN services_specialist s"
        " ON s.id = a.specialist_id JOIN accounts_user u ON u.id = s.user_id"
        " WHERE u.username = 'station' AND u.station_id = s.station_id AND upper_inf(a.during)"
    ).fetchone()

    assert (astray, bare) == ((0,), (0,))
    assert mine[0] > 0


def test_known_then_and_known_now_are_not_the_same_enterprises(city: psycopg.Connection) -> None:
    struck = city.execute(
        "SELECT tier, count(*) FROM enterprises_recognition"
        " WHERE superseded_at IS NULL AND withdrawal_cause = 'error' GROUP BY tier ORDER BY tier"
    ).fetchall()

    assert struck == [("innovative_sme", 12), ("little_giant", 1), ("srdi_sme", 5)]


def test_published_little_giants_of_earlier_days_come_out_too(city: psycopg.Connection) -> None:
    counts = [
        holders(city, "little_giant", on)
        for on in (date(2021, 12, 31), date(2022, 9, 30), date(2024, 12, 31))
    ]

    assert counts == [49, 207, 348]


def test_assumed_unicorns_and_champions_say_that_they_are_assumed(
    city: psycopg.Connection,
) -> None:
    rows = city.execute(
        "SELECT tier, count(DISTINCT enterprise_id), bool_and(source LIKE '示例：%%')"
        "  FROM enterprises_recognition"
        " WHERE superseded_at IS NULL AND in_force @> '2024-12-31'::date"
        "   AND (tier = 'champion' OR (tier = 'unicorn' AND subclass = 'unicorn'))"
        " GROUP BY tier ORDER BY tier"
    ).fetchall()

    assert rows == [("champion", 29, True), ("unicorn", 44, True)]


def test_every_title_rests_on_the_one_below_on_every_sampled_day(
    city: psycopg.Connection,
) -> None:
    nested = (
        ("little_giant", ["srdi_sme"]),
        ("srdi_sme", ["tech_sme", "innovative_sme"]),
        ("key_little_giant", ["little_giant"]),
    )
    days = [date(2019, 6, 10) + timedelta(days=31 * n) for n in range(88)]
    days += [REPLY, date(2022, 12, 9), date(2025, 10, 20), date(2026, 7, 1), date(2026, 11, 20)]

    for upper, lower in nested:
        loose = city.execute(
            "SELECT d, a.enterprise_id FROM unnest(%s::date[]) d"
            "  JOIN enterprises_recognition a ON a.tier = %s AND a.superseded_at IS NULL"
            "   AND a.in_force @> d"
            " WHERE NOT EXISTS (SELECT 1 FROM enterprises_recognition b"
            "   WHERE b.enterprise_id = a.enterprise_id AND b.tier = ANY (%s)"
            "     AND b.superseded_at IS NULL AND b.in_force @> d)",
            [days, upper, lower],
        ).fetchall()
        assert loose == [], upper


def test_every_holder_is_managed_by_a_unit_on_the_day(city: psycopg.Connection) -> None:
    row = city.execute(
        "SELECT count(*) FROM unnest(ARRAY['2022-12-31', '2025-07-25', '2026-11-20']::date[]) d"
        "  JOIN enterprises_recognition r ON r.superseded_at IS NULL AND r.in_force @> d"
        " WHERE NOT EXISTS (SELECT 1 FROM enterprises_jurisdictionstay s"
        "   WHERE s.enterprise_id = r.enterprise_id AND s.superseded_at IS NULL"
        "     AND s.during @> d)"
    ).fetchone()

    assert row == (0,)


def test_every_credit_code_is_valid_and_every_name_says_that_it_is_invented(
    city: psycopg.Connection,
) -> None:
    rows = city.execute("SELECT name, uscc, kind FROM enterprises_enterprise").fetchall()

    assert len(rows) == 12_000
    assert all("示例" in name for name, _, _ in rows)
    assert all(
        not uscc_faults(uscc) and uscc[8:12] == "MAXX" if uscc else kind == "team"
        for _, uscc, kind in rows
    )


def test_the_largest_unit_is_east_lake_and_each_unit_has_its_share(
    city: psycopg.Connection,
) -> None:
    rows = city.execute(
        "SELECT j.code, count(*) FROM enterprises_enterprise e"
        "  JOIN accounts_jurisdiction j ON j.id = e.jurisdiction_id GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()

    assert len(rows) == 15
    assert rows[0][0] == "east_lake"
    assert rows[-1][1] > 100


@pytest.mark.parametrize(
    "story",
    [
        "enterprises_enterprise WHERE status = 'moved_out'",
        "enterprises_enterprise WHERE status = 'merged' AND merged_into_id IS NOT NULL",
        "enterprises_enterprisename WHERE superseded_at IS NULL AND upper(during) IS NOT NULL",
        "enterprises_jurisdictionstay WHERE start_cause = 'transferred'",
        "enterprises_scalestatus WHERE stage = 'pool'",
        "enterprises_scalestatus WHERE stage = 'stayed' AND kind = 'trade'",
        "enterprises_ownershiplink WHERE kind = 'controls'",
        "enterprises_recognition WHERE review_pending AND superseded_at IS NULL",
        (
            "enterprises_recognition WHERE withdrawal_cause = 'falsification'"
            " AND barred_until IS NOT NULL"
        ),
        "enterprises_recognition WHERE withdrawal_cause = 'review_failed'",
        "enterprises_recognition WHERE withdrawal_cause = 'waived'",
        "enterprises_recognition WHERE tier = 'little_giant_provincial'",
        "enterprises_recognition WHERE outcome = 'renamed'",
        (
            "enterprises_recognition r JOIN enterprises_recognitionbatch b ON b.id = r.batch_id"
            " WHERE b.name = '湖北省第3批创新型中小企业' AND upper(in_force) = '2027-01-01'"
        ),
        "enterprises_batchcandidate WHERE state = 'recommended'",
        "measures_pastpayment WHERE matter = '' HAVING count(*) > 20",
        "enterprises_milestonepaper p JOIN files_storedpiece f ON f.file_id = p.file_id",
    ],
)
def test_the_city_has_stories_to_tell(city: psycopg.Connection, story: str) -> None:
    row = city.execute(f"SELECT count(*) FROM {story}").fetchone()

    assert row[0] > 0


def test_lists_of_who_could_be_next_say_something(city: psycopg.Connection) -> None:
    def count(condition: str) -> int:
        rows = city.execute(f"SELECT count(*) FROM enterprises_prospect WHERE {condition}")
        return int((rows.fetchone() or (0,))[0])

    assert count("tier = 'little_giant' AND sole <> ''") > 100
    assert count("tier = 'srdi_sme' AND sole <> ''") > 100
    assert count("application_kind = 'review' AND verdict = 'unmet'") > 5
    assert count("application_kind = 'new' AND verdict = 'met'") > 5


def test_each_unit_has_pairs_that_may_be_one_subject(city: psycopg.Connection) -> None:
    pairs = city.execute(
        "SELECT count(*) FROM enterprises_duplicatepair"
        " WHERE 'same_phone' = ANY (reasons) AND state = 'open' GROUP BY jurisdiction_id"
    ).fetchall()

    assert pairs == [(3,)] * 15


def test_phones_and_mail_addresses_lead_nowhere(city: psycopg.Connection) -> None:
    phone, mail = (Contact._meta.get_field(name) for name in ("phone", "email"))
    kept = city.execute("SELECT phone, email FROM enterprises_contact").fetchall()

    assert kept
    assert all(phone.is_sealed(it) and phone.opened(it).startswith("000-") for it, _ in kept)
    written = [it for _, it in kept if it]
    assert written
    assert all(mail.is_sealed(it) and mail.opened(it).endswith("@example.com") for it in written)


def test_falsification_takes_every_title_on_one_day(city: psycopg.Connection) -> None:
    left = city.execute(
        "SELECT f.enterprise_id FROM enterprises_recognition f"
        "  JOIN enterprises_recognition r ON r.enterprise_id = f.enterprise_id"
        "   AND r.superseded_at IS NULL AND r.in_force @> f.withdrawn_on"
        " WHERE f.superseded_at IS NULL AND f.withdrawal_cause = 'falsification'"
    ).fetchall()

    assert left == []


def test_nothing_of_the_database_is_lost_by_loading_into_bare_tables(
    city: psycopg.Connection, fresh_database: str
) -> None:
    with connect(fresh_database) as bare:
        before = bare.execute(CATALOG).fetchall()

    after = city.execute(CATALOG).fetchall()

    assert after == before
    assert any(row[2] == "recognition_one_in_force" for row in after)


def test_what_people_add_later_is_numbered_after_the_city(city: psycopg.Connection) -> None:
    row = city.execute(
        "SELECT nextval(pg_get_serial_sequence('enterprises_enterprise', 'id')),"
        "       nextval('enterprises_recognition_series') > max(series)"
        "  FROM enterprises_recognition"
    ).fetchone()

    assert row == (12_001, True)


def test_nothing_invented_looks_like_tampering_or_disagrees_with_itself(
    city: psycopg.Connection, database: str
) -> None:
    city.rollback()

    verified = manage(database, "APP_WORKER_DATABASE_URL", "verify")

    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.count("正常") >= 7


def test_what_the_product_counts_on_its_day_are_the_figures_of_the_reply(
    city: psycopg.Connection, database: str
) -> None:
    assert asked(database, COUNTED, *COMPUTED) == COMPUTED


def test_every_figure_of_the_reply_is_counted_or_marked_as_reported_only(
    city: psycopg.Connection, database: str
) -> None:
    said = asked(database, RESTS_ON)
    ways = Counter(way for _, way, *_ in said["figures"])
    counted = [it for it in said["figures"] if it[1] != "reported"]
    only = [it for it in said["figures"] if it[1] == "reported"]

    assert ways == {"computed": 10, "recorded": 31, "reported": 15}
    assert all(name and difference == 0 for _, _, name, _, difference in counted), counted
    assert all(way != "recorded" or name.startswith("records/") for _, way, name, *_ in counted)
    assert all(not name and difference is None for _, _, name, _, difference in only), only

    assert len(said["targets"]) == 13
    sources = {code: source for code, (source, *_) in said["targets"].items()}
    assert {code for code, it in sources.items() if it == "recorded"} == RECORDED_TARGETS
    assert {it for code, it in sources.items() if code not in RECORDED_TARGETS} == {"computed"}
    assert all(name for _, name, _ in said["targets"].values())
    unknown = {code for code, (*_, value) in said["targets"].items() if value is None}
    assert unknown == BY_CHAIN

    assert len(said["commitments"]) == 102
    assert [clause for clause, roles, _ in said["commitments"] if "lead" not in roles] == []
    doubted = {clause.rstrip("abcdefgh") for clause, _, gaps in said["commitments"] if gaps}
    assert doubted == {"17", "18", "23", "25"}


def test_a_second_city_is_refused_and_replaces_the_first_only_when_asked(
    city: psycopg.Connection, database: str
) -> None:
    city.rollback()

    refused = load_demo(database, "--enterprises", "200")
    replaced = load_demo(database, "--enterprises", "200", "--replace")

    assert refused.returncode == 1
    assert "已有 12000 家企业" in refused.stderr
    assert replaced.returncode == 0, replaced.stderr
    row = city.execute("SELECT count(*) FROM enterprises_enterprise").fetchone()
    assert row == (200,)


def test_a_register_with_a_real_enterprise_is_never_replaced(
    city: psycopg.Connection, database: str
) -> None:
    city.execute("UPDATE enterprises_enterprise SET name = '武汉某某公司' WHERE id = 7")
    city.commit()

    refused = load_demo(database, "--enterprises", "200", "--replace")

    assert refused.returncode == 1
    assert "不能覆盖真实数据" in refused.stderr
