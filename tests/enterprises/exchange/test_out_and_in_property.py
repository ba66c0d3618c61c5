"""Whatever the register holds, taken out as a file and handed in again, changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from enterprises.actions import annual_indicators, moves, period_indicators
from enterprises.choices import EnterpriseKind, SizeClass, Tier, WithdrawalCause
from enterprises.models import Enterprise
from enterprises.rules.periods import month, quarter
from measures.actions import past_payments
from tests.enterprises.exchange.lists import known_of
from tests.exchange.driving import NOW, handed_in, rows_of, work
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise, make_industry
from tests.factories.titles import make_batch, make_title
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.exchange.actions import mapping
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.queries.progress import progress_of
from wuhan_smes.scope import bootstrap_scope, scoped

Drawn = tuple[int, int, bool]
numbers: Final = count(1)
WORDS: Final = ("光电（武汉）", "ABC-3D", "𠮷㐂", "重工", "示例·科技", "汉 & 阳")
TAGS: Final = ([], ["民营"], ["高新技术企业", "民营"])
STATUS: Final = ("active", "active", "deregistered")
FIRST: Final = date(2024, 3, 1)


def told_enterprise(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    return make_enterprise(
        unit=unit,
        name=f"示例{WORDS[a % 6]}{next(numbers)}有限公司",
        **({"uscc": None, "kind": EnterpriseKind.TEAM} if yes and not b else {}),
        established_on=FIRST - timedelta(days=37 * a) if a else None,
        industry=make_industry() if b % 2 else None,
        size_class=("", *SizeClass.values)[b % 5],
        tags=TAGS[a % 3],
        status=STATUS[b % 3],
    )


def told_title(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit, status=STATUS[a % 3])
    tier = (Tier.INNOVATIVE_SME, Tier.SRDI_SME, Tier.LITTLE_GIANT, Tier.GAZELLE)[a % 4]
    start = FIRST + timedelta(days=60 * a)
    values: dict[str, Any] = {
        "valid_from": start,
        "valid_until": start.replace(year=start.year + 3) if a % 5 else None,
        "batch": make_batch(tier=tier, year=start.year) if b % 2 else None,
        "document_no": f"鄂经信〔{start.year}〕{a}号" if yes else "",
        "certificate_no": f"00{a}{b}" if b > 2 else "",
        "announced_on": start if yes else None,
    }
    if b == 3:
        ended = {
            "withdrawn_on": start + timedelta(days=200),
            "withdrawal_cause": WithdrawalCause.FALSIFICATION,
        }
        values |= {**ended, "barred_until": start + timedelta(days=900) if yes else None}
    if b == 4 and a % 5:
        values["extended_until"] = values["valid_until"] + timedelta(days=180)
    values["review_pending"] = b == 5
    make_title(enterprise, tier=tier, **values)
    return enterprise


def told_year(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit)
    values: dict[str, Any] = {
        "revenue": f"{a}600000.{b}0",
        "market_share": f"{a}.{b}",
        "rd_institution_level": "provincial" if yes else None,
        "valid_honours": ["hnte", "ip_advantage"][: a % 3],
        "on_abnormal_list": yes,
        "digital_level": b % 4 + 1,
        "employees": a * b,
    }
    given = {name: value for name, value in values.items() if value is not None}
    year = 2020 + a % 6
    with scoped(access):
        annual_indicators.record(
            enterprise.pk, access=access, at=NOW, year=year, values=given, evidence="年报"
        )
    return enterprise


def told_period(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit)
    period = month(2025, a + 1) if yes else quarter(2024, b % 4 + 1)
    values = {"power": f"{a}2500", "profit": f"-{b}.5"}
    with scoped(access):
        period_indicators.record(enterprise.pk, access=access, at=NOW, period=period, values=values)
    return enterprise


def told_payment(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit)
    payment = {
        "programme": WORDS[a % 6] + "奖励",
        "year": 2018 + b,
        "amount": Decimal(f"{a}5000{b}.{b}0"),
        "level": ("municipal", "district")[yes],
        "note": "第一批" if a % 2 else "",
    }
    with scoped(access):
        past_payments.record(enterprise.pk, access=access, at=NOW, values=payment)
    return enterprise


def told_move(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit)
    to = Jurisdiction.objects.managing().exclude(pk=unit.pk).order_by("pk")[b]
    day = date(2026, 1, 1) + timedelta(days=a)
    asking = {"to_jurisdiction_id": to.pk, "on": day, "reason": "厂区搬迁"}
    with scoped(access):
        moves.ask(enterprise.pk, access=access, at=NOW, **asking)
    return enterprise


Tell = Callable[[Jurisdiction, Access, int, int, bool], Enterprise]
# The kind, where its list is taken out, whose hands it goes through, and what there may be.
LISTS: Final[dict[str, tuple[str, str, Tell]]] = {
    "enterprises": ("enterprises", "district_staff", told_enterprise),
    "recognitions": ("recognitions", "bureau_staff", told_title),
    "annual_indicators": ("annual-indicators", "district_staff", told_year),
    "monthly_indicators": ("period-indicators", "district_staff", told_period),
    "past_payments": ("past-payments", "district_staff", told_payment),
    "moves": ("move-requests", "district_staff", told_move),
}
drawn = st.tuples(st.integers(0, 11), st.integers(0, 5), st.booleans())


@pytest.fixture
def jiangxia(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    return Jurisdiction.objects.get(code="jiangxia")


@pytest.mark.parametrize("kind", LISTS)
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],
)
@given(told=st.lists(drawn, min_size=8, max_size=30))
def test_what_was_taken_out_changes_nothing_when_it_comes_back(
    kind: str, jiangxia: Jurisdiction, told: list[Drawn]
) -> None:
    address, role, tell = LISTS[kind]
    clerk = make_user(role, unit=jiangxia if role.startswith("district") else None)
    access = access_for(clerk)
    about = [tell(jiangxia, access, *it) for it in told]
    before = known_of(*about)

    import_ = handed_in(taken_out(address, clerk), access, kind=kind)
    if import_.state == ImportState.MAPPING:
        with scoped(access):
            mapping.confirm(import_.pk, access=access, at=NOW, columns=import_.columns)
        work()

    with bootstrap_scope():
        progress = progress_of(import_)
    rows = rows_of(import_, access)
    other = [row for row in rows if row.verdict != Verdict.UNCHANGED]
    assert [(row.cells, row.faults, row.changes) for row in other] == [], progress
    assert len(rows) >= len(about)
    assert known_of(*about) == before


def taken_out(address: str, clerk: User) -> str:
    client = Client()
    client.force_login(clerk)
    response = client.get(f"/api/v1/{address}/export/", {"layout": "csv"})
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode("utf-8-sig")
