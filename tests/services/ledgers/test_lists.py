"""Ledgers as districts keep them, from the file into the record and back."""

from typing import Final

import pytest

from enterprises.models import Enterprise
from services.choices.tickets import Outcome
from services.models import Ticket, TicketStep, Visit
from tests.enterprises.exchange.lists import applied, reverted
from tests.exchange.driving import NOW, handed_in, rows_of, work
from tests.factories.accounts import make_access, make_agency, make_station
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.actions import mapping
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.models import Import, Provenance
from wuhan_smes.scope import bootstrap_scope, scoped

ONE, TWO = "示例甲科技有限公司", "示例乙制造有限公司"
VISITS: Final = f"""江夏区2024年走访台账,,,,,,
序号,走访时间,企业名称,服务站,走访人员,走访目的,走访情况,反映问题,接待人
1,2024年5月20日,{ONE},江夏测试服务站,张三、李四,政策宣讲,生产正常,,王五
2,2024.6.3,{TWO},,区领导刘六,收集诉求,订单下滑,用工不足,
合计,2户,,,,,,,
"""
MATTERS: Final = f"""填报单位：江夏区,,,,,,,,,,,,,,
序号,企业名称,区,问题类别,问题描述,来源,时间,责任单位,配合单位,时限,进展,办结时间,是否销号,满意度,备注
1,{ONE},江夏区,用电,扩产用电容量不足,走访,2024-05-20,测试电力局,测试经信局,2024-06-20,已增容,2024-06-18,是,满意,
2,{TWO},江夏区,融资,贷款到期周转困难,12345,2024年7月1日,江夏区,,,正在对接银行,,否,,重点跟进
"""


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


@pytest.fixture
def unit(transactional_db: None) -> Jurisdiction:
    unit = Jurisdiction.objects.get(code="jiangxia")
    make_station(unit, name="江夏测试服务站")
    make_agency(name="测试电力局")
    make_agency(name="测试经济和信息化局", aliases=["测试经信局"])
    return unit


@pytest.fixture
def lead(unit: Jurisdiction) -> Access:
    return make_access("district_lead", unit=unit)


@pytest.fixture
def pair(unit: Jurisdiction) -> tuple[Enterprise, Enterprise]:
    return make_enterprise(unit=unit, name=ONE), make_enterprise(unit=unit, name=TWO)


def checked(text: str, access: Access, kind: str, **answers: str) -> Import:
    """Handed in, with every question that the file leaves open answered."""
    import_ = handed_in(text, access, kind=kind, name="台账.csv", answers=answers)
    if import_.state == ImportState.MAPPING:
        with scoped(access):
            mapping.confirm(
                import_.pk, access=access, at=NOW, columns=import_.columns, answers=import_.answers
            )
        work()
        import_.refresh_from_db()
    return import_


def verdicts(import_: Import, access: Access) -> list[str]:
    rows = rows_of(import_, access)
    assert import_.state == ImportState.CHECKED, (import_.layout, rows)
    return [row.verdict for row in rows]


def test_a_ledger_of_visits_comes_in_with_its_days(
    lead: Access, pair: tuple[Enterprise, ...]
) -> None:
    import_ = checked(VISITS, lead, "visit_ledger")
    assert verdicts(import_, lead) == [Verdict.NEW, Verdict.NEW], rows_of(import_, lead)

    import_ = applied(import_, lead)

    with scoped(lead):
        rows = list(Visit.objects.order_by("visited_on"))
        assert [(row.enterprise_id, f"{row.visited_on}", row.rank) for row in rows] == [
            (pair[0].pk, "2024-05-20", "station"),
            (pair[1].pk, "2024-06-03", "district"),
        ]
        assert rows[1].summary == "订单下滑\n反映问题：用工不足"
        assert {row.historical for row in rows} == {True}
        assert Provenance.objects.filter(of=import_).count() == 2


def test_a_ledger_of_matters_comes_in_with_steps_and_ends(
    lead: Access, pair: tuple[Enterprise, ...]
) -> None:
    import_ = checked(MATTERS, lead, "ticket_ledger", result="已解决")
    assert verdicts(import_, lead) == [Verdict.NEW, Verdict.NEW], rows_of(import_, lead)

    applied(import_, lead)

    with scoped(lead):
        first, second = Ticket.objects.order_by("received_at")
        assert (first.state, first.outcome, first.category) == ("closed", "solved", "energy")
        assert (first.channel, first.answer) == ("visit", "已增容")
        assert (second.state, second.channel, second.closed_at) == (
            "self_handled",
            "hotline_12345",
            None,
        )
        raised = TicketStep.objects.get(ticket=first, ordinal=1)
        assert raised.facts["due_on"] == "2024-06-20"


@pytest.mark.parametrize(("kind", "text"), [("visit_ledger", VISITS), ("ticket_ledger", MATTERS)])
def test_the_same_ledger_again_changes_nothing_and_goes_back_as_a_whole(
    lead: Access, pair: tuple[Enterprise, ...], kind: str, text: str
) -> None:
    answers = {"result": "已解决"} if kind == "ticket_ledger" else {}
    first = applied(checked(text, lead, kind, **answers), lead)

    again = checked(text, lead, kind, **answers)
    assert verdicts(again, lead) == [Verdict.UNCHANGED, Verdict.UNCHANGED]

    assert reverted(first, lead).state == ImportState.REVERTED
    with bootstrap_scope():
        assert not Visit.objects.standing().exists()
        assert not Ticket.objects.exclude(outcome=Outcome.WITHDRAWN).exists()
    third = checked(text, lead, kind, **answers)
    assert verdicts(third, lead) == [Verdict.NEW, Verdict.NEW]


def test_what_a_ledger_cannot_say_is_refused_by_row_and_column(
    lead: Access, pair: tuple[Enterprise, ...]
) -> None:
    text = (
        "企业名称,问题描述,反映时间,责任单位,是否销号,办结日期,办理结果\n"
        f"{ONE},厂房漏水,2024-05-20,不存在局,否,,\n"
        f"{ONE},道路积水,2024-05-20,测试电力局,是,,已解决\n"
        f"{ONE},招工难,2099-05-20,,否,,\n"
    )

    import_ = checked(text, lead, "ticket_ledger")

    said = [row.faults[0] for row in rows_of(import_, lead)]
    assert [(it["field"], it["code"]) for it in said] == [
        ("unit", "unknown"),
        ("closed_on", "required"),
        ("received_on", "in_the_future"),
    ]
