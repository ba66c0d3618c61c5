"""Lines of a sheet that are no row of data: titles, sections, totals, notes."""

import re
from enum import Enum
from typing import Final

from wuhan_smes.exchange.reading.cells import Row, printed, squeezed

TOTAL: Final = re.compile(
    r"(?:(?:本页|本区|全市|全省|全国|全区|各区|以上|累计|.{1,8}[区市县])?"
    r"(?:合计|小计|总计|共计|累计|总数))(?:[:：]?\d*[家户个项]?|[(（][^()（）]{0,12}[)）])?[:：]?"
    r"|(?:以上)?共计?\d+[家户个项].{0,6}"
)
SECTION: Final = re.compile(
    r"(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．,，]"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|类|批)|\d{1,2}[、．.])\D.*",
    re.DOTALL,
)
NOTE: Final = re.compile(
    r"(?:注|备注|说明|填报说明|填报人|填表人|制表人|审核人|复核人|经办人|负责人|联系人|联系电话|电话|"
    r"填报单位|填报日期|填表日期|制表日期|报送单位|报送日期|推荐单位|单位负责人|日期|单位|金额单位|"
    r"附件|附表|附|盖章|单位[(（]盖章[)）])\d*\s*(?:[:：].*|$|[(（]盖章[)）].*)"
    r"|附件\d.*|[(（].{0,10}盖章.{0,4}[)）]|\d{4}年\d{1,2}月\d{1,2}日",
    re.DOTALL,
)
# First characters of a first cell that make a row worth a closer look.
SUSPECT: Final = frozenset(
    "合小总共累本全各以第一二三四五六七八九十（("
    "注备说填制审复经负联电报推日单金附盖# \t\n\u3000\u200b\ufeff\xa0"
)
# The last line of a list whose writing was cut off; ours say so in these words.
CUT_OFF: Final = "# 文件不完整"
COMPANY: Final = re.compile(r".*(?:公司|集团|厂|社|所|院|中心|部|店|行|馆|场|站)")
MONEY_LINE: Final = re.compile(
    r"(?:金额|货币|计量)?单位[:：](?:人民币)?[(（]?(元|千元|万元|百万元|亿元)"
)


class LineKind(Enum):
    """Why a line is left out, or DATA."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SECTION = "section"
    NOTE = "note"
    REPEATED = "repeated_header"


def filled_cells(row: Row) -> list[tuple[int, str]]:
    """The columns that have something in them, with the text."""
    found = ((index, printed(cell).strip()) for index, cell in enumerate(row) if cell != "")
    return [(index, text) for index, text in found if squeezed(text)]


def text_of(row: Row) -> str:
    """A line that is no row of a table, as one text."""
    return " ".join(dict.fromkeys(text for _, text in filled_cells(row)))


def is_total(filled: list[tuple[int, str]]) -> bool:
    """合计 and its kin in one of the first three cells with something in them."""
    return any(TOTAL.fullmatch(squeezed(text)) for _, text in filled[:3])


def is_note(filled: list[tuple[int, str]], width: int) -> bool:
    """填报人：… and its kin; never a row that fills its table."""
    if not NOTE.fullmatch(filled[0][1]):
        return False
    if len(filled) == 1:
        return True
    side_by_side = all(":" in text or "：" in text for _, text in filled[:4])
    return len(filled) <= max(width // 2, 2) and side_by_side


def is_section(text: str) -> bool:
    return SECTION.fullmatch(text.strip()) is not None


def money_unit(lines: list[str]) -> str:
    """The unit that a line above the table gives for all its amounts."""
    for line in lines:
        if found := MONEY_LINE.search(squeezed(line)):
            return found[1]
    return ""
