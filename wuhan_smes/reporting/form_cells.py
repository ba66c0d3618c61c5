"""What stands in a cell of a 套表: said in a line, kept as codes, looked up each month.

A line reads `Sheet1!B5 = 报表 | 行 | 栏 | 参数`, as the report itself names them; parameters
may be left out. Days are those of the month that is filled.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.catalogue import Choice, Report, catalogue
from wuhan_smes.reporting.cells import NONE, Cell
from wuhan_smes.reporting.filling import place_of
from wuhan_smes.reporting.fitting import said
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Sheet

MOST: Final = 500
LINE: Final = re.compile(r"(?:(?P<sheet>[^!=]+)!)?(?P<place>[^!=]+)[=＝](?P<rest>.+)")
TOTAL: Final = "合计"
SINCE: Final = {"本月": "month", "本年": "year"}


@dataclass(frozen=True, slots=True)
class FormCell:
    """One place and the figure that belongs there."""

    sheet: str
    place: str
    report: str
    row: str
    column: str
    params: Mapping[str, str]

    @property
    def told(self) -> str:
        report = catalogue.get(self.report)
        words = "；".join(f"{name}={value}" for name, value in self.params.items())
        parts = [report.title, self.row, self.column, *([words] if words else [])]
        return f"{self.sheet}!{self.place} = {' | '.join(parts)}"

    def kept(self) -> dict[str, object]:
        return asdict(self)


def cells_of(text: str, sheets: Sequence[str], access: Access, today: date) -> list[FormCell]:
    """The lines of a form, checked against the workbook and the reports open to the person.

    Raises InputRefused naming the line.
    """
    lines = [(n, it.strip()) for n, it in enumerate(text.splitlines(), 1) if it.strip()]
    if not lines:
        raise InputRefused(Fault("cells", "required", "请至少写一行，如 B5 = 报表 | 行 | 栏"))
    if len(lines) > MOST:
        raise InputRefused(Fault("cells", "too_many", f"一张套表最多 {MOST} 格"))
    open_to = {it.title: it for it in catalogue.open_to(access)}
    open_to |= {it.name: it for it in open_to.values()}
    found = [_read(n, line, sheets, open_to, today) for n, line in lines]
    places = [(it.sheet, it.place) for it in found]
    if twice := next((it for it in places if places.count(it) > 1), None):
        raise _wrong(0, f"{twice[0]}!{twice[1]} 写了两次")
    return found


def _read(
    n: int, line: str, sheets: Sequence[str], open_to: Mapping[str, Report], today: date
) -> FormCell:
    told = LINE.fullmatch(line)
    parts = [it.strip() for it in re.split(r"[|｜]", told["rest"])] if told else []
    if told is None or len(parts) not in {3, 4} or not all(parts[:3]):
        raise _wrong(n, "应形如 B5 = 报表 | 行 | 栏，参数可写在第四段")
    sheet = (told["sheet"] or sheets[0]).strip()
    if sheet not in sheets:
        raise _wrong(n, f"模板里没有工作表“{sheet}”，有：{'、'.join(sheets)}")
    if parts[0] not in open_to:
        raise _wrong(n, f"没有报表“{parts[0]}”，或无权生成")
    report = open_to[parts[0]]
    params = dict(_pairs(n, parts[3])) if len(parts) == 4 else {}
    words_for(report, params, today)
    return FormCell(sheet, place_of(told["place"]), report.name, parts[1], parts[2], params)


def _pairs(n: int, text: str) -> list[tuple[str, str]]:
    found = []
    for each in re.split(r"[；;]", text):
        name, equals, value = re.sub("＝", "=", each).partition("=")
        if not equals:
            raise _wrong(n, f"参数“{each}”应形如 basis=holder")
        found.append((name.strip(), value.strip()))
    return found


def words_for(report: Report, params: Mapping[str, str], last: date) -> dict[str, str]:
    """The choices for one month: days follow the day it is filled for, `from` its month's first
    day, or its year's where the form says from=本年.
    """
    words = {name: value for name, value in params.items() if value not in SINCE}
    for choice in report.choices:
        if _is_a_day(choice) and choice.name not in words:
            since = SINCE.get(params.get(choice.name, ""), "month")
            first = last.replace(day=1) if since == "month" else last.replace(month=1, day=1)
            words[choice.name] = (first if choice.name == "from" else last).isoformat()
    return report.read(words, last)


def _is_a_day(choice: Choice) -> bool:
    return not choice.options and not choice.pattern


def values(
    cells: Sequence[FormCell], *, access: Access, at: datetime, last: date
) -> dict[tuple[str, str], Cell]:
    """The figure of each place; — where the table has no such row this month.

    Raises InputRefused for a column its report does not have.
    """
    tables: dict[tuple[str, str], Sheet] = {}
    found: dict[tuple[str, str], Cell] = {}
    for it in cells:
        report = catalogue.get(it.report)
        access.reach(report.capability)
        words = words_for(report, it.params, last)
        asked = report.name, report.told(words)
        if asked not in tables:
            built = report.built(access, words, at)
            if isinstance(built, LongList):
                raise InputRefused(Fault("cells", "invalid", f"{report.title}是名单，没有单格数字"))
            tables[asked] = built
        found[it.sheet, it.place] = _value(tables[asked], it)
    return found


def _value(sheet: Sheet, it: FormCell) -> Cell:
    columns = [n for n, c in enumerate(sheet.columns) if it.column in (c.key, c.label)]
    if not columns:
        labels = "、".join(c.label for c in sheet.columns)
        raise InputRefused(Fault("cells", "invalid", f"“{it.column}”不是栏目，可用：{labels}"))
    if it.row == TOTAL and sheet.total_label:
        return sheet.total_row()[columns[0]]
    for n, row in enumerate(sheet.rows):
        key = sheet.keys[n] if sheet.keys else ""
        if it.row in (key, row[0]):
            return row[columns[0]]
    return NONE


def as_filled(cell: Cell) -> int | Decimal | str:
    """Numbers as numbers, everything else as people read it."""
    return cell if isinstance(cell, int | Decimal) else said(cell)


def _wrong(n: int, detail: str) -> InputRefused:
    where = f"第{n}行：" if n else ""
    return InputRefused(Fault("cells", "invalid", f"{where}{detail}"))
