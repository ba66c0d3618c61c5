"""Two rows become one: everything moves or nothing does, and what was known stays known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.actions import contacts, enterprises, merges, moves, ownership, voiding
from enterprises.actions.merging import registry
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
from enterprises.rules.merging import MergeRefused, RelationUnknown
from tests.enterprises.identity.conftest import entries, merge, undo
from tests.enterprises.register.conftest import FREE_USCC, NOON, Town, build_town
from tests.factories.enterprises import make_chain, make_contact, make_enterprise
from tests.factories.titles import make_batch, make_candidate, make_title
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
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
    twice = counted(town.clerk, day)

    merge(gone, into, town.clerk)

    assert twice == 2
    assert counted(town.clerk, day) == 1
    assert counted(town.clerk, day, known_at=before) == 2
    assert counted(town.clerk, day, known_at=NOON) == 1


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

    merge(gone, into, town.clerk)

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


@pytest.mark.covers("enterprises.merges.merge", "refused")
def test_not_with_itself_not_twice_not_the_better_row_into_the_lesser(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    team = town.enterprise(uscc=None, kind="team")
    struck = town.enterprise()
    with scoped(town.clerk):
        words = {"on": D(2026, 3, 1), "reason": "注销登记"}
        enterprises.deregister(struck.pk, access=town.clerk, at=NOON, **words)

    with pytest.raises(InputRefused, match="自身"):
        merge(gone, gone, town.clerk)
    with pytest.raises(InputRefused, match="理由"):
        merge(gone, into, town.clerk, reason=" ")
    with pytest.raises(MergeRefused, match="没有统一社会信用代码"):
        merge(gone, team, town.clerk)
    with pytest.raises(MergeRefused, match="已注销"):
        merge(gone, struck, town.clerk)
    with pytest.raises(StaleVersion):
        merge(gone, into, town.clerk, expected_version=9)
    merge(gone, into, town.clerk)
    with pytest.raises(MergeRefused, match="已并入其他企业"):
        merge(gone, into, town.clerk)
    with pytest.raises(MergeRefused, match="已并入其他企业"):
        merge(into, gone, town.clerk)
    with pytest.raises(TransitionRefused, match="并入后的企业"), scoped(town.clerk):
        contacts.add(gone.pk, access=town.clerk, at=NOON, name="张三", phone="13800000000")


@pytest.mark.covers("enterprises.merges.merge", "reach", "capability")
@pytest.mark.covers("enterprises.merges.undo", "reach", "capability")
def test_both_rows_must_be_one_s_own_or_it_is_the_city_s(town: Town) -> None:
    gone, into, foreign = town.enterprise(), town.enterprise(), make_enterprise(unit=town.there)

    for access in (town.clerk, town.other):
        with pytest.raises(Enterprise.DoesNotExist):
            merge(gone, foreign, access)
    with pytest.raises(NotPermitted):
        merge(gone, into, town.reader)
    done = merge(gone, foreign, town.city)
    with pytest.raises(Merge.DoesNotExist):
        undo(done, town.clerk)
    with pytest.raises(Enterprise.DoesNotExist):
        undo(done, town.other)
    with pytest.raises(NotPermitted):
        undo(done, town.reader)
    undo(done, town.city)
    gone.refresh_from_db()
    assert (gone.status, gone.jurisdiction_id) == ("active", town.here.pk)


def test_rows_of_another_unit_come_under_the_unit_of_the_kept_row(town: Town) -> None:
    gone, into = town.enterprise(), make_enterprise(unit=town.there)
    person, title = make_contact(gone), make_title(gone)

    merge(gone, into, town.city)

    person.refresh_from_db()
    assert person.jurisdiction_id == town.there.pk
    now = Recognition.objects.current().get(series=title.series)
    assert now.jurisdiction_id == town.there.pk


def race_merges(town: Town) -> tuple[str, str]:
    gone, one, other = town.enterprise(), town.enterprise(), town.enterprise()

    def act(into: Enterprise) -> Any:
        words = {"into_id": into.pk, "reason": "重复", "at": NOON}
        return lambda: merges.merge(gone.pk, access=town.clerk, **words)

    return race(act(one), act(other), as_first=town.clerk, as_second=town.clerk)


@pytest.mark.covers("enterprises.merges.merge", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_merges() -> None:
    assert race_merges(build_town()) == ("done", "merge_refused")


@pytest.mark.covers("enterprises.merges.undo", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_undoes() -> None:
    town = build_town()
    done = merge(town.enterprise(), town.enterprise(), town.clerk)

    def act() -> Merge:
        return merges.undo(done.pk, access=town.clerk, at=LATER, reason="误合并")

    outcome = race(act, act, as_first=town.clerk, as_second=town.clerk)

    assert outcome == ("done", "transition_refused")


def test_a_free_code_is_no_way_round(town: Town) -> None:
    """The old row keeps its code: nobody can register it anew."""
    gone, into = town.enterprise(uscc=FREE_USCC), town.enterprise()
    merge(gone, into, town.clerk)

    with scoped(town.clerk), pytest.raises(Exception, match="已登记"):
        enterprises.create(
            access=town.clerk,
            at=NOON,
            jurisdiction_id=town.here.pk,
            name="示例新公司",
            uscc=FREE_USCC,
        )


def test_a_relation_nobody_named_refuses_every_merge(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, into = town.enterprise(), town.enterprise()
    person = make_contact(gone)
    monkeypatch.delitem(registry.HANDLERS, "enterprises.Contact.enterprise")

    with pytest.raises(RelationUnknown, match=r"enterprises\.Contact\.enterprise"):
        merge(gone, into, town.clerk)

    person.refresh_from_db()
    gone.refresh_from_db()
    assert (person.enterprise_id, gone.status) == (gone.pk, "active")


def test_what_fails_half_way_leaves_nothing_behind(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, into = town.enterprise(since=D(2018, 1, 1)), town.enterprise()
    make_title(gone)
    last = registry.HANDLERS["enterprises.Contact.enterprise"]
    broken = registry.Part(lambda access, at: 1 / 0)  # type: ignore[arg-type,return-value] # breaks
    monkeypatch.setattr(type(last), "plan", lambda handler, halves: broken)

    with pytest.raises(ZeroDivisionError):
        merge(gone, into, town.clerk)

    gone.refresh_from_db()
    assert (gone.status, len(titles(gone)), len(stays(gone))) == ("active", 1, 1)
    assert len(stays(into)) == 1


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


def test_a_voided_row_is_not_merged_and_a_row_others_joined_is_not_voided(town: Town) -> None:
    gone, into, voided = town.enterprise(), town.enterprise(), town.enterprise()
    words = {"access": town.clerk, "at": NOON, "reason": "误登记"}
    with scoped(town.clerk):
        voiding.void_set([voided.pk], **words)

    for pair in ((voided, into), (into, voided)):
        with pytest.raises(MergeRefused):
            merge(*pair, town.clerk)
    merge(gone, into, town.clerk)
    with scoped(town.clerk), pytest.raises(ActionRefused, match="有企业并入"):
        voiding.void_set([into.pk], **words)
