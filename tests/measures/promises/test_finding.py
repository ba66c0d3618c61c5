"""Who is owed: found from facts, each left out for one reason, and nothing twice."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from django.db import connection

from enterprises.choices import EnterpriseStatus, RecognitionOutcome, ScaleStage, Tier
from enterprises.models import Enterprise, ScaleStatus
from measures.actions import finding
from measures.actions.flow import reviewing
from measures.choices import EntitlementReason as R
from measures.choices import EntitlementState as S
from measures.choices import OncePer, ProgrammeState
from measures.models import (
    Entitlement,
    EvidenceReceipt,
    MatterSpelling,
    PastPayment,
    Programme,
    ProgrammeEvidence,
)
from measures.queries.paid import Paid, paid_for
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.factories.indicators import make_indicators
from tests.factories.money import Office
from tests.factories.promises import make_matter, make_payee, make_programme
from tests.factories.scale import make_scale
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

GAINED = date(2025, 6, 1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def find(town: Town, programme: Programme, on: date = TODAY) -> finding.Found:
    with scoped(town.city):
        return finding.find(programme.pk, access=town.city, at=NOON, on=on)


def giant(town: Town, **values: Any) -> Enterprise:
    """A little giant since the middle of 2025."""
    enterprise = town.enterprise()
    make_title(enterprise, Tier.LITTLE_GIANT, **{"valid_from": GAINED, **values})
    return enterprise


def programme(**values: Any) -> Programme:
    with bootstrap_scope():
        return make_programme(**values)


def line(enterprise: Enterprise, of: Programme) -> Entitlement:
    return Entitlement.objects.get(payee__enterprise=enterprise, programme=of)


def shown(enterprise: Enterprise, of: Programme) -> tuple[str, str, Decimal | None]:
    row = line(enterprise, of)
    return row.state, row.reason, row.payable


def pay(enterprise: Enterprise, amount: int | None, matter: str, year: int = 2024) -> None:
    with bootstrap_scope():
        PastPayment.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            programme="旧奖励",
            matter=matter,
            amount=amount,
            year=year,
            recorded_at=NOON,
        )


@pytest.mark.covers("measures.finding.find", "works")
def test_the_planted_and_nobody_else_are_found_and_looking_again_changes_nothing(
    town: Town,
) -> None:
    award = programme()
    planted = {giant(town).pk for _ in range(3)}
    early = giant(town, valid_from=date(2024, 6, 1))
    passed = giant(town, outcome=RecognitionOutcome.REVIEW_PASSED)
    other_tier = town.enterprise()
    make_title(other_tier, Tier.SRDI_SME, valid_from=GAINED)
    gone = giant(town)
    Enterprise.objects.filter(pk=gone.pk).update(status=EnterpriseStatus.DEREGISTERED)

    first, again = find(town, award), find(town, award)

    assert (first.new, first.changed, first.lapsed) == (3, 0, 0)
    assert (again.new, again.changed, again.lapsed) == (0, 0, 0)
    rows = Entitlement.objects.filter(programme=award)
    assert {row.payee.enterprise_id for row in rows} == planted
    assert {early.pk, passed.pk, other_tier.pk, gone.pk} & planted == set()
    assert {(row.state, row.reason, row.payable, row.period) for row in rows} == {
        (S.PROPOSED, R.BEST, Decimal(1_000_000), 0)
    }
    assert {row.event_on for row in rows} == {GAINED}
    assert AuditEvent.objects.filter(kind="entitlement.found").count() == 3


@pytest.mark.covers("measures.finding.find", "refused", "reach", "capability")
def test_drafts_lists_and_half_a_city_are_refused(town: Town) -> None:
    draft = programme(state=ProgrammeState.DRAFT)
    named = programme(eligibility=None)
    award = programme(valid_from=date(2026, 6, 1))

    for it, sentence in ((draft, "只能在测算中试算"), (named, "由名单列入")):
        with pytest.raises(ActionRefused, match=sentence):
            find(town, it)
    with pytest.raises(InputRefused):
        find(town, award)
    with scoped(town.clerk), pytest.raises(NotPermitted):
        finding.find(award.pk, access=town.clerk, at=NOON, on=TODAY)
    reach = town.clerk.reach(next(iter(town.clerk.reaches)))
    half = Access(1, "区", {**town.clerk.reaches, finding.FIND: reach})
    with scoped(half), pytest.raises(ActionRefused, match="市级统一"):
        finding.find(award.pk, access=half, at=NOON, on=TODAY)


def test_what_is_missing_is_chased_and_comes_in(town: Town) -> None:
    with bootstrap_scope():
        award = make_programme(state=ProgrammeState.DRAFT)
        for code, kind in (("code", "code"), ("number", "certificate"), ("promise", "paper")):
            ProgrammeEvidence.objects.create(programme=award, code=code, kind=kind, title="材料")
        Programme.objects.filter(pk=award.pk).update(
            state=ProgrammeState.IN_FORCE, proposed_by_id=1, approved_by_id=2
        )
    enterprise = giant(town, document_no="工信部〔2025〕1号")

    find(town, award)
    waiting = line(enterprise, award)
    with bootstrap_scope():
        EvidenceReceipt.objects.create(
            entitlement=waiting,
            jurisdiction_id=waiting.jurisdiction_id,
            evidence="promise",
            received_on=TODAY,
            recorded_by_name="甲",
            recorded_at=NOON,
        )
    found = find(town, award)

    assert (waiting.state, waiting.missing) == (S.MISSING_EVIDENCE, ["promise"])
    assert found.changed == 1
    assert shown(enterprise, award) == (S.PROPOSED, R.BEST, Decimal(1_000_000))
    assert line(enterprise, award).version == 2


def test_a_programme_without_amount_finds_who_would_be_owed_and_pays_nobody(town: Town) -> None:
    unknown = programme(amount_rule=None)
    by_spend = programme(amount_rule={"kind": "share", "percent": "10", "of": "rd_expense"})
    told, silent = giant(town), giant(town)
    make_indicators(told, 2025, rd_expense=Decimal("1234567.89"))

    find(town, unknown)
    find(town, by_spend)

    assert shown(told, unknown) == (S.DEFERRED, R.AMOUNT_UNKNOWN, None)
    assert shown(told, by_spend) == (S.PROPOSED, R.BEST, Decimal("123456.79"))
    assert shown(silent, by_spend) == (S.DEFERRED, R.AMOUNT_UNKNOWN, None)


def test_who_does_not_meet_a_line_or_of_whom_it_is_unknown_is_left_out(town: Town) -> None:
    rule = {
        "events": [{"event": "title_gained", "tiers": ["little_giant"]}],
        "criteria": [
            {
                "code": "clean",
                "name": "未列入经营异常名录",
                "role": "veto",
                "kind": "test",
                "test": {"field": "on_abnormal_list", "op": "is_false", "period": "as_of"},
            }
        ],
    }
    award = programme(eligibility=rule)
    clean, listed, unknown = giant(town), giant(town), giant(town)
    make_indicators(clean, 2025, on_abnormal_list=False)
    make_indicators(listed, 2025, on_abnormal_list=True)

    find(town, award)

    assert Entitlement.objects.get(programme=award).payee.enterprise_id == clean.pk
    assert unknown.pk != listed.pk


def test_who_entered_the_register_is_paid_the_next_year_if_still_in_it(town: Town) -> None:
    """第四条, through three years, with a correction of the statistics that comes late."""
    award = programme(
        eligibility={
            "events": [{"event": "scale_entered", "scales": ["industrial"], "first_time": True}]
        },
        deferral={"lasting": "scale", "years": 1, "month": 3, "day": 31},
        matter=make_matter(once_per=OncePer.TITLE),
        valid_from=date(2024, 1, 1),
    )
    stays, leaves, silent, before = (town.enterprise() for _ in range(4))
    for enterprise in (stays, leaves):
        make_scale(enterprise, since=date(2024, 5, 1), until=date(2025, 1, 1))
    make_scale(silent, since=date(2024, 5, 1))
    make_scale(before, since=date(2022, 5, 1), until=date(2023, 1, 1))
    make_scale(before, ScaleStage.LEFT, since=date(2023, 1, 1), until=date(2024, 5, 1))
    make_scale(before, since=date(2024, 5, 1))
    make_scale(stays, ScaleStage.STAYED, since=date(2025, 1, 1))
    left = make_scale(leaves, ScaleStage.LEFT, since=date(2025, 1, 1))

    find(town, award, on=date(2024, 12, 31))
    waiting = {shown(it, award)[:2] for it in (stays, leaves, silent)}
    find(town, award, on=date(2025, 4, 1))
    checked = [shown(it, award) for it in (stays, leaves, silent)]
    with bootstrap_scope():
        ScaleStatus.objects.filter(pk=left.pk).update(superseded_at=NOON)
    make_scale(leaves, ScaleStage.STAYED, since=date(2025, 1, 1), recorded_at=NOON)
    find(town, award, on=date(2026, 3, 3))

    assert waiting == {(S.DEFERRED, R.AWAITING_CHECK)}
    assert line(stays, award).check_on == date(2025, 3, 31)
    assert checked == [
        (S.PROPOSED, R.BEST, Decimal(1_000_000)),
        (S.LAPSED, R.CHECK_FAILED, Decimal(0)),
        (S.DEFERRED, R.AWAITING_CHECK, Decimal(1_000_000)),
    ]
    assert shown(leaves, award) == (S.PROPOSED, R.BEST, Decimal(1_000_000))
    assert not Entitlement.objects.filter(payee__enterprise=before).exists()


def test_the_best_standard_is_paid_once_whatever_was_paid_under_which_name(town: Town) -> None:
    matter = make_matter(title="小巨人认定奖励（示例）")
    city = programme(matter=matter, code="city", amount_rule={"kind": "fixed", "amount": "100"})
    district = programme(
        matter=matter,
        code="district",
        level="district",
        amount_rule={"kind": "fixed", "amount": "60"},
    )
    unset = programme(matter=matter, code="unset", amount_rule=None)
    with bootstrap_scope():
        MatterSpelling.objects.create(matter=matter, written="小巨人奖励")
    nothing, part, all_paid, unclear, joined, elsewhere = (giant(town) for _ in range(6))
    part_of_it = town.enterprise()
    pay(part, 60, matter.title)
    pay(all_paid, 100, "小巨人奖励")
    pay(unclear, None, matter.title)
    pay(part_of_it, 60, matter.title)
    pay(elsewhere, 60, "别的事项")
    Enterprise.objects.filter(pk=part_of_it.pk).update(
        status=EnterpriseStatus.MERGED, merged_into=joined
    )

    find(town, city)

    assert shown(nothing, city) == (S.PROPOSED, R.BEST, Decimal(100))
    assert shown(nothing, district) == (S.PROPOSED, R.HIGHER_ELSEWHERE, Decimal(0))
    assert shown(nothing, unset) == (S.DEFERRED, R.AMOUNT_UNKNOWN, None)
    assert shown(part, city) == (S.PROPOSED, R.TOP_UP, Decimal(40))
    assert shown(all_paid, city) == (S.PROPOSED, R.PAID_BEFORE, Decimal(0))
    assert shown(unclear, city) == (S.DEFERRED, R.PAID_UNKNOWN, None)
    assert shown(joined, city) == (S.PROPOSED, R.TOP_UP, Decimal(40))
    assert shown(elsewhere, city) == (S.PROPOSED, R.BEST, Decimal(100))
    assert [(it["code"], it["standard"]) for it in line(nothing, city).options] == [
        ("district", 60),
        ("unset", None),
    ]
    payees = [make_payee(it).pk for it in (part, joined, unclear, nothing)]
    with bootstrap_scope():
        paid = paid_for(payees, matter)
    assert [paid[pk].paid for pk in payees] == [60, 60, None, 0]


def test_lines_past_the_proposal_count_and_are_left_as_they_are(town: Town) -> None:
    matter = make_matter()
    city = programme(matter=matter, code="a", amount_rule={"kind": "fixed", "amount": "100"})
    district = programme(matter=matter, code="b", amount_rule={"kind": "fixed", "amount": "60"})
    approved, refused = giant(town), giant(town)
    office = Office(unit=town.here, programme=district)
    lines = [office.line(it, gross=60, payable=60) for it in (approved, refused)]
    office.checked(lines[:1])
    with scoped(office.district):
        reviewing.reject([lines[1].pk], access=office.district, at=NOON, reason="不符")

    find(town, city)

    assert shown(approved, city) == (S.PROPOSED, R.TOP_UP, Decimal(40))
    assert shown(refused, city) == (S.PROPOSED, R.BEST, Decimal(100))
    assert [shown(it, district)[0] for it in (approved, refused)] == [S.CITY_CHECKED, S.REJECTED]
    with bootstrap_scope():
        found = paid_for([make_payee(approved).pk], matter)
    assert found == {make_payee(approved).pk: Paid(Decimal(0), Decimal(60), Decimal(0))}


def test_no_order_of_looking_changes_what_is_owed(town: Town) -> None:
    matter = make_matter()
    made = [
        programme(matter=matter, amount_rule={"kind": "fixed", "amount": amount})
        for amount in ("60", "100", "80")
    ]
    enterprise = giant(town)
    pay(enterprise, 30, matter.title)
    seen = set()
    for order in permutations(made):
        for it in order:
            find(town, it)
        seen.add(tuple(shown(enterprise, it) for it in made))
        with bootstrap_scope():
            Entitlement.objects.filter(programme__in=made).delete()

    assert len(seen) == 1
    ((low, best, middle),) = seen
    assert (low[2], best[2], middle[2]) == (0, 70, 0)


def test_a_line_lapses_when_its_fact_is_gone_and_comes_back_with_it(town: Town) -> None:
    award = programme()
    enterprise = giant(town)
    title = enterprise.recognitions.get()
    find(town, award)
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enterprises_recognition SET superseded_at = %s WHERE id = %s", [NOON, title.pk]
        )

    found = find(town, award)
    lapsed = shown(enterprise, award)
    make_title(
        enterprise,
        Tier.LITTLE_GIANT,
        valid_from=GAINED,
        series=title.series,
        version=2,
        recorded_at=datetime(2026, 3, 4, tzinfo=UTC),
    )
    find(town, award)

    assert (found.lapsed, lapsed) == (1, (S.LAPSED, R.NO_LONGER_ELIGIBLE, Decimal(0)))
    assert shown(enterprise, award) == (S.PROPOSED, R.BEST, Decimal(1_000_000))


def test_a_new_programme_takes_over_by_its_rule_of_transition(town: Town) -> None:
    by_event = programme(amount_rule={"kind": "fixed", "amount": "10"})
    programme(
        matter=by_event.matter,
        amount_rule={"kind": "fixed", "amount": "30"},
        valid_from=date(2025, 7, 1),
        replaces=by_event,
        transition="by_event",
    )
    at_once = programme(amount_rule={"kind": "fixed", "amount": "10"})
    enterprise = giant(town)
    find(town, at_once)
    after = programme(
        matter=at_once.matter,
        amount_rule={"kind": "fixed", "amount": "30"},
        valid_from=date(2026, 1, 1),
        replaces=at_once,
        transition="at_once",
    )

    find(town, by_event)
    find(town, after)

    assert shown(enterprise, by_event) == (S.PROPOSED, R.BEST, Decimal(10))
    assert shown(enterprise, at_once) == (S.LAPSED, R.HANDED_OVER, Decimal(0))
    assert shown(enterprise, after) == (S.PROPOSED, R.BEST, Decimal(30))


@pytest.mark.covers("measures.finding.find", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_at_once_one_is_told_to_wait() -> None:
    town = build_town()
    award = programme()
    giant(town)

    def look() -> object:
        return finding.find(award.pk, access=town.city, at=NOON, on=TODAY)

    assert race(look, look, as_first=town.city, as_second=town.city) == ("done", "refused")
    assert Entitlement.objects.filter(programme=award).count() == 1
