"""A district registers its enterprises by file, the city its titles; both are taken back."""

import time
from datetime import date

import pytest

from enterprises.models import Enterprise, Recognition
from enterprises.queries.tier_counts import tier_counts
from enterprises.rules.uscc import make_uscc
from tests.exchange.driving import NOW, again, handed_in, rows_of, work
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.actions import mapping, running
from wuhan_smes.exchange.choices import ImportState, Mode
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.queries.provenance import provenance_of
from wuhan_smes.scope import bootstrap_scope, scoped

CODES = [make_uscc("91420100MAXX", 600_000 + n) for n in range(4)]
FIRMS = "\n".join(
    [
        "附件1：江夏区企业名录,,,,,",
        "序号,企业名称,统一社会信用代码,所在区,成立日期,纳入日期",
        f"1,示例甲（武汉）有限公司,{CODES[0]},江夏,2019年5月1日,2025年12月1日",
        f"2,示例乙有限公司,{CODES[1].lower()},江夏区,2020/1/2,2025/12/1",
        f"3,示例丙有限公司,{CODES[2][:-1]}0,江夏区,2020-1-2,2025-12-1",
        "合计,3家,,,,",
    ]
)
TITLES = "\n".join(
    [
        "湖北省创新型中小企业名单,,,",
        "序号,企业名称,认定类别,有效期",
        "（一）新认定,,,",
        "1,示例甲(武汉)有限公司,创新型中小企业,2026年1月1日至2028年12月31日",
        "（二）复核通过,,,",
        "2,示例乙有限公司,创新型,2026.1-2028.12",
        "3,示例戊股份有限公司,创新型,2026.1-2028.12",
    ]
)


@pytest.fixture(autouse=True)
def silent_doorbell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)


@pytest.fixture
def jiangxia(transactional_db: None) -> Jurisdiction:
    return Jurisdiction.objects.get(code="jiangxia")


def confirmed(import_: Import, access: Access, **answers: str) -> Import:
    """A person leaves open what the file leaves open."""
    if import_.state == ImportState.MAPPING:
        with scoped(access):
            mapping.confirm(
                import_.pk, access=access, at=NOW, columns=import_.columns, answers=answers
            )
        work()
    return again(import_, access)


def applied(import_: Import, access: Access, mode: Mode = Mode.ALL) -> Import:
    with scoped(access):
        running.apply(import_.pk, access=access, at=NOW, mode=mode.value)
    work()
    return again(import_, access)


def reverted(import_: Import, access: Access) -> Import:
    with scoped(access):
        running.revert(import_.pk, access=access, at=NOW, reason="传错文件")
    work()
    return again(import_, access)


def held_on(day: date, unit: Jurisdiction, access: Access) -> int:
    with scoped(access):
        counts = tier_counts(Reach(frozenset({unit.pk})), on=day)
    return next(it.count for it in counts if it.tier == "innovative_sme")


def told(import_: Import, access: Access) -> list[tuple[int, str, str]]:
    rows = rows_of(import_, access)
    return [(it.line, it.verdict, "；".join(f["detail"] for f in it.faults)) for it in rows]


def test_lists_go_in_are_counted_and_come_out_again(jiangxia: Jurisdiction) -> None:
    clerk = make_access("district_staff", unit=jiangxia)
    bureau = make_access("bureau_staff")

    firms = confirmed(handed_in(FIRMS, clerk, kind="enterprises", name="名录.csv"), clerk)
    good, also, bad = told(firms, clerk)
    assert (good[:2], also[:2], bad[:2]) == ((3, "new"), (4, "new"), (5, "refused"))
    assert "校验不符" in bad[2]
    firms = applied(firms, clerk, Mode.GOOD)
    assert firms.state == ImportState.APPLIED
    first = Enterprise.objects.get(uscc=CODES[0])
    assert (first.name, first.established_on) == ("示例甲（武汉）有限公司", date(2019, 5, 1))

    before = held_on(date(2026, 6, 1), jiangxia, bureau)
    titles = confirmed(handed_in(TITLES, bureau, kind="recognitions", name="名单.csv"), bureau)
    new, renewed, doubtful = told(titles, bureau)
    assert (new[1], renewed[1], doubtful[1]) == ("new", "new", "doubtful")
    titles = applied(titles, bureau, Mode.GOOD)
    assert held_on(date(2026, 6, 1), jiangxia, bureau) == before + 2
    title = Recognition.objects.get(enterprise=first)
    with scoped(bureau):
        source = provenance_of(first.pk, access=bureau)[0]
    assert (source.of.file_name, source.target_id) == ("名单.csv", title.pk)

    same = confirmed(handed_in(TITLES, bureau, kind="recognitions", name="名单.csv"), bureau)
    assert [verdict for _, verdict, _ in told(same, bureau)] == ["unchanged"] * 2 + ["doubtful"]

    assert reverted(firms, clerk).state == ImportState.APPLIED, "titles were built on it"
    assert reverted(titles, bureau).state == ImportState.REVERTED
    assert held_on(date(2026, 6, 1), jiangxia, bureau) == before
    assert reverted(again(firms, clerk), clerk).state == ImportState.REVERTED
    assert not Enterprise.objects.filter(uscc=CODES[0]).exists()


def test_another_units_enterprise_in_a_list_is_asked_for(jiangxia: Jurisdiction) -> None:
    clerk = make_access("district_staff", unit=jiangxia)
    theirs = make_enterprise(name="示例邻区有限公司")
    text = f"企业名称,统一社会信用代码\n{theirs.name},{theirs.uscc}\n"

    import_ = confirmed(handed_in(text, clerk, kind="enterprises", name="名录.csv"), clerk)
    assert [verdict for _, verdict, _ in told(import_, clerk)] == ["transfer"]
    import_ = applied(import_, clerk)

    with bootstrap_scope():
        (asked,) = theirs.move_requests.all()
    assert (asked.to_jurisdiction_id, asked.asked_by_receiver) == (jiangxia.pk, True)
    theirs.refresh_from_db()
    assert theirs.version == 1
