"""Figures of years and periods: recorded, corrected, taken back; the unknown stays unknown."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enterprises.actions import annual_indicators, period_indicators
from enterprises.actions.readings import Reading, of_period, of_year
from enterprises.actions.taking_back import take_back
from enterprises.models import AnnualIndicators, Enterprise, PeriodIndicators
from enterprises.rules.periods import month, quarter
from tests.enterprises.register.conftest import NOON, Town, build_town, entries
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

MODULES: dict[str, Any] = {
    "annual_indicators": annual_indicators,
    "period_indicators": period_indicators,
}
MODELS: dict[str, Any] = {
    "annual_indicators": AnnualIndicators,
    "period_indicators": PeriodIndicators,
}
WHEN: dict[str, dict[str, object]] = {
    "annual_indicators": {"year": 2025},
    "period_indicators": {"period": month(2025, 3)},
}
Act = Callable[[], object]


def reading(module: str, enterprise: Enterprise, **values: object) -> Reading:
    if module == "annual_indicators":
        return of_year(enterprise.pk, 2025, values)
    return of_period(enterprise.pk, month(2025, 3), "current", values)


def call(name: str, enterprise: Enterprise, access: Access, **values: object) -> object:
    """One action by its name, with the words each of them needs."""
    module, _, verb = name.partition(".")
    act = getattr(MODULES[module], verb)
    if verb == "record_set":
        return act([reading(module, enterprise, **values)], access=access, at=NOON)
    words = {"reason": "笔误"} if verb == "correct" else {}
    return act(enterprise.pk, access=access, at=NOON, values=values, **WHEN[module], **words)


def do(town: Town, name: str, enterprise: Enterprise, **values: object) -> object:
    with scoped(town.clerk):
        return call(name, enterprise, town.clerk, **values)


def each(kind: str, *verbs: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"enterprises.{name}", kind))
            for module in MODULES
            for verb in verbs or ("record", "record_set", "correct")
            for name in (f"{module}.{verb}",)
        ],
    )


def revenues(name: str) -> list[Decimal | None]:
    """What every version said, in the order in which we learnt it."""
    rows = MODELS[name.partition(".")[0]].objects.order_by("id")
    return list(rows.values_list("revenue", flat=True))


@each("works", "record", "record_set")
def test_what_is_said_is_known_and_the_rest_stays_unknown(town: Town, name: str) -> None:
    enterprise = town.enterprise()

    do(town, name, enterprise, revenue="12345678.90")

    row = MODELS[name.partition(".")[0]].objects.current().get(enterprise=enterprise)
    assert (row.revenue, row.rd_expense, row.employees) == (Decimal("12345678.90"), None, None)
    entry = entries().get()
    assert entry.kind.startswith("enterprise.record_")
    assert entry.changes["revenue"] == [None, "12345678.90"]


@each("works", "correct")
def test_a_correction_keeps_what_we_knew_before(town: Town, name: str) -> None:
    enterprise, module = town.enterprise(), name.partition(".")[0]
    do(town, f"{module}.record", enterprise, revenue=100, employees=7)

    do(town, name, enterprise, revenue=None)

    assert revenues(name) == [Decimal(100), None]
    row = MODELS[module].objects.current().get(enterprise=enterprise)
    assert (row.revenue, row.employees, row.source) == (None, 7, "更正：笔误")


def test_a_correction_of_the_last_value_leaves_nothing_standing(town: Town) -> None:
    enterprise = town.enterprise()
    do(town, "annual_indicators.record", enterprise, revenue=100)

    assert do(town, "annual_indicators.correct", enterprise, revenue=None) is None
    assert not AnnualIndicators.objects.current().exists()


def test_nought_is_a_fact(town: Town) -> None:
    enterprise = town.enterprise()

    do(town, "annual_indicators.record", enterprise, rd_expense=0, listed=False)

    row = AnnualIndicators.objects.get()
    assert (row.rd_expense, row.listed) == (0, False)


def test_a_set_lays_readings_of_one_thread_over_each_other(town: Town) -> None:
    one, two = town.enterprise(), town.enterprise()
    readings = [
        of_year(one.pk, 2025, {"revenue": 1}),
        of_year(two.pk, 2025, {"revenue": 2}),
        of_year(one.pk, 2024, {"revenue": 3}),
        of_year(one.pk, 2025, {"employees": 4}),
        of_year(two.pk, 2025, {"revenue": 2}),
    ]

    with scoped(town.clerk):
        done = annual_indicators.record_set(readings, access=town.clerk, at=NOON)

    assert [one is None for one in done] == [False, False, False, False, True]
    rows = AnnualIndicators.objects.order_by("enterprise_id", "year")
    assert [(r.enterprise, r.year, r.revenue, r.employees) for r in rows] == [
        (one, 2024, 3, None),
        (one, 2025, 1, 4),
        (two, 2025, 2, None),
    ]


def test_a_set_of_many_asks_as_little_as_a_set_of_few(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    rows = [town.enterprise() for _ in range(30)]

    with scoped(town.clerk), django_assert_max_num_queries(9):
        annual_indicators.record_set(
            [of_year(row.pk, 2025, {"revenue": 5}) for row in rows], access=town.clerk, at=NOON
        )

    assert AnnualIndicators.objects.count() == 30


def test_a_quarter_and_its_months_and_both_bases_stand_beside_each_other(town: Town) -> None:
    enterprise = town.enterprise()
    readings = [
        of_period(enterprise.pk, month(2025, 1), "current", {"revenue": 1}),
        of_period(enterprise.pk, quarter(2025, 1), "current", {"revenue": 3}),
        of_period(enterprise.pk, month(2025, 1), "cumulative", {"revenue": 1}),
    ]

    with scoped(town.clerk):
        period_indicators.record_set(readings, access=town.clerk, at=NOON)

    rows = PeriodIndicators.objects.order_by("id")
    assert [str(row) for row in rows] == ["2025 年 1 月", "2025 年第 1 季度", "2025 年 1 月"]


@each("refused", "record", "record_set", "correct")
def test_a_part_beyond_its_whole_and_words_for_numbers_are_refused(town: Town, name: str) -> None:
    enterprise, module = town.enterprise(), name.partition(".")[0]
    do(town, f"{module}.record", enterprise, employees=7)

    with pytest.raises(InputRefused) as refusal:
        do(town, name, enterprise, revenue="很多", employees=-1)

    assert {fault.field for fault in refusal.value.faults} == {"revenue", "employees"}
    if module == "annual_indicators":
        with pytest.raises(InputRefused, match="研发人员大于从业人员"):
            do(town, name, enterprise, rd_staff=8)


def test_what_is_known_so_already_a_correction_of_nothing_and_the_future_are_refused(
    town: Town,
) -> None:
    enterprise = town.enterprise()
    do(town, "annual_indicators.record", enterprise, revenue=100)

    with pytest.raises(ActionRefused, match="一致"):
        do(town, "annual_indicators.record", enterprise, revenue="100.00")
    with pytest.raises(InputRefused, match="请用更正"):
        do(town, "annual_indicators.record", enterprise, revenue=None)
    with pytest.raises(ActionRefused, match="没有已登记的指标"):
        do(town, "period_indicators.correct", enterprise, revenue=1)
    with scoped(town.clerk), pytest.raises(InputRefused, match="不能晚于今天"):
        annual_indicators.record(
            enterprise.pk, access=town.clerk, at=NOON, year=2027, values={"revenue": 1}
        )


@each("reach")
def test_figures_of_another_unit_cannot_be_written(town: Town, name: str) -> None:
    enterprise = town.enterprise()

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        call(name, enterprise, town.other, revenue=1)

    assert revenues(name) == []


@each("capability")
def test_who_may_only_read_writes_no_figures(town: Town, name: str) -> None:
    enterprise = town.enterprise()

    with scoped(town.reader), pytest.raises(NotPermitted):
        call(name, enterprise, town.reader, revenue=1)


@each("race", "record", "correct")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_the_same_one_is_told(name: str) -> None:
    town = build_town()
    enterprise, module = town.enterprise(), name.partition(".")[0]
    do(town, f"{module}.record", enterprise, revenue=100)

    def act() -> object:
        return call(name, enterprise, town.clerk, revenue=200)

    assert race(act, act, as_first=town.clerk, as_second=town.clerk) == ("done", "refused")


@each("race", "record_set")
@pytest.mark.django_db(transaction=True)
def test_two_lists_with_the_same_figures_leave_one_version(name: str) -> None:
    town = build_town()
    enterprise = town.enterprise()

    def act() -> object:
        return call(name, enterprise, town.clerk, revenue=200)

    assert race(act, act, as_first=town.clerk, as_second=town.clerk) == ("done", "done")
    assert revenues(name) == [Decimal(200)]


@pytest.mark.covers("enterprises.taking_back.take_back", "works")
def test_what_was_taken_back_gives_way_to_what_it_had_replaced(town: Town) -> None:
    enterprise = town.enterprise()
    do(town, "annual_indicators.record", enterprise, revenue=100)
    with scoped(town.clerk):
        (done,) = annual_indicators.record_set(
            [of_year(enterprise.pk, 2025, {"revenue": 200})], access=town.clerk, at=NOON
        )
        assert done is not None

        again = take_back(
            AnnualIndicators,
            access=town.clerk,
            at=NOON,
            added=[row.pk for row in done.added],
            superseded=[row.pk for row in done.gone],
        )

    assert [row.revenue for row in again] == [100]
    assert AnnualIndicators.objects.current().get().revenue == 100
    assert revenues("annual_indicators.record") == [100, 200, 100]


def _taken(town: Town, access: Access) -> Act:
    enterprise = town.enterprise()
    row = do(town, "annual_indicators.record", enterprise, revenue=100)
    assert isinstance(row, AnnualIndicators)

    def act() -> object:
        return take_back(AnnualIndicators, access=access, at=NOON, added=[row.pk], superseded=[])

    return act


@pytest.mark.covers("enterprises.taking_back.take_back", "refused", "reach", "capability")
def test_taking_back_asks_for_reach_right_and_that_nobody_built_on_it(town: Town) -> None:
    foreign, forbidden = _taken(town, town.other), _taken(town, town.reader)
    with scoped(town.other), pytest.raises(ActionRefused, match="不能撤回"):
        foreign()
    with scoped(town.reader), pytest.raises(NotPermitted):
        forbidden()
    act = _taken(town, town.clerk)
    with scoped(town.clerk):
        act()
        with pytest.raises(ActionRefused, match="又被更改"):
            act()


@pytest.mark.covers("enterprises.taking_back.take_back", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_back_one_is_told() -> None:
    town = build_town()
    act = _taken(town, town.clerk)

    assert race(act, act, as_first=town.clerk, as_second=town.clerk) == ("done", "refused")


def test_years_are_whole_in_the_database_too(town: Town) -> None:
    enterprise = town.enterprise()
    do(town, "annual_indicators.record", enterprise, revenue=1)

    assert AnnualIndicators.objects.holding(on=date(2025, 12, 31)).exists()
    assert not AnnualIndicators.objects.holding(on=date(2026, 1, 1)).exists()
