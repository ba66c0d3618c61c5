"""Whatever the register holds, taken out as a file and handed in again, changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

import pytest
from hypothesis import given

from enterprises.actions import annual_indicators, classification, moves, period_indicators
from enterprises.choices import (
    EnterpriseKind,
    ScaleKind,
    ScaleStage,
    SizeClass,
    Tier,
    WithdrawalCause,
)
from enterprises.models import Enterprise
from enterprises.rules.periods import month, quarter
from measures.actions import past_payments
from tests.enterprises.exchange.lists import known_of
from tests.exchange.driving import NOW
from tests.exchange.out_and_in import Drawn, brought_back, few_examples, lists_told
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise, make_industry, make_place
from tests.factories.titles import make_batch, make_title
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import scoped

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


def told_place(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    """A street whose name other units have as well; in half of the lists one of another unit."""
    there = Jurisdiction.objects.managing().exclude(pk=unit.pk).order_by("pk")[b]
    name = f"示例{WORDS[a % 6]}街道{next(numbers)}"
    streets = [make_place("street", unit=it, name=name) for it in (unit, there)]
    park = make_place("park", unit=unit) if a % 2 else None
    enterprise = make_enterprise(unit=unit)
    with scoped(access):
        for n, day in enumerate((FIRST, FIRST + timedelta(days=30 * a + 1))):
            words = {"street_id": streets[(n + yes) % 2].pk, "park_id": park and park.pk}
            classification.set_place(
                enterprise.pk, access=access, at=NOW, on=day, **words, address=f"示例路 {b} 号"
            )
    return enterprise


def told_scale(unit: Jurisdiction, access: Access, a: int, b: int, yes: bool) -> Enterprise:
    enterprise = make_enterprise(unit=unit)
    start = date(2018 + b, 1 + a, 1 + a)
    stages = (ScaleStage.POOL, ScaleStage.ENTERED, ScaleStage.LEFT)[: 2 + yes]
    with scoped(access):
        for n, stage in enumerate(stages):
            classification.set_scale(
                enterprise.pk,
                access=access,
                at=NOW,
                on=start + timedelta(days=200 * n),
                kind=ScaleKind.values[a % 3],
                stage=stage,
                confirmed_by="市统计局" if n else "",
            )
    return enterprise


Tell = Callable[[Jurisdiction, Access, int, int, bool], Enterprise]
# The kind, where its list is taken out, whose hands it goes through, and what there may be.
LISTS: Final[dict[str, tuple[str, str, Tell]]] = {
    "enterprises": ("enterprises", "district_staff", told_enterprise),
    "recognitions": ("recognitions", "bureau_staff", told_title),
    "annual_indicators": ("annual-indicators", "district_staff", told_year),
    "monthly_indicators": ("period-indicators", "district_staff", told_period),
    "past_payments": ("past-payments", "district_staff", told_payment),
    "places": ("enterprise-places", "district_staff", told_place),
    "scale_status": ("scale-statuses", "district_staff", told_scale),
    "moves": ("move-requests", "district_staff", told_move),
}


@pytest.fixture
def jiangxia(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    return Jurisdiction.objects.get(code="jiangxia")


@few_examples
@given(told=lists_told)
def test_what_was_taken_out_changes_nothing_when_it_comes_back(
    jiangxia: Jurisdiction, told: list[Drawn]
) -> None:
    for kind, (address, role, tell) in list(LISTS.items())[6:8]:
        clerk = make_user(role, unit=jiangxia if role.startswith("district") else None)
        access = access_for(clerk)
        about = [tell(jiangxia, access, *it) for it in told]
        before = known_of(*about)

        rows = brought_back(address, kind, clerk, access)

        assert len(rows) >= len(about), kind
        assert known_of(*about) == before, kind
