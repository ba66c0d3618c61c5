"""A list of enterprises: taken up, corrected, asked for; and taken back."""

from datetime import date
from typing import Any

import pytest

from enterprises.choices import EnterpriseStatus
from enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    JurisdictionStay,
)
from enterprises.queries import search
from enterprises.rules.uscc import make_uscc
from tests.enterprises.exchange.staged import apply, context, decide, rows, touched, undo
from tests.enterprises.titles.conftest import Town, build_town, entries
from tests.factories.accounts import grant, make_user
from tests.factories.enterprises import make_enterprise, make_industry
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Trace, kinds
from wuhan_smes.scope import bootstrap_scope, scoped

KIND = kinds.get("enterprises")
FREE = [make_uscc("91420100MAXX", 800_000 + n) for n in range(5)]
NEW = {"name": "示例新设有限公司", "uscc": FREE[0]}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def of(town: Town, access: Access | None = None, unit_id: int = 0) -> Context:
    return context(access or town.reader, unit_id or town.unit.pk)


def said(town: Town, *given: dict[str, Any]) -> list[Decision]:
    return decide(KIND, rows(*given), of(town))


def take(town: Town, *given: dict[str, Any]) -> list[Trace]:
    return apply(KIND, rows(*given), of(town))


def told(decision: Decision) -> str:
    return "；".join(fault.detail for fault in decision.faults)


def test_a_new_enterprise_is_taken_up_with_its_facts(town: Town) -> None:
    industry = make_industry()
    row = {
        **NEW,
        "industry": "3976",
        "size": "small",
        "established_on": "2020-05-01",
        "tags": "高新技术企业、民营",
        "on": "2026-01-01",
    }

    (decision,) = said(town, row)
    (trace,) = take(town, row)

    assert decision.verdict == Verdict.NEW
    assert decision.changes["industry"] == ["", f"C3976 {industry.name}"]
    made = Enterprise.objects.get(uscc=FREE[0])
    assert (made.kind, made.jurisdiction_id, made.version) == ("company", town.unit.pk, 1)
    assert (made.industry_id, made.size_class, made.tags) == (
        industry.pk,
        "small",
        ["高新技术企业", "民营"],
    )
    name = EnterpriseName.objects.get(enterprise=made)
    assert (name.during.lower, name.during.upper) == (date(2020, 5, 1), None)
    stay = JurisdictionStay.objects.get(enterprise=made)
    assert (stay.unit_id, stay.start_cause, stay.during.lower) == (
        town.unit.pk,
        "entered",
        date(2026, 1, 1),
    )
    assert (trace.operation, trace.target_id) == (Operation.ADDED, made.pk)
    assert entries("enterprise.create")[0]["uscc"] == FREE[0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"uscc": ""}, "登记新企业须填写统一社会信用代码"),
        ({"name": ""}, "登记新企业须填写企业名称"),
        ({"industry": "炼金"}, "没有行业“炼金”"),
        ({"on": "2026-03-04"}, "日期不能晚于今天"),
        ({"established_on": "2026-03-03", "on": "2026-03-02"}, "不能早于成立日期"),
    ],
)
def test_what_the_register_does_not_take_is_refused(
    town: Town, values: dict[str, Any], sentence: str
) -> None:
    (decision,) = said(town, {**NEW, **values})

    assert decision.verdict == Verdict.REFUSED
    assert sentence in told(decision)


def test_a_list_registers_only_where_its_importer_answers(town: Town) -> None:
    elsewhere = {**NEW, "district": "jiangan"}

    (decision,) = said(town, elsewhere)

    assert "只能登记到本人负责的管理单位" in told(decision)
    with pytest.raises(ActionRefused, match="只能登记到"):
        take(town, elsewhere)


def test_the_city_names_the_unit_of_each_row(town: Town) -> None:
    everywhere = of(town, town.city, unit_id=1)

    (without, named) = decide(KIND, rows(NEW, {**NEW, "district": "jiangan"}), everywhere)

    assert "请填写所在区" in told(without)
    assert named.changes["district"] == ["", "江岸区"]


def test_a_known_enterprise_is_corrected_and_the_rest_left_alone(town: Town) -> None:
    it = town.enterprise(tags=["民营"])
    industry = make_industry("C3971")
    row = {
        "of": it,
        "name": it.name,
        "industry": "C3971",
        "established_on": "2020-01-01",
        "tags": "金种子",
        "size": "micro",
    }

    (decision,) = said(town, row)
    traces = take(town, row)

    assert decision.verdict == Verdict.CHANGED
    assert decision.changes == {
        "tags": ["民营", "民营、金种子"],
        "industry": ["", f"C3971 {industry.name}"],
        "size": ["", "微型"],
    }
    it.refresh_from_db()
    assert (it.industry_id, it.size_class, it.tags) == (industry.pk, "micro", ["民营", "金种子"])
    assert {trace.table for trace in traces} == {
        "enterprises_enterprise",
        "enterprises_industrystay",
        "enterprises_sizeyear",
    }
    assert [x.verdict for x in said(town, row)] == [Verdict.UNCHANGED]
    assert take(town, row) == []


def test_place_and_contact_come_with_the_enterprise_and_go_with_it(town: Town) -> None:
    known = town.enterprise()
    also = {"registered_address": "示例路1号", "contact": "示例甲", "phone": "13800000001"}
    given = [{**NEW, **also}, {"of": known, **also}]

    new, old = said(town, *given)
    traces = take(town, *given)

    assert new.changes["contact"] == ["", "示例甲"]
    assert old.changes == {"registered_address": ["", "示例路1号"], "contact": ["", "示例甲"]}
    places = EnterprisePlace.objects.current().filter(address="示例路1号")
    people = Contact.objects.filter(name="示例甲", ended_at__isnull=True)
    assert (places.count(), people.count()) == (2, 2)
    assert touched(KIND, traces, town.reader) == {}
    assert [it.verdict for it in said(town, given[1])] == [Verdict.UNCHANGED]
    undo(KIND, traces, of(town))
    assert (places.count(), people.count()) == (0, 0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "示例改名有限公司"}, "如已更名请用“更名”名单办理"),
        ({"district": "jiangan"}, "如已迁移请用“迁移”名单办理"),
    ],
)
def test_a_new_name_and_a_move_have_lists_of_their_own(
    town: Town, values: dict[str, str], sentence: str
) -> None:
    (decision,) = said(town, {"of": town.enterprise(), **values})

    assert decision.verdict == Verdict.REFUSED
    assert sentence in told(decision)


def test_another_units_enterprise_becomes_a_request(town: Town) -> None:
    theirs = make_enterprise()

    (trace,) = transfer(town, theirs)

    assert trace.table == "enterprises_moverequest"
    assert entries("move_request.ask")[0]["uscc"] == theirs.uscc
    undo(KIND, [trace], of(town))
    assert len(entries("move_request.cancelled")) == 1


def test_neither_a_line_twice_nor_the_same_list_again_asks_twice(town: Town) -> None:
    theirs = make_enterprise()

    assert len(transfer(town, theirs, theirs)) == 1
    assert transfer(town, theirs) == []


def test_whom_the_list_names_without_a_code_is_asked_for_by_the_registered_one(town: Town) -> None:
    theirs = make_enterprise()
    user = make_user("district_staff", unit=town.unit)
    grant(user, "auditor", unit=theirs.jurisdiction)
    person = access_for(user)

    assert KIND.transfer is not None
    with scoped(person):
        named = rows({"name": theirs.name, "of": theirs})
        (trace,) = KIND.transfer(named, of(town, person))

    assert trace.after["uscc"] == theirs.uscc


def transfer(town: Town, *theirs: Enterprise) -> list[Trace]:
    assert KIND.transfer is not None
    with scoped(town.reader):
        return list(KIND.transfer(rows(*({"uscc": it.uscc} for it in theirs)), of(town)))


def test_a_registration_taken_back_is_on_no_list_and_frees_its_code(town: Town) -> None:
    traces = take(town, NEW)
    pk = traces[0].target_id

    undo(KIND, traces, of(town))

    made = Enterprise.objects.get(pk=pk)
    assert (made.status, made.uscc, made.name) == (EnterpriseStatus.VOIDED, None, NEW["name"])
    assert not Enterprise.objects.registered().filter(pk=pk).exists()
    assert not EnterpriseName.objects.current().filter(enterprise=pk).exists()
    assert not JurisdictionStay.objects.current().filter(enterprise=pk).exists()
    reach = town.city.reach(Capability.REGISTER_VIEW)
    assert pk not in search.find(NEW["name"], reach=reach).ids
    assert pk not in search.find(FREE[0], reach=reach).ids
    (again,) = take(town, NEW)
    assert again.target_id != pk


def test_corrections_taken_back_leave_everything_as_it_was(town: Town) -> None:
    industry = make_industry()
    it = town.enterprise(tags=["民营"], industry=industry, established_on=date(2019, 1, 1))
    make_industry("C3971")
    traces = take(
        town, {"of": it, "industry": "C3971", "established_on": "2019-02-01", "tags": "金种子"}
    )

    undo(KIND, traces, of(town))

    it.refresh_from_db()
    assert (it.established_on, it.tags, it.industry_id) == (
        date(2019, 1, 1),
        ["民营"],
        industry.pk,
    )
    assert [x.industry_id for x in IndustryStay.objects.current().filter(enterprise=it)] == [
        industry.pk
    ]


def test_rows_built_on_since_are_named(town: Town) -> None:
    first, second, third = ({"name": f"示例第{n}有限公司", "uscc": FREE[n]} for n in (1, 2, 3))
    known = town.enterprise()
    traces = take(town, first, second, third, {"of": known, "tags": "民营"})
    titled = Enterprise.objects.get(uscc=FREE[1])
    town.title(enterprise=titled)
    with bootstrap_scope():
        Enterprise.objects.filter(uscc=FREE[2]).update(uscc=FREE[4])
        Enterprise.objects.filter(pk=known.pk).update(tags=[])

    assert touched(KIND, traces, town.reader) == {
        2: "“示例第1有限公司”之后登记了称号",
        3: "“示例第2有限公司”的登记信息之后又有修改",
        5: f"“{known.name}”的登记信息之后又有修改",
    }
