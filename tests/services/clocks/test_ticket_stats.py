"""Figures of tickets: by receipt, by closing, by call-back, each unit ranked among its kind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from services.choices.stats import StatsCut
from services.models import Survey, Ticket
from services.queries.service_index import Period, service_index
from services.queries.ticket_stats import StatsRow, ticket_stats
from services.reports import ASSESSMENT, OVERDUE_LIST, SERVICE_TABLE
from tests.factories.accounts import make_access, make_agency, make_station, make_unit, make_user
from tests.factories.stations import make_profile
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import InputRefused
from wuhan_smes.scope import bootstrap_scope, scoped

MARCH: Final = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
RECEIVED: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)
PERIOD: Final = {"from": "2026-03-01", "to": "2026-03-31"}


def called_back(
    agency: Agency, *, at: datetime = RECEIVED, ticket: dict[str, Any] | None = None, **said: Any
) -> Ticket:
    unit = agency.jurisdiction
    made = make_ticket("closed", agency=agency, unit=unit, received_at=at, **(ticket or {}))
    words = {
        "reached": True,
        "contacted": True,
        "solved": True,
        "satisfaction": "satisfied",
        **said,
    }
    with bootstrap_scope():
        Survey.objects.create(ticket=made, at=at + timedelta(hours=9), by_name="甲", **words)
    return made


def rows_of(by: StatsCut = StatsCut.AGENCY, **period: Any) -> dict[str, StatsRow]:
    city = make_access("bureau_staff")
    with scoped(city):
        reach = city.reach(Capability.TICKET_VIEW)
        found = ticket_stats(reach, by=by, **{**MARCH, **period})
    return {row.key: row for row in found.rows}


@pytest.mark.django_db
def test_receipt_closing_and_call_backs_are_counted_each_by_its_own_time() -> None:
    agency = make_agency(make_unit())
    called_back(agency)
    called_back(agency, solved=False, satisfaction="fairly")
    called_back(agency, at=datetime(2026, 2, 27, 1, tzinfo=UTC))
    make_ticket("in_progress", agency=agency, unit=agency.jurisdiction)

    row = rows_of()[agency.code]

    assert (row.now.received, row.now.closed, row.now.calls.counted) == (3, 2, 2)
    assert (row.before.received, row.before.closed, row.before.calls.counted) == (1, 1, 1)
    assert (str(row.rates.satisfaction), str(row.rates.score)) == ("0.95", "73.00")


@pytest.mark.django_db
def test_what_a_ledger_told_counts_on_its_days_unless_it_was_taken_back() -> None:
    """With its call-back; who withdrew his own request had one all the same."""
    agency = make_agency(make_unit())
    called_back(agency, ticket={"historical": True})
    called_back(agency, ticket={"historical": True, "outcome": "withdrawn"})
    called_back(agency, ticket={"historical": True, "outcome": "withdrawn", "version": 4})

    now = rows_of()[agency.code].now

    assert (now.received, now.closed, now.calls.counted) == (2, 2, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("by", [StatsCut.AGENCY, StatsCut.JURISDICTION, StatsCut.CATEGORY])
def test_figures_ask_the_same_number_of_queries_however_many_units(
    by: StatsCut, django_assert_max_num_queries: Any
) -> None:
    city = make_access("bureau_staff")
    for _ in range(3):
        called_back(make_agency(make_unit()))
    with scoped(city), django_assert_max_num_queries(8):
        ticket_stats(city.reach(Capability.TICKET_VIEW), by=by, **MARCH)
    with scoped(city), django_assert_max_num_queries(24):
        service_index(city, Period(MARCH["first"], MARCH["last"]), StatsCut.JURISDICTION)


@pytest.mark.django_db
def test_the_last_word_of_an_enterprise_counts_and_nobody_reached_counts_nothing() -> None:
    agency = make_agency(make_unit())
    ticket = called_back(agency, satisfaction="unsatisfied", solved=False)
    with bootstrap_scope():
        later = {"ticket": ticket, "by_name": "甲"}
        Survey.objects.create(
            **later,
            at=RECEIVED + timedelta(days=1),
            reached=True,
            contacted=True,
            solved=True,
            satisfaction="satisfied",
        )
        Survey.objects.create(**later, at=RECEIVED + timedelta(days=2), reached=False)

    calls = rows_of()[agency.code].now.calls

    assert (calls.counted, calls.solved, calls.satisfied) == (1, 1, 1)


@pytest.mark.django_db
def test_units_are_ranked_by_score_and_those_without_a_call_back_come_last() -> None:
    unit = make_unit()
    best, worse, silent = (make_agency(unit) for _ in range(3))
    called_back(best)
    called_back(worse, satisfaction="unsatisfied")
    make_ticket("in_progress", agency=silent, unit=unit)

    rows = rows_of()

    assert [rows[it.code].rank for it in (best, worse, silent)] == [1, 2, None]
    assert rows[silent.code].rates.score is None
    assert list(rows)[-1] == silent.code


@pytest.mark.django_db
@pytest.mark.parametrize("by", list(StatsCut))
def test_every_cut_adds_up_to_what_belongs_to_it(by: StatsCut) -> None:
    agency = make_agency(make_unit())
    called_back(agency)

    received = sum(row.now.received for row in rows_of(by).values())

    assert received == (0 if by in {StatsCut.STATION, StatsCut.STREET} else 1)


@pytest.mark.django_db
def test_a_district_sees_only_its_own() -> None:
    mine, theirs = make_agency(make_unit()), make_agency(make_unit())
    called_back(mine)
    called_back(theirs)
    access = make_access("district_staff", unit=mine.jurisdiction)

    with scoped(access):
        reach = access.reach(Capability.TICKET_VIEW)
        found = ticket_stats(reach, by=StatsCut.AGENCY, **MARCH)

    assert [row.key for row in found.rows] == [mine.code]


@pytest.mark.django_db
def test_drafts_duplicates_and_refused_ones_are_not_taken_in() -> None:
    unit = make_unit()
    make_ticket("draft", unit=unit)
    make_ticket("closed", unit=unit, outcome="declined")

    assert unit.code not in rows_of(StatsCut.JURISDICTION)


@pytest.mark.django_db
def test_the_figures_over_http_leave_unknown_rates_empty(client: Any) -> None:
    unit = make_unit()
    make_ticket(unit=unit)
    client.force_login(make_user("district_staff", unit=unit))

    (row,) = client.get("/api/v1/ticket-stats/?from=2026-03-01&to=2026-03-31").json()
    turned = client.get("/api/v1/ticket-stats/?from=2026-04-01&to=2026-03-31")

    assert (row["key"], row["current"]["received"]) == (unit.code, 1)
    assert (row["current"]["score"], row["current"]["rank"], row["formula"]) == (None, None, 1)
    assert turned.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "?by=agency", "?first=2026-04-01&last=2026-03-01", "?by=x"])
def test_the_page_shows_a_dash_for_what_is_unknown(client: Any, words: str) -> None:
    unit = make_unit()
    make_ticket("in_progress", unit=unit, agency=make_agency(unit), received_at=datetime.now(UTC))
    client.force_login(make_user("district_staff", unit=unit))

    page = client.get(f"/tickets/stats/{words}")

    assert page.status_code == 200
    assert "考核公式第 1 版" in page.content.decode() or "2026-03" in words


@pytest.mark.django_db
def test_the_assessment_table_is_what_the_page_shows() -> None:
    unit = make_unit()
    agency = make_agency(unit)
    called_back(agency)
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        sheet = ASSESSMENT.build(access, {**PERIOD, "by": "agency"})  # type: ignore[union-attr]
        assert sheet.rows == [
            ["1", agency.name, 1, 1, 1, 1, 1, 1, 0, *["100.00"] * 4, "1", None, None]
        ]
        with pytest.raises(InputRefused):
            ASSESSMENT.build(access, {"from": "2026-04-01", "to": "2026-03-01", "by": "agency"})


@pytest.mark.django_db
def test_the_service_table_sets_visits_beside_tickets() -> None:
    unit = make_unit()
    visit = make_visit(make_ticket(unit=unit).enterprise)
    day = visit.visited_at.date()
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        words = {"from": str(day.replace(day=1)), "to": str(day), "by": "jurisdiction"}
        (row,) = SERVICE_TABLE.build(access, words).rows

    assert row[0] == unit.name
    assert sum(n for n in row[1:5] if isinstance(n, int)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["jurisdiction", "station"])
def test_the_rate_of_the_service_table_is_of_what_came_in_the_period(by: str) -> None:
    unit = make_unit()
    station = make_profile(make_station(unit)).station
    of_march: dict[str, Any] = {"unit": unit, "station": station, "received_at": RECEIVED}
    make_ticket("closed", channel="visit", **of_march)
    make_ticket("in_progress", **of_march)
    make_ticket("closed", **of_march, closed_at=datetime(2026, 4, 2, tzinfo=UTC))
    make_ticket("closed", **{**of_march, "received_at": datetime(2026, 2, 2, tzinfo=UTC)})
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        sheet = SERVICE_TABLE.build(access, {**PERIOD, "by": by})
        (row,) = sheet.rows

    names = [column.key for column in sheet.columns]
    told = dict(zip(names, row, strict=True))
    assert [told[name] for name in ("received", "on_visits", "done", "rate")] == [3, 1, 1, "33.33"]


@pytest.mark.django_db
def test_the_overdue_list_names_what_is_late_and_how_late() -> None:
    unit = make_unit()
    agency = make_agency(unit)
    due = datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC)
    late = make_ticket("in_progress", unit=unit, agency=agency, due_at=due, solve_due_at=due)
    make_ticket("in_progress", unit=unit, agency=agency)
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        before = OVERDUE_LIST.build(access, {"on": "2026-03-09", "what": "all"}).rows
        (row,) = OVERDUE_LIST.build(access, {"on": "2026-03-11", "what": "all"}).rows

    assert list(before) == []
    assert (row[1], row[8], row[10]) == (late.number, agency.name, date(2026, 3, 10))
