"""What the columns of the register's lists mean, for the process that reads files: text in, value
out, without a database.
"""

from decimal import Decimal
from typing import Final, Protocol

from enterprises.rules.period_words import month_or_quarter
from enterprises.rules.uscc import normalise_uscc, uscc_faults
from wuhan_smes.exchange.reading.errors import CellRefused


def uscc(text: str, _: object) -> str:
    """A credit code, folded, both check digits right; the refusal names each wrong position."""
    if faults := uscc_faults(text):
        raise CellRefused("uscc_invalid", "；".join(fault.detail for fault in faults))
    return normalise_uscc(text)


class Column(Protocol):
    """What a parser may know besides the cell: the unit its header names."""

    unit: str


KILOWATT_HOURS: Final = {"": 1, "千瓦时": 1, "度": 1, "万千瓦时": 10_000, "万度": 10_000}


def energy(text: str, column: Column) -> str:
    """Electricity in 千瓦时; the header's bracket says when it is counted in tens of thousands."""
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        raise CellRefused("not_a_number", f"“{text}”不是数字，请只填数字")
    if column.unit not in KILOWATT_HOURS:
        raise CellRefused("unknown_unit", f"用电量的单位“{column.unit}”无法换算，请用千瓦时")
    return format(Decimal(plain) * KILOWATT_HOURS[column.unit], "f")


def period(text: str, _: object) -> str:
    """A month or a quarter, as 2026-03 or 2026-Q1."""
    found = month_or_quarter(text)
    if found is None:
        raise CellRefused(
            "not_a_period", f"“{text}”不是月份或季度，请写成“2026年3月”或“2026年一季度”"
        )
    year, kind, number = found
    return f"{year}-Q{number}" if kind == "quarter" else f"{year}-{number:02d}"


# The labels of choices.Honour, kept in step with it by a test.
HONOURS: Final = {
    "高新技术企业": "hnte",
    "国家技术创新示范企业": "national_tech_innovation_demo",
    "知识产权优势企业": "ip_advantage",
    "知识产权示范企业": "ip_demonstration",
}


def honours(text: str, _: object) -> str:
    """Qualifications parted by 、 as their codes, parted by commas; 无 is none of them."""
    words = [word.strip() for word in text.replace("，", "、").replace(",", "、").split("、")]
    codes = [HONOURS.get(word, word if word in HONOURS.values() else "") for word in words if word]
    if words == ["无"]:
        return ""
    if "" in codes:
        unknown = words[codes.index("")]
        raise CellRefused(
            "unknown_option", f"“{unknown}”不在可选范围内，可填：{'、'.join(HONOURS)}"
        )
    return ",".join(dict.fromkeys(codes))
