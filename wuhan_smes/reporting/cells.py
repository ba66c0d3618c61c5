"""What may stand in a cell of a file somebody else will open."""

import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from django.utils import timezone


class Gap(Enum):
    """What stands where a unit has not reported yet: neither nothing nor a figure."""

    NOT_REPORTED = "…"

    @property
    def said(self) -> str:
        return str(self.value)


Cell = str | int | float | Decimal | date | datetime | Gap | None

# A spreadsheet reads these as the start of a formula, full-width forms too (safety: input).
FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
# Such a start, behind any number of apostrophes: one more is added to each, and whoever takes one
# off again has what there was, apostrophes of its own included.
GUARDED: Final = re.compile(f"'*[{re.escape(FORMULA_STARTS)}\x01-\x1f]")
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NONE: Final = "—"
INCOMPLETE: Final = "# 文件不完整：导出中途出错，请重新导出"


def harmless(text: str) -> str:
    """`text` as a file may carry it: never a formula, never a control character."""
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if GUARDED.match(clean) else clean


def as_text(value: Cell) -> str:
    """A cell of a csv file: dates ISO, moments in local time, codes as they are."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Gap):
        return value.said
    return harmless(value) if isinstance(value, str) else str(value)
