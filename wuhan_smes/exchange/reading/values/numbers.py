"""Numbers and money. Decimals throughout; what a unit means is said once, here."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell, printed, squeezed, unquoted
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context

MONEY: Final = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "人民币万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
}
COUNTED: Final = frozenset("人名家户项个件次位分年级岁台套亩") | {"户次"}
NUMBER: Final = re.compile(
    r"(?:人民币|RMB|[¥￥])?"
    r"(?P<sign>[+-]?)(?P<open>\()?"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<close>\))?"
    r"(?P<unit>[^\d.,()+-]*)"
)
SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
FEN: Final = Decimal("0.01")
MOST: Final = 10**15


def number_and_unit(cell: Cell) -> tuple[Decimal, str]:
    """The number in a cell and the unit written behind it, if any."""
    if isinstance(cell, float | int):
        return Decimal(format(cell, ".15g")), ""
    if isinstance(cell, date | time | timedelta):
        raise CellRefused("not_a_number", f"“{printed(cell)}”是日期格式，该列应填数字，请改正格式")
    shown = squeezed(unquoted(cell))
    text = shown.replace("−", "-").replace("，", ",")
    if SCIENTIFIC.fullmatch(text):
        raise CellRefused("digits_lost", f"“{shown}”是科学计数法，可能已丢失位数，请改为完整数字")
    found = NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        raise CellRefused("not_a_number", f"“{shown}”不是数字，请只填数字，说明写入备注")
    value = Decimal(found["digits"].replace(",", ""))
    negative = found["sign"] == "-" or bool(found["open"])
    return (-value if negative else value), found["unit"]


def read_integer(cell: Cell, context: Context) -> int:
    """A whole number; 12人 is 12."""
    if cell.__class__ is float and cell.is_integer() and abs(cell) < MOST:
        return int(cell)
    value, unit = number_and_unit(cell)
    if unit and unit not in COUNTED and unit != context.target:
        raise CellRefused("unknown_unit", f"“{printed(cell)}”的单位“{unit}”无法识别，请只填数字")
    if value != value.to_integral_value():
        raise CellRefused("not_whole", f"“{printed(cell)}”应为整数")
    if abs(value) >= MOST:
        raise CellRefused("too_large", f"“{printed(cell)}”位数过多，请核对是否串列")
    return int(value)


def read_decimal(cell: Cell, context: Context) -> str:
    """A number in the unit the column is wanted in; 12.5% is 12.5."""
    value, unit = number_and_unit(cell)
    if unit in {"%", "‰"}:
        return plain(value if unit == "%" else value / 10)
    unit = unit or context.unit
    if context.target in MONEY and unit:
        value = value * _factor(unit, cell) / MONEY[context.target]
    elif unit and unit not in COUNTED and unit not in {context.target, context.unit}:
        raise CellRefused("unknown_unit", f"“{printed(cell)}”的单位“{unit}”无法识别，请只填数字")
    return plain(_bounded(value, cell))


def read_money(cell: Cell, context: Context) -> str:
    """An amount in 元 with two places. A unit in the cell wins over the column's."""
    value, unit = number_and_unit(cell)
    unit = unit or context.unit or context.target
    if not unit:
        raise CellRefused(
            "no_unit", f"“{printed(cell)}”不知单位是元还是万元，请在表头注明或在导入时选择"
        )
    amount = value * (MONEY.get(unit) or _factor(unit, cell))
    exact = _bounded(amount, cell).quantize(FEN)
    if exact != amount:
        raise CellRefused(
            "below_a_fen", f"“{printed(cell)}”按{unit}换算后不足一分，请核对金额或单位"
        )
    return str(exact)


def plain(value: Decimal) -> str:
    """Without exponent and needless zeros."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _factor(unit: str, cell: Cell) -> Decimal:
    if unit not in MONEY:
        raise CellRefused(
            "unknown_unit", f"“{printed(cell)}”的单位“{unit}”无法换算，请用元、万元或亿元"
        )
    return MONEY[unit]


def _bounded(value: Decimal, cell: Cell) -> Decimal:
    if abs(value) >= MOST:
        raise CellRefused("too_large", f"“{printed(cell)}”位数过多，请核对单位或是否串列")
    return value
