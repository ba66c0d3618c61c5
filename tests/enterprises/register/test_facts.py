"""Dated facts: changed without overwriting, also late and inside the past."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.actions.facts import Change, change, change_set
from enterprises.models import Enterprise, EnterpriseChain, EnterpriseName, SizeYear
from tests.enterprises.register.conftest import NOON, Town
from tests.factories.enterprises import RECORDED, make_chain, make_enterprise

EARLIER = datetime(2026, 1, 5, tzinfo=UTC)


def size(enterprise: Enterprise, year: int, word: str, at: datetime = NOON) -> None:
    values = {"year": year, "size_class": word}
    change(SizeYear, Change(enterprise, date(year, 1, 1), values), at=at)


def sizes(enterprise: Enterprise) -> list[tuple[date, date | None, str]]:
    rows = SizeYear.objects.current().filter(enterprise=enterprise).order_by("during")
    return [(row.during.lower, row.during.upper, row.size_class) for row in rows]


def test_a_change_closes_what_held_and_opens_what_holds(town: Town) -> None:
    enterprise = town.enterprise()

    size(enterprise, 2023, "micro")
    size(enterprise, 2025, "small")

    assert sizes(enterprise) == [
        (date(2023, 1, 1), date(2025, 1, 1), "micro"),
        (date(2025, 1, 1), None, "small"),
    ]


def test_a_late_change_ends_where_the_next_known_one_begins(town: Town) -> None:
    enterprise = town.enterprise()
    size(enterprise, 2022, "micro")
    size(enterprise, 2025, "medium")

    size(enterprise, 2024, "small")
    size(enterprise, 2020, "micro")

    assert sizes(enterprise) == [
        (date(2020, 1, 1), date(2022, 1, 1), "micro"),
        (date(2022, 1, 1), date(2024, 1, 1), "micro"),
        (date(2024, 1, 1), date(2025, 1, 1), "small"),
        (date(2025, 1, 1), None, "medium"),
    ]


def test_a_correction_of_the_same_day_replaces_and_keeps_what_was_known(town: Town) -> None:
    enterprise = town.enterprise()
    size(enterprise, 2025, "micro", at=EARLIER)

    size(enterprise, 2025, "small")

    assert sizes(enterprise) == [(date(2025, 1, 1), None, "small")]
    known = SizeYear.objects.known_at(datetime(2026, 2, 1, tzinfo=UTC)).get(enterprise=enterprise)
    assert (known.size_class, known.superseded_at) == ("micro", NOON)


def test_a_bounded_correction_leaves_both_sides_as_they_were(town: Town) -> None:
    enterprise = town.enterprise(name="示例甲公司", since=date(2020, 1, 1))
    values = {"name": "示例乙公司", "search_key": "示例乙公司"}

    what = Change(enterprise, date(2021, 1, 1), values, until=date(2022, 1, 1))
    change(EnterpriseName, what, at=NOON)

    rows = EnterpriseName.objects.current().filter(enterprise=enterprise).order_by("during")
    assert [(row.during, row.name) for row in rows] == [
        (DateRange(date(2020, 1, 1), date(2021, 1, 1)), "示例甲公司"),
        (DateRange(date(2021, 1, 1), date(2022, 1, 1)), "示例乙公司"),
        (DateRange(date(2022, 1, 1), None), "示例甲公司"),
    ]


def test_threads_do_not_disturb_each_other(town: Town) -> None:
    enterprise, one, two = town.enterprise(), make_chain(), make_chain()
    for chain in (one, two):
        values = {"chain_version": chain.version, "is_primary": False}
        key = {"chain_id": chain.pk}
        change(EnterpriseChain, Change(enterprise, date(2024, 1, 1), values, key=key), at=NOON)

    what = Change(enterprise, date(2025, 1, 1), None, key={"chain_id": one.pk})
    change(EnterpriseChain, what, at=NOON)

    held = EnterpriseChain.objects.holding(on=date(2025, 6, 1)).filter(enterprise=enterprise)
    assert [row.chain for row in held] == [two]


@pytest.mark.parametrize("count", [1, 5])
def test_any_number_of_changes_takes_three_statements(
    town: Town, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    changes = [
        Change(
            make_enterprise(unit=town.here),
            date(2025, 1, 1),
            {"name": f"示例更名{n}", "search_key": f"示例更名{n}"},
        )
        for n in range(count)
    ]

    with transaction.atomic(), django_assert_num_queries(3):
        change_set(EnterpriseName, changes, at=NOON)


def test_a_lagging_clock_does_not_tell_the_history_backwards(town: Town) -> None:
    enterprise = town.enterprise()
    size(enterprise, 2024, "micro", at=NOON)

    size(enterprise, 2024, "small", at=EARLIER)

    first = SizeYear.objects.get(enterprise=enterprise, size_class="micro")
    second = SizeYear.objects.get(enterprise=enterprise, size_class="small")
    assert first.superseded_at == second.recorded_at == NOON


def test_what_was_said_cannot_be_unsaid(town: Town) -> None:
    name = EnterpriseName.objects.get(enterprise=town.enterprise())

    for spoil in ({"name": "篡改"}, {"recorded_at": NOON}, {"during": DateRange(None, None)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            EnterpriseName.objects.filter(pk=name.pk).update(**spoil)
    with pytest.raises(DatabaseError), transaction.atomic():
        name.delete()

    name.refresh_from_db()
    assert name.recorded_at == RECORDED
