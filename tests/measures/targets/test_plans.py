"""A plan to reach a target: counted at its start, shared out exactly, seen within reach."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from enterprises.choices import Tier
from enterprises.models import Enterprise, Prospect, TierTarget
from enterprises.queries.computed import Computed
from measures.actions import targets
from measures.actions.duties import reporting
from measures.choices import ProgressState, ShareOf, TargetSource
from measures.models import (
    Clause,
    Commitment,
    InnovationPlatform,
    PublicEvent,
    TargetPlan,
    TargetShare,
)
from measures.queries.targets.closing import candidates_by, closers
from measures.queries.targets.coverage import Coverage, coverage
from measures.queries.targets.glide import shares, way, whole
from measures.queries.targets.progress import lines
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators
from tests.factories.records import make_progress, make_record
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import bootstrap_scope, scoped

AT = datetime(2026, 3, 3, 4, tzinfo=UTC)
ON = date(2026, 3, 3)
SAID = {"definition": "按时点持有数，自今日起", "share_by": "equal"}


class City:
    """Two units with little giants, some of which end before the target is due."""

    def __init__(self) -> None:
        self.near, self.far = make_unit("jiangxia"), make_unit("huangpi")
        self.bureau = make_access("bureau_staff")
        self.clerk = make_access("district_staff", unit=self.near)
        for n in range(3):
            until = date(2027, 1, 1) if n else date(2031, 1, 1)
            make_title(make_enterprise(unit=self.near), Tier.LITTLE_GIANT, valid_until=until)
        make_title(make_enterprise(unit=self.far), Tier.LITTLE_GIANT, valid_until=date(2031, 1, 1))
        self.target = TierTarget.objects.get(code="m1c")

    def plan(self, who: Access | None = None, **words: Any) -> TargetPlan:
        access = who or self.bureau
        with scoped(access):
            said = {**SAID, "opening_on": ON, **words}
            return targets.plan(self.target.pk, access=access, at=AT, **said)

    def candidate(self, unit: Any, steps: int) -> Enterprise:
        enterprise = make_enterprise(unit=unit)
        with bootstrap_scope():
            Prospect.objects.create(
                enterprise=enterprise,
                jurisdiction=unit,
                tier=Tier.LITTLE_GIANT,
                application_kind="new",
                judged_on=ON,
                rule_versions="示例",
                verdict="unmet",
                steps=steps,
            )
        return enterprise


@pytest.mark.django_db
@pytest.mark.covers("measures.targets.plan", "works", "refused", "reach", "capability")
def test_a_plan_counts_its_start_shares_exactly_and_is_followed_by_the_next_edition() -> None:
    city = City()
    plan = city.plan()
    again = city.plan(shape="seasonal", share_by="holders", review_percent=50)
    every = TierTarget.objects.get(code="m12b")

    assert (plan.opening, plan.value, plan.edition, again.edition) == (4, 500, 1, 2)
    assert sum(again.months) == 100
    with scoped(city.bureau):
        for row in (plan, again):
            for of in ShareOf:
                given = list(TargetShare.objects.filter(plan=row, of=of))
                assert (sum(it.value for it in given), sum(it.opening for it in given)) == (500, 4)
        assert TargetPlan.objects.newest().get(target=city.target) == again
        kinds = AuditEvent.objects.filter(kind="target.plan")
        assert kinds.count() == 2
        with pytest.raises(ActionRefused, match="逐年"):
            targets.plan(every.pk, access=city.bureau, at=AT, definition="x")
    for wrong in (
        {"definition": " "},
        {"shape": "steep"},
        {"share_by": "luck"},
        {"review_percent": 101},
        {"months": [100]},
        {"opening_on": date(2026, 3, 4)},
        {"opening_on": date(2029, 1, 1)},
    ):
        with pytest.raises(InputRefused):
            city.plan(**wrong)
    half = Access(7, "区", {Capability.TARGET_EDIT: city.clerk.total_reach()})
    for who in (city.clerk, half):
        with pytest.raises(NotPermitted):
            city.plan(who)


@pytest.mark.django_db
def test_a_day_shows_what_should_be_what_is_what_ends_and_who_could_close_the_gap() -> None:
    city = City()
    plan = city.plan(share_by="holders", review_percent=50)
    ready, later = city.candidate(city.near, 0), city.candidate(city.near, 4)
    city.candidate(city.far, 1)
    bureau, clerk = city.bureau.total_reach(), city.clerk.total_reach()

    with scoped(city.bureau):
        all_of_it = whole(plan, on=ON, reach=bureau)
        assert all_of_it is not None
        assert (all_of_it.planned, all_of_it.held, all_of_it.ending) == (4, 4, 2)
        assert (all_of_it.missing, all_of_it.is_behind) == (496, False)
        assert all_of_it.expected == 3
        units = {it.key: it for it in shares(plan, ShareOf.UNIT, on=ON, reach=bureau)}
        assert sum(it.value for it in units.values()) == 500
        assert (units["jiangxia"].opening, units["jiangxia"].value) == (3, 375)
        chains = shares(plan, ShareOf.CHAIN, on=ON, reach=bureau)
        assert [it.key for it in chains if it.held] == [""]
        path = way(plan, on=ON, reach=bureau)
        assert (path[0].on, path[-1].on, path[-1].planned) == (
            date(2026, 3, 31),
            date(2028, 12, 31),
            500,
        )
        assert [it.held for it in path] == [None] * len(path)
        words = {"on": ON, "reach": bureau, "most": 9}
        found = closers(Tier.LITTLE_GIANT, ShareOf.UNIT, "jiangxia", **words)
        assert [it.enterprise for it in found.named] == [ready, later]
        for key, known in (("", 3), ("chip", 0)):
            assert closers(Tier.LITTLE_GIANT, ShareOf.CHAIN, key, **words).known == known
    with scoped(city.clerk):
        assert whole(plan, on=ON, reach=clerk) is None
        assert way(plan, on=ON, reach=clerk) == []
        assert shares(plan, ShareOf.CHAIN, on=ON, reach=clerk) == []
        assert [it.key for it in shares(plan, ShareOf.UNIT, on=ON, reach=clerk)] == ["jiangxia"]
        assert TargetShare.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_shares_that_do_not_add_up() -> None:
    city = City()
    plan = city.plan()

    with bootstrap_scope():
        fresh = TargetPlan.objects.create(
            target=city.target,
            edition=9,
            opening_on=ON,
            opening=4,
            due_on=plan.due_on,
            value=500,
            shape="linear",
            review_percent=100,
            share_by="equal",
            definition="示例",
            set_by_name="甲",
            set_at=AT,
        )
        for of, value in ((fresh, 499), (plan, 500)):
            share = TargetShare(
                plan=of, of="unit", jurisdiction=make_unit(), label="甲", opening=4, value=value
            )
            with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
                TargetShare.objects.bulk_create([share])


@pytest.mark.django_db
def test_promised_numbers_come_from_queries_records_or_reports_and_never_by_hand_twice() -> None:
    city = City()
    fair = {"form": "fair", "special": True, "happened_on": date(2026, 2, 2)}
    make_record(PublicEvent, unit=city.near, posts=30, **fair)
    with bootstrap_scope():
        clause = Clause.objects.get(code="1f")
        unit = clause.commitment.units.filter(role="lead").first()
        TierTarget.objects.filter(code="m1f").delete()
        entry = make_progress(
            clause.commitment,
            unit.agency,
            quarter_on=date(2025, 10, 1),
            figure=88,
            state=ProgressState.ACCEPTED,
            judged_at=AT,
            judged_by_name="乙",
        )
        counted = Commitment.objects.get(clause__code="20e")
        Commitment.objects.filter(pk=counted.pk).update(starts_on=date(2025, 1, 1))
        lead = counted.units.filter(role="lead").first().agency

    with scoped(city.bureau):
        found = {it.clause.code: it for it in lines(on=ON, reach=city.bureau.total_reach())}
        assert len(found) == 13
        assert {
            it.source for code, it in found.items() if code in ("20e", "20f", "22c", "23a")
        } == {TargetSource.RECORDED}
        assert (found["1c"].value, found["1c"].conclusive, found["1c"].rate) == (4, False, None)
        assert (found["20e"].value, found["20e"].rate) == (1, 10)
        assert (found["1f"].value, found["1f"].source) == (entry.figure, TargetSource.REPORTED)
        assert TargetSource.NONE not in {it.source for it in found.values()}
    with scoped(city.clerk):
        found = {it.clause.code: it.value for it in lines(on=ON, reach=city.clerk.total_reach())}
        assert set(found.values()) == {None}
    handler = make_access("handler", agency=lead)
    with scoped(handler), pytest.raises(InputRefused) as refused:
        reporting.report(
            counted.pk,
            access=handler,
            at=AT,
            agency_id=lead.pk,
            quarter_on=date(2025, 10, 1),
            text="已举办",
            figure=5,
        )
    assert [fault.field for fault in refused.value.faults] == ["figure"]


@pytest.mark.django_db
def test_research_is_covered_by_what_holders_say_or_by_a_centre_under_their_code() -> None:
    unit = make_unit("jiangxia")
    bureau = make_access("bureau_staff")
    says, denies, centre, silent, other = (make_enterprise(unit=unit) for _ in range(5))
    for holder in (says, denies, centre, silent):
        make_title(holder, Tier.SRDI_SME)
    for enterprise, year, has in (
        (says, 2024, False),
        (says, 2025, True),
        (denies, 2025, False),
        (other, 2025, True),
    ):
        make_indicators(enterprise, year=year, has_rd_institution=has)
    given = {"unit": unit, "form": "rd_centre", "happened_on": date(2025, 5, 1)}
    make_record(InnovationPlatform, holder_uscc=centre.uscc, **given)
    make_record(InnovationPlatform, holder_uscc=denies.uscc, ended_on=ON, **given)

    with scoped(bureau):
        reach = bureau.total_reach()
        assert coverage(on=ON, reach=reach) == Coverage(4, 2, 1)
        (line,) = [it for it in lines(on=ON, reach=reach) if it.clause.code == "6a"]
        assert (line.value, line.source, line.rate) == (50, TargetSource.COMPUTED, 50)
        assert "1 家情况不明" in line.definition
        assert Computed(reach).value("rd_coverage", ON) == 50


@pytest.mark.django_db
def test_those_below_the_rung_of_the_same_list_could_be_unicorns_the_nearest_first() -> None:
    near, far = make_unit("jiangxia"), make_unit("huangpi")
    clerk = make_access("district_staff", unit=near)
    seed, potential, foreign, there = (
        make_enterprise(unit=unit) for unit in (near, near, far, near)
    )
    for enterprise, subclass in (
        (seed, "seed_unicorn"),
        (potential, "potential_unicorn"),
        (foreign, "potential_unicorn"),
        (there, "unicorn"),
    ):
        make_title(enterprise, Tier.UNICORN, subclass=subclass)

    with scoped(clerk):
        words = {"on": ON, "reach": clerk.total_reach()}
        found = closers(Tier.UNICORN, ShareOf.UNIT, "jiangxia", most=9, **words)
        assert [(it.enterprise, it.verdict, it.steps) for it in found.named] == [
            (potential, "潜在独角兽", 1),
            (seed, "种子独角兽", 2),
        ]
        assert candidates_by(Tier.UNICORN, ShareOf.UNIT, **words) == {"jiangxia": 2}
        assert closers(Tier.UNICORN, ShareOf.UNIT, "huangpi", most=9, **words).known == 0


@pytest.mark.django_db
def test_pages_reports_and_programs_show_the_plan_and_say_why_nothing_is_handed_down(
    settings: Any,
) -> None:
    city = City()
    city.candidate(city.near, 2)
    user = make_user("bureau_staff")
    page, api = Client(), APIClient()
    page.force_login(user)
    api.force_login(user)
    address = f"/targets/{city.target.pk}/"
    assert "还没有推进计划" in page.get(address).content.decode()
    form = {"shape": "linear", "review_percent": "80", "share_by": "candidates"}
    assert page.post(address, form).status_code == 200
    assert page.post(address, {**form, "definition": "时点持有数"}).status_code == 302
    shown = page.get(address).content.decode()
    assert "推进路径" in shown
    assert "江夏区" in shown
    assert page.get(f"{address}?of=chain").status_code == 200
    named = page.get(f"{address}closers/?of=unit&key=jiangxia")
    assert len(named.context["candidates"]) == 1
    assert page.get(f"{address}closers/?of=unit&key=nowhere").status_code == 404
    assert "系统计算" in page.get("/targets/").content.decode()

    body = {"target": "m1b", "definition": "时点持有数", "months": [100, *[0] * 11]}
    made = api.post("/api/v1/target-plans/", {**body, "shape": "seasonal"}, format="json")
    assert made.status_code == 201, made.content
    listed = api.get("/api/v1/target-plans/", {"newest": "true", "target": "m1c"}).json()["results"]
    one = f"/api/v1/target-plans/{listed[0]['id']}/"
    assert api.get(one).json()["review_percent"] == 80
    assert len(api.get(f"{one}way/").json()["stations"]) > 3
    assert sum(it["value"] for it in api.get(f"{one}shares/").json()) == 500
    words = {"of": "unit", "key": "jiangxia"}
    assert len(api.get(f"{one}candidates/", words).json()) == 1
    assert len(api.get("/api/v1/target-progress/", {"on": "2026-03-03"}).json()) == 13
    today = timezone.localdate()
    for name in ("promised-targets", "target-glide", "target-candidates"):
        report = catalogue.get(name)
        with scoped(city.bureau):
            sheet = report.built(city.bureau, report.read({}, today), timezone.now())
        assert sheet.rows, name

    settings.TARGETS_HANDED_DOWN = False
    assert "不提倡层层下达" in page.get(address).content.decode()
    assert page.get(f"{address}closers/?of=unit&key=jiangxia").status_code == 404
    assert api.get(f"{one}shares/").status_code == 409
    later = city.plan(opening_on=today - timedelta(1) if today < ON else ON)
    with scoped(city.bureau):
        assert not TargetShare.objects.filter(plan=later).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.targets.plan", "race")
def test_of_two_plans_at_once_the_second_is_the_next_edition() -> None:
    target, bureau = TierTarget.objects.get(code="m1c"), make_access("bureau_staff")

    def plan() -> object:
        return targets.plan(target.pk, access=bureau, at=AT, **SAID)

    assert race(plan, plan, as_first=bureau, as_second=bureau) == ("done", "done")
    with scoped(bureau):
        editions = TargetPlan.objects.filter(target=target).values_list("edition", flat=True)
        assert sorted(editions) == [1, 2]
