"""Counts and flows by one statement agree in every cell with counting firm by firm."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import tier_flows
from enterprises.queries.trend import month_ends, trend
from tests.enterprises.titles import model, worlds
from tests.factories.accounts import make_access
from wuhan_smes.access import Access, Capability
from wuhan_smes.scope import bootstrap_scope, scoped

CITY = Access.of_system("test")
SLOW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def frame(large_register):
    with bootstrap_scope():
        return worlds.make_frame()


@pytest.fixture
def viewers(frame):
    """Who asks: the city, and one district."""
    district = make_access("district_staff", unit=frame.units["jiangan"])
    return [(CITY, None), (district, {"jiangan"})]


def in_world(plan, frame, check):
    """Check one world and leave nothing of it behind."""
    with transaction.atomic():
        with bootstrap_scope():
            firms = [worlds.tell(each, frame) for each in plan]
        check(firms)
        transaction.set_rollback(True)


def cells(rows):
    return {(row.key, row.tier.value): row.count for row in rows if row.count}


@SLOW
@given(
    plan=worlds.worlds,
    day=st.sampled_from(worlds.DAYS),
    evening=st.booleans(),
    known=st.sampled_from([None, 0, 1, 2]),
)
def test_every_count_agrees(frame, viewers, plan, day, evening, known):
    on = day - timedelta(days=1) if evening else day
    known_at = None if known is None else worlds.moment(known)

    def check(firms):
        for access, units in viewers:
            reach = access.reach(Capability.COUNTS_VIEW)
            with scoped(access):
                for by in CountCut:
                    for basis in CountBasis:
                        rows = tier_counts(reach, on=on, by=by, basis=basis, known_at=known_at)
                        wanted = model.counts(firms, on, known, by.value, basis.value, units)
                        assert cells(rows) == dict(wanted), (by, basis, units)

    in_world(plan, frame, check)


@SLOW
@given(
    plan=worlds.worlds,
    ends=st.tuples(st.sampled_from(worlds.DAYS), st.sampled_from(worlds.DAYS)).map(sorted),
    known=st.sampled_from([None, 0, 1, 2]),
)
def test_every_flow_agrees_and_balances(frame, viewers, plan, ends, known):
    first, last = ends
    known_at = None if known is None else worlds.moment(known)

    def check(firms):
        for access, units in viewers:
            reach = access.reach(Capability.COUNTS_VIEW)
            with scoped(access):
                for by in CountCut:
                    for basis in CountBasis:
                        rows = tier_flows(
                            reach, first=first, last=last, by=by, basis=basis, known_at=known_at
                        )
                        assert all(row.balances for row in rows)
                        wanted = model.flows(
                            firms, first, last, known, by.value, basis.value, units
                        )
                        assert flow_cells(rows) == trimmed(wanted), (by, basis, units)

    in_world(plan, frame, check)


@SLOW
@given(
    plan=worlds.worlds,
    ends=st.tuples(st.sampled_from(worlds.DAYS), st.sampled_from(worlds.DAYS)).map(sorted),
    by=st.sampled_from(CountCut),
    basis=st.sampled_from(CountBasis),
    some=st.sets(st.sampled_from(Tier), min_size=2, max_size=3),
)
def test_tiers_asked_for_alone_are_told_as_among_all(frame, viewers, plan, ends, by, basis, some):
    """Only the titles that decide them are then looked at."""
    first, last = ends

    def check(firms):
        for access, _ in viewers:
            reach = access.reach(Capability.COUNTS_VIEW)
            with scoped(access):
                words = {"first": first, "last": last, "by": by, "basis": basis}
                among_all = flow_cells(tier_flows(reach, **words))
                for tiers in [*({tier} for tier in Tier), some]:
                    alone = flow_cells(tier_flows(reach, **words, tiers=tiers))
                    theirs = {key: cell for key, cell in among_all.items() if key[1] in tiers}
                    assert alone == theirs, (tiers, by, basis)

    in_world(plan, frame, check)


@SLOW
@given(plan=worlds.worlds, day=st.sampled_from(worlds.DAYS), months=st.integers(1, 9))
def test_every_point_of_a_trend_agrees(frame, viewers, plan, day, months):
    def check(firms):
        for access, units in viewers:
            with scoped(access):
                for basis in CountBasis:
                    points = trend(
                        access.reach(Capability.COUNTS_VIEW), on=day, months=months, basis=basis
                    )
                    assert [point.on for point in points] == list(month_ends(day, months))
                    for point in points:
                        wanted = model.counts(firms, point.on, None, "all", basis.value, units)
                        found = {("all", tier.value): n for tier, n in point.counts.items() if n}
                        assert found == dict(wanted), (point.on, basis, units)

    in_world(plan, frame, check)


def flow_cells(rows):
    found = {}
    for row in rows:
        cell = {column.value: n for column, n in row.columns.items()}
        for name in ("opening", "closing", "renewed", "renamed"):
            cell[name] = getattr(row, name)
        if cell := {name: n for name, n in cell.items() if n}:
            found[row.key, row.tier.value] = cell
    return found


def trimmed(wanted):
    cells = {key: {name: n for name, n in cell.items() if n} for key, cell in wanted.items()}
    return {key: cell for key, cell in cells.items() if cell}


@SLOW
@given(
    plan=worlds.worlds,
    days=st.lists(st.sampled_from(worlds.DAYS), min_size=3, max_size=3, unique=True).map(sorted),
    basis=st.sampled_from(CountBasis),
)
def test_periods_chain_and_units_add_up_to_the_city(frame, plan, days, basis):
    first, middle, last = days
    reach = CITY.reach(Capability.COUNTS_VIEW)

    def check(firms):
        with scoped(CITY):
            words = {"basis": basis, "by": CountCut.JURISDICTION}
            early = tier_flows(reach, first=first, last=middle, **words)
            late = tier_flows(reach, first=middle + timedelta(days=1), last=last, **words)
            city = tier_flows(reach, first=first, last=middle, basis=basis)
        assert [row.closing for row in early] == [row.opening for row in late]
        for total in city:
            units = [row for row in early if row.tier is total.tier]
            assert sum(row.opening for row in units) == total.opening
            assert sum(row.closing for row in units) == total.closing
            for column, n in total.columns.items():
                if column not in {"moved_in", "moved_out"}:
                    assert sum(row.columns[column] for row in units) == n
            net = [sum(r.columns["moved_in"] - r.columns["moved_out"] for r in units)]
            assert net == [total.columns["moved_in"] - total.columns["moved_out"]]

    in_world(plan, frame, check)
