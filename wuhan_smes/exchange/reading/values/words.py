"""Words: texts, names, persons, choices, yes and no, document numbers."""

import re
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell, as_code, folded, squeezed
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context

SHOWN_OPTIONS: Final = 15
DOCUMENT_YEAR: Final = re.compile(r"[\[(〔【{〈《]((?:19|20)\d{2})年?[\])〕】}〉》]")
BESIDE_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
TRUE: Final = frozenset(
    {"是", "有", "对", "真", "Y", "YES", "T", "TRUE", "1", "√", "✓", "✔", "☑"}
    | {"已", "已办结", "办结", "已销号", "销号", "完成", "已完成"}
)
FALSE: Final = frozenset(
    {"否", "无", "没有", "不是", "错", "假", "N", "NO", "F", "FALSE", "0", "×", "X", "✗", "✘"}
    | {"☒", "☐", "未", "未办结", "未销号", "未完成", "在办", "办理中"}
)


def read_text(cell: Cell, context: Context) -> str:
    """The words as printed, without control characters and outer spaces; line breaks are kept."""
    text = as_code(cell)
    if text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c.isprintable() or c in "\n\u3000\u00a0").strip()


def read_name(cell: Cell, context: Context) -> str:
    """A name on one line: no zero-width or needless spaces, brackets full width."""
    text = as_code(cell)
    plain = folded(text)
    if plain.isalnum():
        if not plain.isascii():
            return plain
    else:
        plain = BESIDE_CHINESE.sub("", " ".join(plain.split()))
    if plain.isascii():
        if plain and not any(c.isalpha() for c in plain):
            raise CellRefused("not_a_name", f"“{plain}”不是名称，请核对是否串列")
        return plain
    if "(" in plain or ")" in plain:
        return re.sub(r"\s*\(\s*", "（", re.sub(r"\s*\)\s*", "）", plain))
    return plain


def read_person(cell: Cell, context: Context) -> str:
    """The name of a person; 张 三 is 张三."""
    name = BESIDE_CHINESE.sub("", " ".join(folded(as_code(cell)).split()))
    if any(c.isdigit() for c in name):
        raise CellRefused("not_a_person", f"“{name}”含有数字，请把电话填到电话列，只留姓名")
    return name


def read_document_no(cell: Cell, context: Context) -> str:
    """武政规[2022] 23号 → 武政规〔2022〕23号; other words only lose their spaces."""
    return DOCUMENT_YEAR.sub(r"〔\1〕", squeezed(as_code(cell)), count=1)


def read_boolean(cell: Cell, context: Context) -> bool:
    """是 or 否 in the spellings of ledgers."""
    word = squeezed(as_code(cell)).upper()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise CellRefused("not_yes_or_no", f"“{word}”看不出是或否，请填“是”或“否”")


def option_key(label: str) -> str:
    """What two spellings of one option share."""
    return squeezed(label).casefold()


def read_choice(cell: Cell, context: Context) -> str:
    """The code of the option named; labels and codes are both understood."""
    word = as_code(cell)
    code = context.options.get(option_key(word))
    if code is None:
        labels = context.labels[:SHOWN_OPTIONS]
        known = f"可填：{'、'.join(labels)}" if labels else "该列没有可选项"
        raise CellRefused("unknown_option", f"“{word.strip()}”不在可选范围内，{known}")
    return code
