"""Lists of names, places, scale and figures: what they change, that twice is once, and back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enterprises.actions import annual_indicators
from enterprises.models import (
    AnnualIndicators,
    Enterprise,
    EnterpriseName,
    EnterprisePlace,
    MoveRequest,
    PeriodIndicators,
    ScaleStatus,
)
from tests.enterprises.exchange.lists import applied, known_of, reverted
from tests.exchange.driving import NOW, handed_in, rows_of
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise, make_place
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.models import Import, Provenance
from wuhan_smes.exchange.queries.progress import progress_of
from wuhan_smes.exchange.queries.provenance import provenance_of
from wuhan_smes.scope import bootstrap_scope, scoped

ONE, TWO = "91420100616400352X", "91100000100003962T"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


@pytest.fixture
def unit(transactional_db: None) -> Jurisdiction:
    return Jurisdiction.objects.get(code="jiangxia")


@pytest.fixture
def clerk(unit: Jurisdiction) -> Access:
    return make_access("district_staff", unit=unit)


@pytest.fixture
def pair(unit: Jurisdiction) -> tuple[Enterprise, Enterprise]:
    return (
        make_enterprise(unit=unit, name="示例甲科技有限公司", uscc=ONE),
        make_enterprise(unit=unit, name="示例乙制造有限公司", uscc=TWO),
    )


LISTS = {
    "renames": (
        "统一社会信用代码,原企业名称,现企业名称,变更日期\n"
        f"{ONE},示例甲科技有限公司,示例甲科技股份有限公司,2025年3月1日\n"
        ",示例乙制造有限公司,示例乙智造有限公司,2025-04-01\n"
    ),
    "places": (
        "企业名称,所在街道,产业园区,经营地址,五谷\n"
        "示例甲科技有限公司,测试街道,测试园区,光谷大道 1 号,光谷\n"
        "示例乙制造有限公司,,测试园区,,\n"
    ),
    "scale_status": (
        "信用代码,名录类别,入库状态,年度,入库时间,确认单位\n"
        f"{ONE},规上工业,入规,2025,2025-06-01,市统计局\n"
        f"{TWO},限上商贸,临规,2025,,\n"
    ),
    "annual_indicators": (
        "企业名称,年度,营业收入（万元）,研发费用(万元),从业人员,细分市场占有率（%）,经营异常,有效荣誉资质\n"
        "示例甲科技有限公司,2025,5600.5,240,120,12.5,否,高新技术企业\n"
        "示例乙制造有限公司,2025,900,,35,,,\n"
    ),
    "monthly_indicators": (
        "企业名称,月份,口径,营收(万元),用电量（万千瓦时）,用工人数\n"
        "示例甲科技有限公司,2026年1月,当月,480,1.25,121\n"
        "示例乙制造有限公司,2026年1月,当月,70,,30\n"
    ),
    "contacts": (
        "企业名称,联系人,手机,邮箱,主要联系人\n"
        "示例甲科技有限公司,张 三,13800000001,zhang@example.com,是\n"
        "示例乙制造有限公司,李四,027-87650001,,否\n"
    ),
}


def streets(unit: Jurisdiction) -> None:
    make_place("street", unit=unit, name="测试街道")
    make_place("park", unit=unit, name="测试园区")


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_changes_what_it_says_once_and_is_taken_back(
    kind: str, pair: tuple[Enterprise, Enterprise], clerk: Access, unit: Jurisdiction
) -> None:
    streets(unit)
    before = known_of(*pair)

    import_ = handed_in(LISTS[kind], clerk, kind=kind)
    assert (told(import_, clerk), import_.state) == ([], ImportState.CHECKED)
    done = applied(import_, clerk)
    after = known_of(*pair)
    second = handed_in(LISTS[kind], clerk, kind=kind)

    assert done.state == ImportState.APPLIED, done.job and done.job.detail
    assert after != before
    assert {row.verdict for row in rows_of(second, clerk)} == {Verdict.UNCHANGED}
    assert reverted(done, clerk).state == ImportState.REVERTED
    assert known_of(*pair) == before


def told(import_: Import, access: Access) -> list[Any]:
    """What is wrong, so that a failing test says it."""
    rows = rows_of(import_, access)
    with bootstrap_scope():
        error = progress_of(import_).error
    return [*(row.faults for row in rows if row.faults), *([error] if error else [])]


@pytest.fixture
def listed(clerk: Access, pair: tuple[Enterprise, Enterprise], unit: Jurisdiction) -> Iterator[Any]:
    """Applies the list of a kind and returns the first enterprise."""
    streets(unit)

    def act(kind: str) -> Enterprise:
        applied(handed_in(LISTS[kind], clerk, kind=kind), clerk)
        with bootstrap_scope():
            return Enterprise.objects.get(pk=pair[0].pk)

    return act  # type: ignore[return-value] # a function to call


def test_a_renamed_enterprise_bears_its_new_name_and_is_found_by_the_old(listed: Any) -> None:
    enterprise = listed("renames")

    assert enterprise.name == "示例甲科技股份有限公司"
    with bootstrap_scope():
        names = EnterpriseName.objects.current().filter(enterprise=enterprise).order_by("during")
        assert [(row.name, row.during.lower) for row in names] == [
            ("示例甲科技有限公司", date(2020, 1, 1)),
            ("示例甲科技股份有限公司", date(2025, 3, 1)),
        ]


def test_a_place_keeps_what_a_later_list_does_not_name(listed: Any, clerk: Access) -> None:
    enterprise = listed("places")
    later = "企业名称,街道,地址\n示例甲科技有限公司,,光谷大道 2 号\n"

    applied(handed_in(later, clerk, kind="places"), clerk)

    with bootstrap_scope():
        place = EnterprisePlace.objects.current().get(enterprise=enterprise)
        assert (place.street.name, place.wugu, place.address) == (
            "测试街道",
            "guanggu",
            "光谷大道 2 号",
        )


def test_the_statistics_office_is_believed_before_a_ledger(listed: Any, clerk: Access) -> None:
    enterprise = listed("scale_status")
    ledger = (
        "信用代码,名录类别,阶段,年度,入库时间,确认单位\n"
        f"{ONE},规上工业,退规,2025,2025-06-01,区发改局\n"
    )

    import_ = handed_in(ledger, clerk, kind="scale_status", rank=40)

    assert [row.verdict for row in rows_of(import_, clerk)] == [Verdict.CONFLICT]
    assert enterprise.is_above_scale is True
    with bootstrap_scope():
        assert ScaleStatus.objects.current().get(enterprise=enterprise).stage == "entered"


def test_money_is_kept_in_yuan_and_silence_keeps_what_was_known(listed: Any, clerk: Access) -> None:
    enterprise = listed("annual_indicators")
    more = "企业名称,年度,营业收入(元),净利润(万元)\n示例甲科技有限公司,2025,56005001,-12.5\n"

    import_ = handed_in(more, clerk, kind="annual_indicators")
    (row,) = rows_of(import_, clerk)
    applied(import_, clerk)

    assert row.verdict == Verdict.CHANGED
    assert row.changes == {
        "revenue": ["56005000.00", "56005001.00"],
        "net_profit": ["", "-125000.00"],
    }
    with bootstrap_scope():
        known = AnnualIndicators.objects.current().get(enterprise=enterprise)
    assert (known.revenue, known.rd_expense, known.market_share, known.rd_staff) == (
        Decimal("56005001.00"),
        Decimal("2400000.00"),
        Decimal("12.50"),
        None,
    )
    assert (known.on_abnormal_list, known.valid_honours) == (False, ["hnte"])


def test_electricity_in_tens_of_thousands_is_kept_in_kilowatt_hours(listed: Any) -> None:
    enterprise = listed("monthly_indicators")

    with bootstrap_scope():
        row = PeriodIndicators.objects.current().get(enterprise=enterprise)
    assert (str(row), row.power, row.revenue) == ("2026 年 1 月", 12500, Decimal("4800000.00"))


def test_each_value_says_its_file_sheet_and_row(listed: Any, clerk: Access) -> None:
    enterprise = listed("annual_indicators")

    with scoped(clerk):
        (trace,) = provenance_of(enterprise.pk, access=clerk)
    assert trace.after["revenue"] == "56005000.00"
    with bootstrap_scope():
        source = AnnualIndicators.objects.current().get(enterprise=enterprise).source
    assert source.endswith("《写法.csv》 第1表第2行")


RENAME = "企业名称,新名称,变更日期\n示例甲科技有限公司,新名"
BAD = [
    ("renames", f"{RENAME},2019-01-01", "renamed_on", "成立日期"),
    ("renames", f"{RENAME},2030-01-01", "renamed_on", "今天"),
    ("places", "企业名称,街道\n示例甲科技有限公司,没有的街道", "street", "没有街道"),
    ("places", "企业名称,街道,地址\n示例甲科技有限公司,,", "", "至少填一项"),
    (
        "scale_status",
        "企业名称,名录类别,阶段,年度,确认单位\n示例甲科技有限公司,规上工业,入规,2025,",
        "confirmed_by",
        "确认单位",
    ),
    (
        "annual_indicators",
        "企业名称,年度,营业收入(万元),主营业务收入(万元)\n示例甲科技有限公司,2025,1,2",
        "main_revenue",
        "大于营业收入",
    ),
    (
        "annual_indicators",
        "企业名称,年度,数字化水平等级\n示例甲科技有限公司,2025,7",
        "digital_level",
        "0 至 4",
    ),
    (
        "annual_indicators",
        "企业名称,年度,从业人员\n示例甲科技有限公司,2025,",
        "",
        "没有填写任何指标",
    ),
    (
        "monthly_indicators",
        "企业名称,月份,口径,营收(元)\n示例甲科技有限公司,2027-01,当月,1",
        "period",
        "本月",
    ),
]


@pytest.mark.parametrize(("kind", "line", "field", "detail"), BAD)
def test_a_row_that_cannot_be_is_refused_with_its_field_and_reason(
    kind: str,
    line: str,
    field: str,
    detail: str,
    pair: tuple[Enterprise, Enterprise],
    clerk: Access,
) -> None:
    (row,) = rows_of(handed_in(line + "\n", clerk, kind=kind), clerk)

    assert row.verdict == Verdict.REFUSED
    assert [fault["field"] for fault in row.faults] == [field]
    assert detail in row.faults[0]["detail"]


def test_a_fact_changed_by_hand_since_keeps_the_import_from_being_taken_back(
    listed: Any, clerk: Access
) -> None:
    enterprise = listed("annual_indicators")
    with scoped(clerk):
        annual_indicators.record(
            enterprise.pk, access=clerk, at=NOW, year=2025, values={"revenue": 1}
        )
        import_ = Import.objects.get()

    after = reverted(import_, clerk)

    assert after.state == ImportState.APPLIED
    with bootstrap_scope():
        assert AnnualIndicators.objects.current().get(enterprise=enterprise).revenue == 1


def test_what_is_personal_stands_neither_in_the_provenance_nor_in_the_trail(
    listed: Any, clerk: Access
) -> None:
    enterprise = listed("contacts")

    with bootstrap_scope():
        traces = str(list(Provenance.objects.values_list("before", "after")))
        entries = str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert "13800000001" not in traces + entries
    assert "*******0001" in traces
    assert {it.name for it in enterprise.contacts.all()} == {"张三"}


MOVES = (
    "信用代码,迁入区,迁移日期,迁移原因\n"
    f"{ONE},汉阳区,2026-02-01,厂区搬迁\n"
    f"{TWO},江夏区,2026-02-01,\n"
)


def test_a_district_asks_by_list_and_takes_its_requests_back(
    pair: tuple[Enterprise, Enterprise], clerk: Access
) -> None:
    before = known_of(*pair)
    import_ = handed_in(MOVES, clerk, kind="moves")
    assert [row.verdict for row in rows_of(import_, clerk)] == [Verdict.CHANGED, Verdict.UNCHANGED]

    done = applied(import_, clerk)
    again = handed_in(MOVES, clerk, kind="moves")

    with bootstrap_scope():
        request = MoveRequest.objects.get()
    assert (request.enterprise, request.state, request.reason) == (pair[0], "pending", "厂区搬迁")
    assert {row.verdict for row in rows_of(again, clerk)} == {Verdict.UNCHANGED}
    assert reverted(done, clerk).state == ImportState.REVERTED
    assert known_of(*pair) == before


def test_the_city_moves_by_list_and_takes_its_moves_back(
    pair: tuple[Enterprise, Enterprise], clerk: Access
) -> None:
    bureau = make_access("bureau_staff")
    before = known_of(*pair)

    done = applied(handed_in(MOVES, bureau, kind="moves"), bureau)

    with bootstrap_scope():
        moved = Enterprise.objects.select_related("jurisdiction").get(pk=pair[0].pk)
    assert moved.jurisdiction.code == "hanyang"
    assert reverted(done, bureau).state == ImportState.REVERTED
    assert known_of(*pair) == before


def test_a_unit_asks_by_list_for_an_enterprise_of_another(
    pair: tuple[Enterprise, Enterprise], transactional_db: None
) -> None:
    hanyang = make_access("district_staff", unit=Jurisdiction.objects.get(code="hanyang"))
    text = f"信用代码,迁入区,迁移日期\n{ONE},汉阳区,2026-02-01\n"

    import_ = handed_in(text, hanyang, kind="moves")
    assert [row.verdict for row in rows_of(import_, hanyang)] == [Verdict.TRANSFER]
    applied(import_, hanyang)

    with bootstrap_scope():
        request = MoveRequest.objects.get()
    assert (request.enterprise, request.asked_by_receiver) == (pair[0], True)
