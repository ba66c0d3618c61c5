"""What a payment of the past must say, and what its amounts may not say together."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from enterprises.rules.periods import YEARS
from wuhan_smes.errors import Fault

AMOUNTS: Final = ("amount", "amount_city", "amount_district")
MOST: Final = Decimal("99999999999999.99")


def faults_of(said: Mapping[str, Any]) -> Iterator[Fault]:
    """Why a payment cannot be recorded as it is told; amounts in 元, None where 未明确."""
    if not said.get("programme"):
        yield Fault("programme", "required", "请填写奖补项目")
    if said.get("paid_on") is None and said.get("year") is None:
        yield Fault("year", "required", "拨付日期与年度至少填一项")
    year = said.get("year")
    if year is not None and year not in YEARS:
        yield Fault("year", "out_of_range", "年度应在 1990 至 2100 之间")
    for name in AMOUNTS:
        value = said.get(name)
        if value is not None and not 0 <= value <= MOST:
            yield Fault(name, "out_of_range", f"金额 {value} 元超出范围，应为 0 或正数")
    total, city, district = (said.get(name) for name in AMOUNTS)
    if total is None or city is None or district is None:
        return
    if total != city + district:
        detail = (
            f"市级 {yuan(city)} 元与区级 {yuan(district)} 元合计 {yuan(city + district)} 元，"
            f"与金额 {yuan(total)} 元不符"
        )
        yield Fault("amount", "shares_differ", detail)


def yuan(value: Decimal) -> str:
    """An amount as people read it: 1,234,567.80"""
    return f"{value:,.2f}"
