"""A merge is taken apart: what the half brought goes back as it then is, the rest stays."""

from datetime import UTC, date, datetime

import pytest

from enterprises.actions import classification, contacts, recognitions, title_changes
from enterprises.actions.recognitions import Award
from enterprises.choices import CandidateState
from enterprises.models import (
    BatchCandidate,
    BatchObjection,
    Contact,
    DuplicatePair,
    Enterprise,
    IndustryStay,
    JurisdictionStay,
    MoveRequest,
    Recognition,
)
from enterprises.rules.merging import MergeRefused
from tests.enterprises.identity.conftest import entries, merge, undo
from tests.enterprises.identity.test_merge import stays, titles
from tests.enterprises.register.conftest import NOON, Town
from tests.factories.enterprises import make_contact, make_industry
from tests.factories.titles import make_batch, make_candidate, make_title
from wuhan_smes.errors import InputRefused, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

LATER = datetime(2026, 4, 1, 4, tzinfo=UTC)
D = date


def industries(enterprise: Enterprise) -> list[tuple[str, date | None, date | None]]:
    rows = IndustryStay.objects.current().filter(enterprise=enterprise).order_by("during")
    return [
        (row.industry.code, row.during.lower, row.during.upper)
        for row in rows.select_related("industry")
    ]


def test_an_objection_is_not_lost_where_both_stand_in_one_batch(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    batch = make_batch()
    doubted = make_candidate(batch, gone, CandidateState.OBJECTED)
    kept = make_candidate(batch, into, CandidateState.PUBLICISED)
    with bootstrap_scope():
        objection = BatchObjection.objects.create(
            candidate=doubted,
            jurisdiction=town.here,
            raised_on=D(2026, 3, 1),
            raised_by="示例王某",
            text="研发费用不实",
            recorded_by_name="示例",
        )

    def stands() -> tuple[int, str]:
        objection.refresh_from_db()
        kept.refresh_from_db()
        return objection.candidate_id, kept.state

    done = merge(gone, into, town.city)
    assert stands() == (kept.pk, CandidateState.OBJECTED)
    undo(done, town.city, at=LATER)
    assert stands() == (doubted.pk, CandidateState.PUBLICISED)


@pytest.mark.covers("enterprises.merges.undo", "works")
def test_undone_at_once_both_halves_are_as_before(town: Town) -> None:
    gone = town.enterprise(since=D(2018, 5, 1), industry=make_industry(), tags=["高企"])
    into = town.enterprise(since=D(2020, 1, 1), tags=["上云"])
    batch = make_batch()
    for each in (gone, into):
        make_title(each)
        make_contact(each, is_primary=True)
        make_candidate(batch, each, CandidateState.RECOMMENDED)
    with bootstrap_scope():
        pair = DuplicatePair.objects.create(
            a=gone,
            b=into,
            jurisdiction=town.here,
            other_jurisdiction=town.here,
            reasons=["same_name"],
            score=60,
            found_at=NOON,
        )
    before = [(stays(it), titles(it), industries(it)) for it in (gone, into)]

    done = merge(gone, into, town.city)
    undo(done, town.city, at=LATER)

    for each in (gone, into):
        each.refresh_from_db()
        assert Contact.objects.get(enterprise=each).is_primary
        assert BatchCandidate.objects.get(enterprise=each, batch=batch)
    assert [(stays(it), titles(it), industries(it)) for it in (gone, into)] == before
    assert (gone.status, gone.merged_into_id, gone.tags, into.tags) == (
        "active",
        None,
        ["高企"],
        ["上云"],
    )
    pair.refresh_from_db()
    assert pair.state == "not_duplicate"
    assert [event.kind for event in entries()][-3:] == ["enterprise.unmerge"] * 3


def test_edits_of_what_the_half_brought_follow_it_and_new_rows_stay(town: Town) -> None:
    gone = town.enterprise(since=D(2018, 1, 1), industry=make_industry())
    into = town.enterprise(since=D(2020, 1, 1))
    brought, own = make_title(gone), make_title(into, tier="srdi_sme")
    person = make_contact(gone)
    other = make_industry("C3980", "电子元件制造")
    done = merge(gone, into, town.clerk)

    with scoped(town.city):
        who = {"access": town.city, "at": LATER}
        words = {"until": D(2027, 7, 1), "reason": "复核延期"}
        title_changes.extend(brought.series, **who, **words)
        recognitions.renew(
            brought.series,
            **who,
            award=Award(valid_from=D(2027, 7, 1), round="2027"),
        )
        title_changes.extend(own.series, **who, **words)
        contacts.retire(person.pk, **who)
        classification.set_industry(into.pk, **who, industry_id=other.pk, on=D(2025, 1, 1))
        new = contacts.add(into.pk, **who, name="新人", phone="13800009999")
    undo(done, town.clerk, at=LATER)

    person.refresh_from_db()
    new.refresh_from_db()
    assert (person.enterprise_id, person.ended_at) == (gone.pk, LATER)
    assert new.enterprise_id == into.pk
    assert titles(gone) == [
        ("innovative_sme", D(2024, 1, 1), D(2027, 7, 1)),
        ("innovative_sme", D(2027, 7, 1), D(2030, 7, 1)),
    ]
    assert titles(into) == [("srdi_sme", D(2024, 1, 1), D(2027, 7, 1))]
    assert industries(gone) == [
        ("C3976", D(2018, 1, 1), D(2025, 1, 1)),
        ("C3980", D(2025, 1, 1), None),
    ]
    assert industries(into) == []
    gone.refresh_from_db()
    assert gone.industry_id == other.pk


def test_a_request_closed_by_the_merge_waits_again(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    with bootstrap_scope():
        asked = MoveRequest.objects.create(
            enterprise=gone,
            from_jurisdiction=town.here,
            to_jurisdiction=town.there,
            on=D(2026, 3, 1),
            reason="搬迁",
            asked_by_name="甲",
            asked_at=NOON,
        )

    done = merge(gone, into, town.clerk)
    asked.refresh_from_db()
    closed = asked.state
    undo(done, town.clerk)

    asked.refresh_from_db()
    assert (closed, asked.state, asked.decided_at) == ("cancelled", "pending", None)


@pytest.mark.covers("enterprises.merges.undo", "refused")
def test_not_twice_not_without_reason_and_the_last_one_first(town: Town) -> None:
    one, two, three, into = (town.enterprise() for _ in range(4))
    first = merge(one, into, town.clerk)
    second = merge(two, into, town.clerk)

    with pytest.raises(InputRefused, match="撤销理由"):
        undo(second, town.clerk, reason=" ")
    with pytest.raises(MergeRefused, match="先撤销那次合并"):
        undo(first, town.clerk)
    third = merge(into, three, town.clerk)
    with pytest.raises(MergeRefused, match="其后又并入"):
        undo(second, town.clerk)
    for done in (third, second, first):
        undo(done, town.clerk)
    with pytest.raises(TransitionRefused, match="已经撤销"):
        undo(first, town.clerk)
    assert {it.status for it in Enterprise.objects.filter(pk__in=[one.pk, two.pk])} == {"active"}


def test_a_title_that_would_overlap_again_must_be_put_right_first(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    short = make_title(gone, valid_from=D(2024, 1, 1), valid_until=D(2025, 1, 1))
    later = make_title(gone, valid_from=D(2025, 1, 1), valid_until=D(2026, 1, 1))
    make_title(into, valid_from=D(2025, 1, 1), valid_until=D(2026, 1, 1))
    done = merge(gone, into, town.city)
    with bootstrap_scope():
        rows = Recognition.objects.current().filter(series__in=[short.series, later.series])
        struck = rows.get(series=later.series)
    assert struck.in_force.isempty

    undo(done, town.city)

    assert titles(gone) == [
        ("innovative_sme", D(2024, 1, 1), D(2025, 1, 1)),
        ("innovative_sme", D(2025, 1, 1), D(2026, 1, 1)),
    ]


def test_what_was_known_while_they_were_one_stays_known(town: Town) -> None:
    gone, into = town.enterprise(since=D(2018, 1, 1)), town.enterprise(since=D(2020, 1, 1))
    done = merge(gone, into, town.clerk)
    undo(done, town.clerk, at=LATER)

    between = datetime(2026, 3, 15, tzinfo=UTC)
    known = JurisdictionStay.objects.known_at(between)
    assert known.filter(enterprise=gone).count() == 0
    assert known.filter(enterprise=into).count() == 2
