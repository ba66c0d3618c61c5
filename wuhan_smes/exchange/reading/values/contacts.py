"""Ways to reach somebody: telephones and addresses of mail."""

import re
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell, as_code, squeezed
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context

DASHES: Final = re.compile(r"[‐‑‒–—―−﹣－_]")
COUNTRY: Final = re.compile(r"^(?:\(?\+?86\)?-?|0086-?)(?=1[3-9]|0)")
MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE: Final = re.compile(
    r"\(?(0[12]\d|0[3-9]\d{2})\)?-?([2-9]\d{6,7})(?:(?:-|转|分机|#)+(\d{1,6}))?"
)
LOCAL: Final = re.compile(r"([2-9]\d{7})(?:(?:-|转|分机|#)+(\d{1,6}))?")
SERVICE: Final = re.compile(r"([48]00)-?(\d{3,4})-?(\d{3,4})")
SEVERAL: Final = re.compile(r"[/,、;|]|和|或")
MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")


def read_phone(cell: Cell, context: Context) -> str:
    """13800000000, 027-85680000, 027-85680000-801 or 400-800-1234: digits and hyphens."""
    shown = as_code(cell)
    if MOBILE.fullmatch(shown):
        return shown
    shown = squeezed(shown)
    text = DASHES.sub("-", shown)
    text = COUNTRY.sub("", text)
    digits = text.replace("-", "")
    if MOBILE.fullmatch(digits):
        return digits
    if found := LANDLINE.fullmatch(text):
        return "-".join(part for part in found.groups() if part)
    if found := LOCAL.fullmatch(text):
        return "-".join(part for part in found.groups() if part)
    if (found := SERVICE.fullmatch(text)) and len(digits) == 10:
        return f"{found[1]}-{digits[3:6]}-{digits[6:]}"
    if len(SEVERAL.split(text)) > 1:
        raise CellRefused("several_phones", f"“{shown}”有多个号码，请只保留一个，其余写入备注")
    if digits.isdecimal() and digits[:1] == "1":
        raise CellRefused(
            "phone_length", f"“{shown}”不是有效的手机号：应为11位，现为{len(digits)}位"
        )
    raise CellRefused("not_a_phone", f"“{shown}”不是电话号码，应形如 13800000000 或 027-85680000")


def read_email(cell: Cell, context: Context) -> str:
    """An address of mail, the part behind @ in lower case."""
    text = squeezed(as_code(cell))
    if not MAIL.fullmatch(text) or ".." in text:
        raise CellRefused("not_an_email", f"“{text}”不是邮箱地址，应形如 name@example.com")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"
