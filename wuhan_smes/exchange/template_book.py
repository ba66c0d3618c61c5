"""The blank form of a kind: headers that map themselves, and what may be written under each."""

import io
from typing import Any, Final

import xlsxwriter

from wuhan_smes.access import Reach
from wuhan_smes.exchange.kinds import Field, Kind
from wuhan_smes.exchange.shown.layout import letters
from wuhan_smes.reporting.cells import harmless
from wuhan_smes.reporting.run import Made

ROWS: Final = 5_000  # how far down the lists of choices reach
LISTED_AT_MOST: Final = 60
# What a spreadsheet takes as a list typed into the cell's rule.
RULE_AT_MOST: Final = 255
WIDTHS: Final = (22, 8, 60, 30, 80)
EXPLAINED: Final = ("列", "必填", "怎么填", "示例", "可以填的值")
FORMATS: Final = {
    "date": "日期，如 2026-03-01",
    "first_day": "日期，如 2026-03-01；只写到月的按当月首日",
    "date_span": "起止日期，如 2024-01-01至2026-12-31（含最后一天）",
    "month": "年月，如 2026-03",
    "year": "年份，如 2026",
    "money": "金额，数字；单位写在表头括号内，如（万元）",
    "integer": "整数",
    "decimal": "数字",
    "boolean": "是 或 否",
    "phone": "电话，请设为文本，保留开头的 0",
    "uscc": "18 位统一社会信用代码，请设为文本",
}


def template_book(kind: Kind, *, reach: Reach) -> Made:
    """An empty list of the kind for whoever holds its capability over `reach`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    choices = {it.name: _choices(it, reach) for it in kind.all_fields}
    _list(book, kind, choices)
    _explanation(book, kind, choices)
    book.close()
    return Made(f"{kind.title}模板", "xlsx", out.getvalue())


def explained(field: Field) -> str:
    """How a value of the field is written."""
    parts = (field.help_text, FORMATS.get(field.type, ""))
    asked = "整个文件相同时可以不设此列，上传后回答一次" if field.ask else ""
    return "；".join(part for part in (*parts, asked) if part)


def _list(book: Any, kind: Kind, choices: dict[str, list[str]]) -> None:
    page = book.add_worksheet("名单")
    text = book.add_format({"num_format": "@"})
    head = {"bold": True, "border": 1, "valign": "vcenter", "num_format": "@"}
    needed = book.add_format(head | {"bg_color": "#FDECEB", "font_color": "#A3211B"})
    free = book.add_format(head | {"bg_color": "#EEF2F7"})
    for index, field in enumerate(kind.all_fields):
        page.set_column(index, index, max(14, len(field.label) * 2 + 4), text)
        page.write_string(0, index, field.label, needed if field.required else free)
        told = ("必填。" if field.required else "") + explained(field)
        example = f"\n示例：{field.example}" if field.example else ""
        if told or example:
            page.write_comment(0, index, f"{told}{example}", {"x_scale": 2})
        listed = choices[field.name]
        if listed and len(",".join(listed)) <= RULE_AT_MOST:
            rule = {"validate": "list", "source": listed, "error_type": "warning"}
            page.data_validation(1, index, ROWS, index, rule)
    page.set_row(0, 24)
    page.freeze_panes(1, 0)


def _explanation(book: Any, kind: Kind, choices: dict[str, list[str]]) -> None:
    page = book.add_worksheet("填写说明")
    wrap = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
    page.write_string(0, 0, f"{kind.title}：{kind.purpose}。红色表头为必填；本表不会被导入。")
    for index, (text, width) in enumerate(zip(EXPLAINED, WIDTHS, strict=True)):
        page.set_column(index, index, width, wrap)
        page.write_string(2, index, text, bold)
    for index, field in enumerate(kind.all_fields):
        listed = choices[field.name]
        more = f"等 {len(listed)} 种" if len(listed) > LISTED_AT_MOST else ""
        allowed = "、".join(listed[:LISTED_AT_MOST]) + more
        # Not the label alone: a row of labels would look like a header to the reader.
        cells = (
            f"{letters(index)} 列 {field.label}",
            "必填" if field.required else "",
            explained(field),
            field.example,
            allowed,
        )
        for at, cell in enumerate(cells):
            page.write_string(index + 3, at, harmless(cell), wrap)
    page.freeze_panes(3, 1)


def _choices(field: Field, reach: Reach) -> list[str]:
    """One way to write each choice: the first its field names."""
    if field.options is None:
        return []
    written: dict[str, str] = {}
    for label, code in field.options(reach).items():
        written.setdefault(code, label)
    return list(written.values())
