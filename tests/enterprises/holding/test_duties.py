"""What holders owe is made by the day, done by the unit, and has its price."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.actions import duties, names
from enterprises.choices import StayCause, Tier
from enterprises.models import JurisdictionStay, TitleDuty
from enterprises.queries.duties import exclusions, owed, standing
from enterprises.rules.duties import state
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.enterprises.titles.conftest import entries
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

SYSTEM = Access.of_system("动态管理")


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def on_day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 4, tzinfo=UTC)


def keep_up(at: datetime = NOON) -> duties.KeptUp:
    with scoped(SYSTEM):
        return duties.keep_up(access=SYSTEM, at=at)


def fulfil(who: Access, *rows: TitleDuty, on: date = TODAY) -> None:
    with scoped(who):
        duties.fulfil({row.pk: on for row in rows}, access=who, at=NOON)


def take_back(who: Access, *rows: TitleDuty, reason: str = "录错") -> None:
    with scoped(who):
        duties.take_back([row.pk for row in rows], access=who, at=NOON, reason=reason)


def excuse(who: Access, row: TitleDuty, reason: str = "平台故障") -> None:
    with scoped(who):
        duties.excuse(row.pk, access=who, at=NOON, reason=reason)


def note_change(who: Access, enterprise: Any, **words: Any) -> list[TitleDuty]:
    given = {"cause": "reorganised", "on": date(2026, 2, 1), **words}
    with scoped(who):
        return duties.note_change(enterprise.pk, access=who, at=NOON, **given)


def owing(town: Town, tier: Tier = Tier.SRDI_SME, **values: Any) -> TitleDuty:
    """The yearly update of a holder, as the night made it."""
    title = make_title(town.enterprise(), tier, **values)
    keep_up()
    return TitleDuty.objects.get(series=title.series)


@pytest.mark.covers("enterprises.duties.keep_up", "works")
def test_each_night_makes_ends_reminds_and_takes_its_price_once(town: Town) -> None:
    update = make_title(town.enterprise(), Tier.SRDI_SME)
    ending = make_title(town.enterprise(), Tier.SRDI_SME, valid_until=date(2026, 4, 1))
    renamed = make_title(town.enterprise(), Tier.UNICORN).enterprise
    make_title(town.enterprise(), Tier.SRDI_SME, valid_from=date(2026, 2, 1))  # new this year
    late = make_title(town.enterprise(), Tier.TECH_SME)
    moved = make_title(renamed, Tier.LITTLE_GIANT)
    with scoped(town.clerk):
        words = {"name": "示例新名公司", "on": date(2026, 1, 15)}
        names.rename(renamed.pk, access=town.clerk, at=NOON, **words)
    with bootstrap_scope():
        JurisdictionStay.objects.filter(enterprise=renamed).update(superseded_at=NOON)
        JurisdictionStay.objects.create(
            enterprise=renamed,
            jurisdiction=town.here,
            unit=town.here,
            start_cause=StayCause.MOVED_IN,
            during=DateRange(date(2026, 2, 1), None),
            recorded_at=NOON,
        )

    first, again = keep_up(), keep_up()

    mine = TitleDuty.objects.filter(jurisdiction=town.here)
    assert set(mine.values_list("series", "kind", "cause", "due_on")) == {
        (update.series, "yearly_update", "", date(2026, 5, 31)),
        (ending.series, "yearly_update", "", date(2026, 5, 31)),
        (late.series, "yearly_update", "", date(2026, 3, 31)),
        (moved.series, "yearly_update", "", date(2026, 5, 31)),
        (moved.series, "change_report", "renamed", date(2026, 4, 15)),
        (moved.series, "change_report", "moved", date(2026, 5, 1)),
    }
    assert (first.reminded, again) == (1, duties.KeptUp(0, 0, 0, 0))  # tech_sme is a month away
    spring = keep_up(on_day(4, 1))
    assert (spring.ended, spring.lost) == (1, 0)  # reminded less than a month ago
    lost = keep_up(on_day(4, 3))
    assert lost.lost == 1
    duty = TitleDuty.objects.get(series=late.series)
    assert (duty.reminded_on, duty.lost_on) == (TODAY, date(2026, 4, 3))
    assert entries("duty.lose")[0]["lost_on"] == [None, "2026-04-03"]
    with scoped(town.city):
        assert "2026 年年度更新未按期办理" in exclusions([late.series, update.series])[late.series]
        reach = town.city.reach(Capability.REGISTER_VIEW)
        assert owed([late.enterprise_id], reach=reach)[late.enterprise_id].count == 1
        counts = standing(reach=reach, on=date(2026, 4, 3))
    assert sum(counts.values()) == TitleDuty.objects.count()
    for row in mine:
        with scoped(town.city):
            found = TitleDuty.objects.standing(state(row, on=date(2026, 4, 3)), on=date(2026, 4, 3))
            assert found.filter(pk=row.pk).exists()


@pytest.mark.covers("enterprises.duties.fulfil", "works")
@pytest.mark.covers("enterprises.duties.take_back", "works")
@pytest.mark.covers("enterprises.duties.excuse", "works")
@pytest.mark.covers("enterprises.duties.note_change", "works")
def test_units_enter_what_was_done_and_the_city_gives_a_right_back(town: Town) -> None:
    duty = owing(town)
    (reported,) = note_change(town.clerk, duty.enterprise)

    fulfil(town.clerk, duty, reported)
    take_back(town.clerk, duty)
    duty.refresh_from_db()
    reported.refresh_from_db()

    assert (duty.done_on, reported.done_on, reported.due_on) == (None, TODAY, date(2026, 5, 1))
    assert entries("duty.fulfil")[0]["done_on"] == [None, "2026-03-03"]
    TitleDuty.objects.filter(pk=duty.pk).update(
        due_on=date(2026, 3, 1), reminded_on=date(2026, 1, 1), lost_on=date(2026, 3, 2)
    )
    fulfil(town.clerk, duty)
    assert exclusions([duty.series])  # done too late, still lost
    excuse(town.city, duty)
    assert exclusions([duty.series]) == {}
    assert entries("duty.excuse")[0]["reason"] == "平台故障"


@pytest.mark.covers("enterprises.duties.keep_up", "refused")
@pytest.mark.covers("enterprises.duties.fulfil", "refused")
@pytest.mark.covers("enterprises.duties.take_back", "refused")
@pytest.mark.covers("enterprises.duties.excuse", "refused")
@pytest.mark.covers("enterprises.duties.note_change", "refused")
def test_nothing_is_done_twice_too_early_or_without_a_ground(town: Town) -> None:
    duty = owing(town)
    assert keep_up(on_day(7, 1)).made == 0  # after their day nobody is asked any more

    for on, sentence in ((date(2026, 3, 4), "不能晚于今天"), (date(2025, 1, 1), "早于起算日")):
        with pytest.raises(InputRefused, match=sentence):
            fulfil(town.clerk, duty, on=on)
    with pytest.raises(InputRefused, match="请选择事项"):
        fulfil(town.clerk)
    with pytest.raises(TransitionRefused, match="无需恢复"):
        excuse(town.city, duty)
    with pytest.raises(TransitionRefused, match="无需撤回"):
        take_back(town.clerk, duty)
    fulfil(town.clerk, duty)
    with pytest.raises(TransitionRefused, match="已经办结"):
        fulfil(town.clerk, duty)
    with pytest.raises(InputRefused, match="请说明撤回理由"):
        take_back(town.clerk, duty, reason=" ")
    TitleDuty.objects.filter(pk=duty.pk).update(
        reminded_on=date(2026, 4, 1), lost_on=date(2026, 6, 1)
    )
    with pytest.raises(InputRefused, match="请说明恢复资格的理由"):
        excuse(town.city, duty, " ")
    for words, sentence in (
        ({"cause": "whim"}, "请选择变更事项"),
        ({"on": date(2026, 3, 4)}, "不能晚于今天"),
        ({"on": date(2020, 1, 1)}, "没有须报告变更的称号"),
    ):
        with pytest.raises(ActionRefused, match=sentence):
            note_change(town.clerk, duty.enterprise, **words)


@pytest.mark.covers("enterprises.duties.keep_up", "reach", "capability")
@pytest.mark.covers("enterprises.duties.fulfil", "reach", "capability")
@pytest.mark.covers("enterprises.duties.take_back", "reach", "capability")
@pytest.mark.covers("enterprises.duties.excuse", "reach", "capability")
@pytest.mark.covers("enterprises.duties.note_change", "reach", "capability")
def test_a_unit_answers_for_its_own_holders(town: Town) -> None:
    title = make_title(make_enterprise(unit=town.there), Tier.SRDI_SME)
    keep_up()
    theirs = TitleDuty.objects.get(series=title.series)

    with scoped(town.clerk), pytest.raises(NotPermitted):
        duties.keep_up(access=town.clerk, at=NOON)
    with scoped(town.reader), pytest.raises(NotPermitted):
        duties.keep_up(access=town.reader, at=NOON)
    with pytest.raises(TitleDuty.DoesNotExist):
        fulfil(town.clerk, theirs)
    with pytest.raises(TitleDuty.DoesNotExist):
        take_back(town.clerk, theirs)
    with pytest.raises(title.enterprise.DoesNotExist):
        note_change(town.clerk, title.enterprise)
    for act in (fulfil, take_back, excuse):
        with pytest.raises(NotPermitted):
            act(town.reader, theirs)
    with pytest.raises(NotPermitted):
        excuse(town.clerk, theirs)
    with pytest.raises(NotPermitted):
        note_change(town.reader, title.enterprise)


@pytest.mark.covers("enterprises.duties.keep_up", "race")
@pytest.mark.covers("enterprises.duties.fulfil", "race")
@pytest.mark.covers("enterprises.duties.take_back", "race")
@pytest.mark.covers("enterprises.duties.excuse", "race")
@pytest.mark.covers("enterprises.duties.note_change", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_once() -> None:
    town = build_town()
    title = make_title(town.enterprise(), Tier.SRDI_SME)

    def twice(act: Any, who: Access) -> str:
        return race(act, act, as_first=who, as_second=who)[1]

    def night() -> object:
        return duties.keep_up(access=SYSTEM, at=NOON)

    assert twice(night, SYSTEM) == "done"
    duty = TitleDuty.objects.get(series=title.series)
    rows, who = {duty.pk: TODAY}, {"access": town.clerk, "at": NOON}
    assert twice(lambda: duties.fulfil(rows, **who), town.clerk) == "transition_refused"
    back = {"reason": "录错"}
    assert twice(lambda: duties.take_back(rows, **who, **back), town.clerk) == "transition_refused"
    change = {"cause": "merged", "on": date(2026, 2, 1)}
    firm = title.enterprise_id
    assert twice(lambda: duties.note_change(firm, **who, **change), town.clerk) == "refused"
    with bootstrap_scope():
        lost = {"reminded_on": date(2026, 4, 1), "lost_on": date(2026, 6, 1)}
        TitleDuty.objects.filter(pk=duty.pk).update(**lost)
    city = {"access": town.city, "at": NOON, "reason": "平台故障"}
    assert twice(lambda: duties.excuse(duty.pk, **city), town.city) == "transition_refused"
