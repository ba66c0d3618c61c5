"""Two rows become one: everything moves or nothing does, and what was known stays known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.actions import merges, moves, ownership
from enterprises.choices import CandidateState, CountBasis, CountCut, Tier
from enterprises.models import (
    AnnualIndicators,
    BatchCandidate,
    Contact,
    Enterprise,
    EnterpriseChain,
    EnterpriseName,
    JurisdictionStay,
    Merge,
    MoveRequest,
    OwnershipLink,
    Recognition,
)
from enterprises.queries.tier_counts import tier_counts
from tests.enterprises.identity.conftest import entries, merge, undo
from tests.enterprises.register.conftest import NOON, Town
from tests.factories.enterprises import make_chain, make_contact, make_enterprise
from tests.factories.titles import make_batch, make_candidate, make_title
from wuhan_smes.access import Access, Capability
from wuhan_smes.scope import bootstrap_scope, scoped

LATER = datetime(2026, 3, 5, 4, tzinfo=UTC)
D = date


def titles(enterprise: Enterprise) -> list[tuple[str, date, date | None]]:
    rows = Recognition.objects.current().filter(enterprise=enterprise).order_by("series")
    return [
        (row.tier, row.in_force.lower, row.in_force.upper)
        for row in rows
        if not row.in_force.isempty
    ]


def stays(enterprise: Enterprise) -> list[tuple[int, date | None, date | None]]:
    rows = JurisdictionStay.objects.current().filter(enterprise=enterprise).order_by("during")
    return [(row.unit_id, row.during.lower, row.during.upper) for row in rows]


def counted(access: Access, on: date, known_at: datetime | None = None) -> int:
    """Enterprises with the base title on a day, as known at a moment."""
    with scoped(access):
        reach = access.reach(Capability.COUNTS_VIEW)
        rows = tier_counts(
            reach, on=on, by=CountCut.ALL, basis=CountBasis.HOLDER, known_at=known_at
        )
    return next(row.count for row in rows if row.tier == Tier.INNOVATIVE_SME)


@pytest.mark.covers("enterprises.merges.merge", "works")
def test_everything_moves_and_the_old_row_points_to_the_new(town: Town) -> None:
    gone, into = town.enterprise(since=D(2018, 5, 1)), town.enterprise(since=D(2020, 1, 1))
    person = make_contact(gone)
    title = make_title(gone)
    candidate = make_candidate(make_batch(), gone, CandidateState.RECOMMENDED)
    with scoped(town.clerk):
        link = ownership.link(
            gone.pk,
            access=town.clerk,
            at=NOON,
            kind="controls",
            other_name="示例控股公司",
            valid_from=D(2024, 1, 1),
        )

    done = merge(gone, into, town.clerk)

    gone.refresh_from_db()
    into.refresh_from_db()
    assert (gone.status, gone.merged_into_id) == ("merged", into.pk)
    for row in (person, candidate, link):
        row.refresh_from_db()
        assert row.enterprise_id == into.pk
    now = Recognition.objects.current().get(series=title.series)
    assert (now.enterprise_id, now.version) == (into.pk, 2)
    assert stays(gone) == []
    assert stays(into) == [
        (town.here.pk, D(2018, 5, 1), D(2020, 1, 1)),
        (town.here.pk, D(2020, 1, 1), None),
    ]
    assert [(event.kind, event.target_id) for event in entries()][-3:] == [
        ("enterprise.merge", gone.pk),
        ("enterprise.merge", into.pk),
        ("enterprise.merge", done.pk),
    ]


def test_counts_as_known_before_stay_and_as_known_now_it_counts_once(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    for each in (gone, into):
        make_title(each)
    day, before = D(2025, 6, 1), NOON - timedelta(hours=1)
    twice = counted(town.city, day)

    merge(gone, into, town.city)

    assert twice == 2
    assert counted(town.city, day) == 1
    assert counted(town.city, day, known_at=before) == 2
    assert counted(town.city, day, known_at=NOON) == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        # the same term twice
        ((D(2024, 1, 1), D(2027, 1, 1)), (D(2024, 1, 1), D(2027, 1, 1)), [(2024, 2027)]),
        # the half's lies within, and the other way round
        ((D(2024, 1, 1), D(2025, 1, 1)), (D(2023, 1, 1), D(2027, 1, 1)), [(2023, 2027)]),
        ((D(2021, 1, 1), D(2027, 1, 1)), (D(2024, 1, 1), D(2025, 1, 1)), [(2021, 2027)]),
        # one runs into the other
        (
            (D(2021, 1, 1), D(2024, 1, 1)),
            (D(2023, 1, 1), D(2026, 1, 1)),
            [(2021, 2023), (2023, 2026)],
        ),
        # one follows the other
        (
            (D(2021, 1, 1), D(2024, 1, 1)),
            (D(2024, 1, 1), D(2027, 1, 1)),
            [(2021, 2024), (2024, 2027)],
        ),
    ],
)
def test_no_day_of_a_title_is_lost_and_none_counts_twice(
    town: Town, mine: tuple[date, date], theirs: tuple[date, date], wanted: list[tuple[int, int]]
) -> None:
    gone, into = town.enterprise(), town.enterprise()
    for each, (start, until) in ((gone, mine), (into, theirs)):
        make_title(each, valid_from=start, valid_until=until)

    merge(gone, into, town.city)

    found = sorted((start.year, until.year) for _, start, until in titles(into) if until)
    assert found == wanted
    assert titles(gone) == []


def test_conflicts_are_told_before_and_settled_as_told(town: Town) -> None:
    chain, other = make_chain(), make_chain()
    batch = make_batch()
    gone, into = town.enterprise(tags=["高企", "上云"]), town.enterprise(tags=["高企"])
    for each, one in ((gone, chain), (into, other)):
        with bootstrap_scope():
            EnterpriseChain.objects.create(
                enterprise=each,
                jurisdiction=town.here,
                chain=one,
                chain_version=one.version,
                is_primary=True,
                during=JurisdictionStay.objects.current().get(enterprise=each).during,
                recorded_at=NOON - timedelta(days=1),
            )
        make_contact(each, is_primary=True)
        make_candidate(batch, each, CandidateState.RECOMMENDED)
    with scoped(town.clerk):
        words = {"to_jurisdiction_id": town.there.pk, "on": D(2026, 3, 1), "reason": "搬迁"}
        asked = moves.ask(gone.pk, access=town.clerk, at=NOON, **words)
        shown = merges.preview(gone.pk, access=town.clerk, into_id=into.pk)

    done = merge(gone, into, town.clerk)

    assert done.settled == shown.settled
    assert {one["label"] for one in shown.settled} == {
        "基本信息",
        "名称",
        "批次名单",
        "联系人",
        "迁移申请",
    }
    assert Contact.objects.filter(enterprise=into, is_primary=True).count() == 1
    assert BatchCandidate.objects.filter(batch=batch).count() == 1
    assert MoveRequest.objects.get(pk=asked.pk).state == "cancelled"
    into.refresh_from_db()
    assert into.tags == ["高企", "上云"]
    primary = EnterpriseChain.objects.current().filter(enterprise=into, is_primary=True)
    assert [row.chain_id for row in primary] == [other.pk]
    assert EnterpriseChain.objects.current().filter(enterprise=into).count() == 2


def test_a_preview_changes_nothing(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    make_title(gone)
    make_contact(gone)

    with scoped(town.clerk):
        shown = merges.preview(gone.pk, access=town.clerk, into_id=into.pk)

    assert {label: len(part.moves) for label, part in shown.lines if part.moves} == {
        "梯度称号": 1,
        "联系人": 1,
    }
    assert Contact.objects.get().enterprise_id == gone.pk
    assert Merge.objects.count() == 0
    assert entries().count() == 0


def test_a_link_to_the_kept_half_stays_behind(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    words = {"kind": "same_group", "other_name": into.name, "other_uscc": into.uscc or ""}
    with scoped(town.clerk):
        ownership.link(gone.pk, access=town.clerk, at=NOON, valid_from=D(2024, 1, 1), **words)

    merge(gone, into, town.clerk)

    assert OwnershipLink.objects.get().enterprise_id == gone.pk


def test_the_old_name_still_finds_the_old_row(town: Town) -> None:
    gone, into = town.enterprise(name="示例旧名有限公司"), town.enterprise()

    merge(gone, into, town.clerk)

    (name,) = EnterpriseName.objects.current().filter(enterprise=gone)
    assert name.name == "示例旧名有限公司"


def test_rows_of_another_unit_come_under_the_unit_of_the_kept_row(town: Town) -> None:
    gone, into = town.enterprise(), make_enterprise(unit=town.there)
    person, title = make_contact(gone), make_title(gone)

    merge(gone, into, town.city)

    person.refresh_from_db()
    assert person.jurisdiction_id == town.there.pk
    now = Recognition.objects.current().get(series=title.series)
    assert now.jurisdiction_id == town.there.pk


def test_figures_fill_years_the_kept_half_knows_nothing_of(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    for each, year, revenue in ((gone, 2023, 100), (gone, 2024, 200), (into, 2024, 300)):
        with bootstrap_scope():
            AnnualIndicators.objects.create(
                enterprise=each,
                jurisdiction=town.here,
                year=year,
                during=DateRange(D(year, 1, 1), D(year + 1, 1, 1)),
                revenue=revenue,
                recorded_at=NOON - timedelta(days=1),
            )

    done = merge(gone, into, town.clerk)
    merged = figures(into)
    undo(done, town.clerk, at=LATER)

    assert (figures(gone), merged) == ([(2023, 100), (2024, 200)], [(2023, 100), (2024, 300)])
    assert figures(into) == [(2024, 300)]
    (told,) = (one for one in done.settled if one["label"] == "年度指标")
    assert "已填 1 项" in told["what"]
    assert "300" not in told["what"]


def figures(enterprise: Enterprise) -> list[tuple[int, int]]:
    rows = AnnualIndicators.objects.current().filter(enterprise=enterprise).order_by("year")
    return [(row.year, int(row.revenue or 0)) for row in rows]
