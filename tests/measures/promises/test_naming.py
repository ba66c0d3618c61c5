"""Whoever a list names, and the papers that come in: a line each, never twice."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from measures.actions import evidence, naming
from measures.choices import EntitlementState, OncePer, PayeeKind
from measures.models import Entitlement, Payee
from measures.rules.naming import Named
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.factories.accounts import make_access, make_user
from tests.factories.promises import make_entitlement, make_matter
from tests.measures.promises.drafting import MARCH, in_force
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def lead(town: Town) -> Access:
    return make_access("bureau_lead")


@pytest.mark.covers("measures.naming.put_forward", "works", "refused")
def test_a_list_names_people_and_each_is_paid_what_is_stated(town: Town, lead: Access) -> None:
    """Six thousand times ten for each person named, once."""
    award = in_force(
        lead,
        town.city,
        "talents",
        payee_kind=PayeeKind.PERSON,
        eligibility=None,
        amount_rule={"kind": "fixed", "amount": "60000"},
        instalments=[],
        evidence=[],
    )
    named = [Named(f"证书{n}", f"人才{n}", town.here.pk, MARCH) for n in (1, 2)]
    late = Named("证书3", "人才3", town.here.pk, date(2025, 1, 1))

    with scoped(town.city):
        lines = naming.put_forward(award.pk, access=town.city, at=NOON, on=TODAY, named=named)
        with pytest.raises(ActionRefused, match="已在名单上"):
            naming.put_forward(award.pk, access=town.city, at=NOON, on=TODAY, named=named[:1])
        with pytest.raises(InputRefused, match="不在项目施行期内"):
            naming.put_forward(award.pk, access=town.city, at=NOON, on=TODAY, named=[late])

    assert [(line.state, line.payable) for line in lines] == [("proposed", 60000)] * 2
    assert Payee.objects.filter(kind=PayeeKind.PERSON).count() == 2


def test_of_two_lists_for_one_matter_the_best_standard_is_paid_once(
    town: Town, lead: Access
) -> None:
    with bootstrap_scope():
        matter = make_matter(once_per=OncePer.YEAR)
    common: dict[str, Any] = {
        "payee_kind": PayeeKind.INSTITUTION,
        "eligibility": None,
        "matter_id": matter.pk,
        "instalments": [],
        "evidence": [],
    }
    small = in_force(
        lead, town.city, "small", **common, amount_rule={"kind": "fixed", "amount": "60"}
    )
    large = in_force(
        lead,
        town.city,
        "large",
        **common,
        amount_rule={"kind": "share", "percent": "50", "of": "interest"},
    )
    one = Named("机构1", "机构", town.here.pk, MARCH)
    spent = Named("机构1", "机构", town.here.pk, MARCH, facts={"interest": Decimal(200)})

    with scoped(town.city):
        naming.put_forward(small.pk, access=town.city, at=NOON, on=TODAY, named=[one])
        naming.put_forward(large.pk, access=town.city, at=NOON, on=TODAY, named=[spent])

    lines = Entitlement.objects.filter(matter=matter).order_by("programme__code")
    assert [(line.programme.code, line.payable, line.reason) for line in lines] == [
        ("large", 100, "best"),
        ("small", 0, "higher_elsewhere"),
    ]


@pytest.mark.covers("measures.naming.take_off", "works", "refused")
def test_a_list_is_taken_back_and_what_is_left_of_the_matter_told_anew(
    town: Town, lead: Access
) -> None:
    with bootstrap_scope():
        matter = make_matter(once_per=OncePer.YEAR)
    small, large = (
        in_force(
            lead,
            town.city,
            code,
            payee_kind=PayeeKind.TEAM,
            eligibility=None,
            matter_id=matter.pk,
            instalments=[],
            evidence=[],
            amount_rule={"kind": "fixed", "amount": amount},
        )
        for code, amount in (("small", "60"), ("large", "100"))
    )
    team = [Named("团队1", "团队", town.here.pk, MARCH)]
    words: dict[str, Any] = {"access": town.city, "at": NOON}

    with scoped(town.city):
        (less,) = naming.put_forward(small.pk, on=TODAY, named=team, **words)
        (most,) = naming.put_forward(large.pk, on=TODAY, named=team, **words)
        with pytest.raises(InputRefused, match="理由"):
            naming.take_off([most.pk], reason=" ", **words)
        naming.take_off([most.pk], reason="名单有误", **words)
        with pytest.raises(ActionRefused, match="不能撤回"):
            naming.take_off([less.pk, most.pk], reason="再次", **words)
        less.refresh_from_db()
        told = (less.payable, less.reason)
        (again,) = naming.put_forward(large.pk, on=TODAY, named=team, **words)
        less.refresh_from_db()

    assert told == (60, "best")
    assert (again.pk, again.state, again.payable) == (most.pk, "proposed", 100)
    assert (less.payable, less.reason) == (0, "higher_elsewhere")
    assert AuditEvent.objects.filter(kind="entitlement.take_off", target_id=most.pk).count() == 1


@pytest.mark.covers("measures.evidence.receive", "works", "refused")
def test_a_paper_that_comes_in_is_recorded_once(town: Town, lead: Access) -> None:
    line = waiting(town, lead)
    words: dict[str, Any] = {"access": town.clerk, "at": NOON, "received_on": TODAY}

    with scoped(town.clerk):
        receipt = evidence.receive(line.pk, evidence="promise", **words)
        with pytest.raises(ActionRefused, match="已经登记"):
            evidence.receive(line.pk, evidence="promise", **words)
        with pytest.raises(ActionRefused, match="不缺这份"):
            evidence.receive(line.pk, evidence="other", **words)

    assert (receipt.evidence, receipt.jurisdiction_id) == ("promise", town.here.pk)


def waiting(town: Town, lead: Access) -> Entitlement:
    award = in_force(lead, town.city, "waited")
    with bootstrap_scope():
        return make_entitlement(
            town.enterprise(),
            programme=award,
            state=EntitlementState.MISSING_EVIDENCE,
            reason="evidence_missing",
            missing=["promise"],
        )


@pytest.mark.covers("measures.naming.put_forward", "capability", "reach")
@pytest.mark.covers("measures.naming.take_off", "capability", "reach")
@pytest.mark.covers("measures.evidence.receive", "capability", "reach")
def test_lists_are_the_citys_and_papers_the_units(town: Town, lead: Access) -> None:
    line = waiting(town, lead)
    half = Access(7, "区", {**town.clerk.reaches, naming.FIND: town.clerk.total_reach()})
    words: dict[str, Any] = {"at": NOON, "evidence": "promise", "received_on": TODAY}

    with scoped(town.clerk):
        for who in (town.clerk, half):
            with pytest.raises(NotPermitted):
                naming.put_forward(line.programme_id, access=who, at=NOON, on=TODAY, named=[])
            with pytest.raises(NotPermitted):
                naming.take_off([line.pk], access=who, at=NOON, reason="有误")
    with scoped(town.other), pytest.raises(Entitlement.DoesNotExist):
        evidence.receive(line.pk, access=town.other, **words)
    with scoped(town.reader), pytest.raises(NotPermitted):
        evidence.receive(line.pk, access=town.reader, **words)


@pytest.mark.covers("measures.naming.put_forward", "race")
@pytest.mark.covers("measures.naming.take_off", "race")
@pytest.mark.covers("measures.evidence.receive", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_or_receive_at_once_one_is_told() -> None:
    town, lead = build_town(), make_access("bureau_lead")
    line = waiting(town, lead)
    award = in_force(lead, town.city, "people", payee_kind="person", eligibility=None, evidence=[])
    one = [Named("证书1", "人才", town.here.pk, MARCH)]

    def receive() -> object:
        return evidence.receive(
            line.pk, access=town.clerk, at=NOON, evidence="promise", received_on=TODAY
        )

    def name() -> object:
        return naming.put_forward(award.pk, access=town.city, at=NOON, on=TODAY, named=one)

    assert race(receive, receive, as_first=town.clerk, as_second=town.clerk) == ("done", "refused")

    def take_off() -> object:
        mine = Entitlement.objects.filter(programme=award).values_list("pk", flat=True)
        return naming.take_off(mine, access=town.city, at=NOON, reason="有误")

    both: dict[str, Any] = {"as_first": town.city, "as_second": town.city}
    assert race(name, name, **both) == ("done", "refused")
    assert race(take_off, take_off, **both) == ("done", "refused")


def test_a_list_is_pasted_on_the_page_of_its_programme_and_every_wrong_line_is_named(
    town: Town, lead: Access
) -> None:
    halves = in_force(
        lead,
        town.city,
        "guarantees",
        payee_kind=PayeeKind.INSTITUTION,
        eligibility=None,
        amount_rule={"kind": "share", "percent": "50", "of": "interest"},
        instalments=[],
        evidence=[],
    )
    client, page = Client(), f"/programmes/{halves.pk}/name/"
    client.force_login(make_user("bureau_staff"))
    unit = town.here.name

    def sent(rows: str) -> str:
        return client.post(page, {"rows": rows}, follow=True).content.decode()

    assert "名单列入" in client.get(f"/programmes/{halves.pk}/").content.decode()
    assert "识别码，名称，管理单位，事实发生日，实际利息" in client.get(page).content.decode()
    wrong = sent(
        f"D-1\t示例担保\t{unit}\t2026-03-01\t100\nD-2，示例担保二，火星，2026-3-1，5\n"
        f"D-3，示例三，{unit}，三月，5\nD-4，示例四，{unit}，2026.3.1，很多\nD-5，示例五"
    )
    for words in ("没有名为“火星”", "“三月”不是日期", "“很多”不是数", "第 5 行：应有 5 列"):
        assert words in wrong, words
    assert "第 1 行" not in wrong
    assert "D-1\t示例担保" in wrong  # the words typed are still there
    assert not Entitlement.objects.filter(programme=halves).exists()

    done = sent(f"D-1\t示例担保\t{unit}\t2026/3/1\t100.50\nD-2，示例担保二，{unit}，2026-03-02，5")

    assert "已列入 2 个对象" in done
    lines = Entitlement.objects.filter(programme=halves).order_by("pk")
    assert list(lines.values_list("payable", flat=True)) == [Decimal("50.25"), Decimal("2.50")]
    assert "本期已在名单上" in sent(f"D-1\t示例担保\t{unit}\t2026/3/1\t100.50")
    client.force_login(make_user("district_staff", unit=town.here))
    assert client.get(page).status_code == 403


def test_the_number_of_an_identity_card_is_not_taken(town: Town, lead: Access) -> None:
    words: dict[str, Any] = {"eligibility": None, "instalments": [], "evidence": []}
    award = in_force(lead, town.city, "talents", payee_kind=PayeeKind.PERSON, **words)
    named = Named("42010219900101123x", "示例人才", town.here.pk, MARCH)

    with scoped(town.city), pytest.raises(InputRefused, match="不填身份证号"):
        naming.put_forward(award.pk, access=town.city, at=NOON, on=TODAY, named=[named])
