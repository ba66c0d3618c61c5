"""A round is opened, figures come in by every door, who is silent is reminded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from enterprises.actions import monitoring
from enterprises.choices import EnterpriseStatus, Tier
from enterprises.models import MonitoringRound, PeriodIndicators, PeriodReport
from enterprises.queries.monitoring import arrivals, leaps
from enterprises.rules.periods import month, quarter
from tests.enterprises.monitoring.worlds import ASKED, DUE, NOON, OCTOBER, Town, build_town
from tests.factories.accounts import make_access
from tests.races import race
from wuhan_smes.access import Access, Reach
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db
ALL = Reach(everywhere=True)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.mark.covers("enterprises.monitoring.open_round", "works")
def test_a_round_asks_the_active_holders_and_knows_their_stations(town: Town) -> None:
    gone = town.distant
    with bootstrap_scope():
        type(gone).objects.filter(pk=gone.pk).update(status=EnterpriseStatus.DEREGISTERED)

    opened = town.open()

    asked = PeriodReport.objects.values_list("enterprise_id", "station_id")
    assert list(asked) == [(town.giant.pk, town.station.pk)]
    assert str(opened) == "2026 年 10 月"
    entry = AuditEvent.objects.get(kind="monitoring.open")
    assert entry.changes["asked"] == 1


@pytest.mark.covers("enterprises.monitoring.open_round", "refused")
def test_a_round_makes_sense_and_is_opened_once(town: Town) -> None:
    for words, sentence in (
        ({"due_on": date(2026, 10, 20)}, "截止日应在期间结束以后"),
        ({"tiers": []}, "请选择监测哪些梯度"),
        ({"document": " "}, "依据"),
        ({"period": month(2027, 1), "due_on": date(2027, 2, 15)}, "不能晚于"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            town.open(**words)
    town.open()
    with pytest.raises(ActionRefused, match="监测已经开启"):
        town.open()


@pytest.mark.covers("enterprises.monitoring.open_round", "reach", "capability")
@pytest.mark.covers("enterprises.monitoring.remind", "reach", "capability")
def test_rounds_are_the_citys(town: Town) -> None:
    for who in (town.clerk, town.reader):
        with pytest.raises(NotPermitted):
            town.open(who)
        with pytest.raises(NotPermitted), scoped(who):
            monitoring.remind(access=who, at=NOON)


@pytest.mark.covers("enterprises.monitoring.fill", "works")
def test_unit_and_station_fill_in_and_the_round_knows_who_came_late(town: Town) -> None:
    opened = town.open()
    late = NOON + timedelta(days=20)

    row = town.fill(town.report(), town.specialist, source="服务站代填")
    town.fill(town.report(town.distant), town.other, at=late)

    assert (row.revenue, row.source) == (Decimal(5_000_000), "服务站代填")
    found = {
        one.key: (one.due, one.got, one.missing, one.late) for one in arrivals([opened], reach=ALL)
    }
    assert found == {town.here.code: (1, 1, 0, 0), town.distant.jurisdiction.code: (1, 1, 0, 1)}
    assert AuditEvent.objects.filter(kind="monitoring.fill").count() == 2


def test_figures_taken_back_are_missing_again_and_lists_count_as_answers(town: Town) -> None:
    opened = town.open()
    town.known(OCTOBER, revenue=1_000_000)
    assert town.report().got_at == NOON
    (mine,) = [one for one in arrivals([opened], reach=ALL) if one.key == town.here.code]
    assert mine.got == 1

    with bootstrap_scope():
        PeriodIndicators.objects.update(superseded_at=NOON)

    (mine,) = [one for one in arrivals([opened], reach=ALL) if one.key == town.here.code]
    assert (mine.got, mine.missing) == (0, 1)


@pytest.mark.covers("enterprises.monitoring.fill", "refused")
def test_what_leaps_is_asked_about_and_taken_with_a_word(town: Town) -> None:
    opened = town.open()
    town.known(month(2026, 9), revenue=2_000_000, employees=100)
    town.known(month(2025, 10), revenue=2_100_000)
    report = town.report()

    with pytest.raises(InputRefused, match="请至少填写一项指标"):
        town.fill(report, values={"revenue": None})
    with pytest.raises(
        InputRefused, match=r"营业收入比上期增长 150\.0%.*用工人数比上期下降 40\.0%"
    ):
        town.fill(report, values={"revenue": 5_000_000, "employees": 60})
    town.fill(report, explanation="订单集中交付")
    with pytest.raises(ActionRefused, match="与已登记的指标一致"):
        town.fill(report, explanation="订单集中交付")

    (leap,) = leaps([town.giant.pk], opened).values()
    assert leap.texts == ("营业收入比上期增长 150.0%", "营业收入比上年同期增长 138.1%")
    assert leap.explanation == "订单集中交付"


@pytest.mark.covers("enterprises.monitoring.fill", "reach", "capability")
def test_nobody_fills_in_for_an_enterprise_he_does_not_look_after(town: Town) -> None:
    town.open()

    for who in (town.other, town.neighbour):
        with pytest.raises(PeriodReport.DoesNotExist):
            town.fill(town.report(), who)
    with pytest.raises(NotPermitted):
        town.fill(town.report(), town.reader)


def test_the_database_lets_a_station_tell_only_of_those_it_is_asked_about(town: Town) -> None:
    """The same insert: of its own enterprise taken, of another of the unit refused."""
    town.open()
    sql = (
        "INSERT INTO enterprises_periodindicators (enterprise_id, jurisdiction_id, kind, basis,"
        " during, recorded_at, source, evidence, explanation) VALUES (%s, %s, 'month', 'current',"
        " '[2026-10-01,2026-11-01)', now(), '', '', '')"
    )

    def insert(who: Access) -> None:
        with scoped(who), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [town.giant.pk, town.here.pk])

    with pytest.raises(ProgrammingError, match="row-level security"):
        insert(town.neighbour)
    insert(town.specialist)


@pytest.mark.covers("enterprises.monitoring.remind", "works", "refused")
def test_the_silent_are_reminded_once_before_the_day_and_once_after(town: Town) -> None:
    """Nothing else is refused: on any day it may be run again, and does nothing twice."""
    town.open()
    town.fill(town.report(town.distant), town.other)

    def remind(on: date) -> tuple[int, int]:
        access = make_access("bureau_staff")
        at = NOON.replace(month=on.month, day=on.day)
        with scoped(access):
            done = monitoring.remind(access=access, at=at)
        return done.soon, done.overdue

    days = [DUE - timedelta(days=4), DUE - timedelta(days=3), DUE, DUE + timedelta(days=1)]
    assert [remind(day) for day in (*days, DUE + timedelta(days=2))] == [
        (0, 0),
        (1, 0),
        (0, 0),
        (0, 1),
        (0, 0),
    ]
    report = town.report()
    assert (report.reminded_at is not None, report.chased_at is not None) == (True, True)
    kinds = AuditEvent.objects.filter(kind__startswith="monitoring.").values_list("kind", flat=True)
    assert {"monitoring.reminded_at", "monitoring.chased_at"} <= set(kinds)


@pytest.mark.covers("enterprises.monitoring.open_round", "race")
@pytest.mark.covers("enterprises.monitoring.fill", "race")
@pytest.mark.covers("enterprises.monitoring.remind", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_and_nobody_is_reminded_twice() -> None:
    town = build_town()
    city, clerk = town.city, town.clerk

    def opens() -> object:
        return monitoring.open_round(access=city, at=NOON, **ASKED)

    def fills() -> object:
        key = PeriodReport.objects.get(enterprise=town.giant).pk
        return monitoring.fill(key, access=clerk, at=NOON, values={"revenue": 7})

    def reminds() -> object:
        return monitoring.remind(access=city, at=NOON.replace(day=14))

    assert race(opens, opens, as_first=city, as_second=city) == ("done", "refused")
    assert race(reminds, reminds, as_first=city, as_second=city) == ("done", "done")
    assert AuditEvent.objects.filter(kind="monitoring.reminded_at").count() == 2
    assert race(fills, fills, as_first=clerk, as_second=clerk) == ("done", "refused")
    assert MonitoringRound.objects.count() == 1


def test_who_opens_a_quarter_asks_for_a_quarter(town: Town) -> None:
    opened = town.open(period=quarter(2026, 3), tiers=[Tier.LITTLE_GIANT, Tier.CHAMPION])

    row = town.fill(town.report())
    assert (str(opened), str(row)) == ("2026 年第 3 季度", "2026 年第 3 季度")
