"""What no column says: asked once for the whole file, with what the notice text suggests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wuhan_smes.exchange.reading.binding import UNIT, Binder
from wuhan_smes.exchange.reading.books import HIDDEN_SHEETS
from wuhan_smes.exchange.reading.cells import squeezed
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.headers import QUOTES
from wuhan_smes.exchange.reading.spec import FieldSpec
from wuhan_smes.exchange.reading.tables import Table
from wuhan_smes.exchange.reading.values import Context
from wuhan_smes.exchange.reading.values.numbers import MONEY
from wuhan_smes.exchange.reading.values.spans import Span, read_span
from wuhan_smes.exchange.reading.values.words import option_key

DAY: Final = r"\d{4}年\d{1,2}月\d{1,2}日"
VALIDITY: Final = re.compile(
    rf"有效期限?[^。；;]{{0,12}}?((?:自|从)?{DAY}(?:起)?(?:至|到|[-—~～]+){DAY}止?"
    rf"|(?:自|从)?\d{{4}}[年.]\d{{1,2}}月?(?:至|到|[-—~～]+)\d{{4}}[年.]\d{{1,2}}月?"
    rf"|自?{DAY}起[^。；;]{{0,6}}?[一二三四五六七八九十\d]+年)"
)
LENGTH: Final = re.compile(
    r"有效期限?[^。；;\d一二三四五六七八九十]{0,4}([一二三四五六七八九十\d]+年)"
)
DOCUMENT: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}[\[(〔【](?:19|20)\d{2}[\])〕】]\s*第?\d{1,5}号"
)
BATCH: Final = re.compile(r"(?:(?:19|20)\d{2}年度?)?第[一二三四五六七八九十百\d]+批")
YEAR: Final = re.compile(r"((?:19|20)\d{2})年")
# Worth a question whenever the text says it, though nobody would ask for it otherwise.
SAID_ONCE: Final = frozenset({"date_span", "doc_no"})
SHORTEST_LABEL: Final = 3
BEFORE: Final = r"(?:^|(?<=[\s，,；;（(]))"
BEHIND: Final = r"[:：]\s*([^\s，,；;）)]{1,60})"


@dataclass(frozen=True, slots=True)
class Question:
    """Asked once for the whole file. `proposed` is ready to be confirmed, or empty."""

    field: str
    label: str
    why: str
    proposed: str = ""


def questions_of(table: Table, binder: Binder) -> list[Question]:
    """What a table leaves open: fields to be asked for, required ones, and units of money."""
    proposals = binder.proposals(table)
    mapped = {one.field for one in proposals}
    named = mapped | {name for one in proposals for name in one.ambiguous}
    notes = [*table.notes, *table.walk.lines]
    found = []
    missing = {one.name for one in binder.missing(table)}
    for field in binder.spec.fields:
        if field.name in named or field.name in binder.spec.answers:
            continue
        if field.type == "date_span" and _ends_are_columns(field.name, mapped):
            continue
        said = _said(field, notes)
        if field.ask or field.name in missing or (said and field.type in SAID_ONCE):
            found.append(Question(field.name, field.label, _why(field, said), said))
    return [*found, *_units(table, binder)]


def hidden_question(names: Sequence[str]) -> Question:
    """Whether sheets that nobody sees, and that hold rows of this kind, are read as well."""
    named = "、".join(f"“{name}”" for name in names)
    why = f"文件有隐藏的工作表{named}，其中也有名单；不读取则只导入看得见的工作表"
    return Question(HIDDEN_SHEETS, "隐藏的工作表", why, "不读取")


def _units(table: Table, binder: Binder) -> list[Question]:
    """Amounts whose unit nothing says, or says in a currency we do not convert."""
    found = []
    for index, one in enumerate(binder.proposals(table)):
        if not one.field or (field := binder.spec.field(one.field)).type != "money" or field.unit:
            continue
        unit = binder.unit(table, index, one.field)
        if unit in MONEY:
            continue
        why = f"“{field.label}”没有注明单位，请填写元、万元或亿元"
        if unit:
            why = f"“{field.label}”的单位“{unit}”无法换算为人民币，请先在表格中改为元或万元"
        found.append(Question(field.name + UNIT, f"{field.label}的单位", why))
    return found


def _ends_are_columns(name: str, mapped: set[str]) -> bool:
    return {f"{name}_from", f"{name}_to"} <= mapped


def _why(field: FieldSpec, said: str) -> str:
    if said:
        return f"表中没有“{field.label}”列，文中写有“{said}”，请确认是否适用于全部行"
    return f"表中没有“{field.label}”列，请填写适用于全部行的内容"


def _said(field: FieldSpec, notes: list[str]) -> str:
    """What the text around the table says of a field, where a pattern can tell."""
    text = "\n".join(notes)
    if field.options:
        return _named(field.options, _after_its_label(field, text) or text)
    if field.type == "date_span":
        return _validity(text) if "有效" in field.label or "valid" in field.name else ""
    if field.type == "doc_no":
        return squeezed(found[0]) if (found := DOCUMENT.search(text)) else ""
    if said := _after_its_label(field, text):
        return said
    if "批" in field.label:
        return found[0] if (found := BATCH.search(text)) else ""
    if field.type == "year":
        return found[1] if (found := YEAR.search(text)) else ""
    return ""


def _after_its_label(field: FieldSpec, text: str) -> str:
    """What stands behind the field's own words and a colon, as in 确认单位：某局; words as short as
    单位 head too many other things.
    """
    words = [re.escape(it) for it in (field.label, *field.aliases) if len(it) >= SHORTEST_LABEL]
    found = re.search(rf"{BEFORE}(?:{'|'.join(words)}){BEHIND}", text) if words else None
    return found[1] if found else ""


def _named(options: Mapping[str, str], text: str) -> str:
    """The option that the text names, by its first label; of several, the longest spelling."""
    said = option_key(text).translate(QUOTES)
    named = [label for label in options if option_key(label).translate(QUOTES) in said]
    if not named:
        return ""
    code = options[max(named, key=len)]
    return next(label for label in options if options[label] == code)


def _validity(text: str) -> str:
    """The term the notice gives, if it is one; 三年 alone needs a start and is only shown."""
    for found in VALIDITY.finditer("".join(text.split(" "))):
        try:
            span: Span = read_span(found[1], Context("valid", "有效期"))
        except CellRefused:
            continue
        if span.start and span.end:
            return f"{_chinese(span.start.isoformat())}至{_chinese(span.end.isoformat())}"
    length = LENGTH.search(text)
    return length[1] if length else ""


def _chinese(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{year}年{int(month)}月{int(of_month)}日"
