"""What a header means: one spelling for all its variants, its unit, and the field it proposes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from wuhan_smes.exchange.reading.cells import squeezed
from wuhan_smes.exchange.reading.spec import FieldSpec

UNITS: Final = (
    "人民币万元|人民币元|千元|万元|百万元|亿元|元|万美元|亿美元|美元"
    "|万千瓦时|千瓦时|万度|度|%|‰|户次|人|名|家|户|项|个|件|次|位|年|分|亩"
)
BRACKETED_UNIT: Final = re.compile(rf"[(\[【{{](?:单位[:：]?)?({UNITS})[)\]】}}]")
TRAILING_UNIT: Final = re.compile(rf"(?:[/,，、:：]|单位[:：])({UNITS})$")
BRACKETED_HINT: Final = re.compile(
    r"[(\[【{](?:必填|选填|\d+位|盖章|全称|签章|如有|yyyy-mm-dd|年月日)[)\]】}]", re.IGNORECASE
)
LAST_BRACKET: Final = re.compile(r"[(\[【{][^()\[\]]*[)\]】}]$")
DECORATION: Final = re.compile(r"^[*☆★]+|[*:：☆★]+$")
QUOTES: Final = str.maketrans("", "", "“”‘’\"'「」")
LONGEST_HEADER: Final = 60
# Over a column of sums only the group says what is summed up.
SUMS: Final = frozenset({"小计", "合计", "总计", "总额"})


@dataclass(frozen=True, slots=True)
class Heading:
    """One header cell, understood: `key` is what all its spellings share."""

    text: str
    key: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a header probably is. `how`: alias, remembered, confirmed or none."""

    field: str = ""
    how: str = "none"
    ambiguous: tuple[str, ...] = ()


def heading(text: str) -> Heading:
    """`text` in NFKC, without spaces, quotes, decoration and unit."""
    plain = DECORATION.sub("", squeezed(text).translate(QUOTES))
    unit = BRACKETED_UNIT.search(plain) or TRAILING_UNIT.search(plain)
    if unit:
        plain = plain[: unit.start()] + plain[unit.end() :]
    plain = BRACKETED_HINT.sub("", plain)
    return Heading(text, DECORATION.sub("", plain).casefold(), unit[1] if unit else "")


def fingerprint(headings: Iterable[Heading]) -> str:
    """The same for two files whose headers differ in spelling only."""
    joined = "\n".join(f"{one.key}|{one.unit}" for one in headings)
    return sha256(joined.encode("utf-8", "replace")).hexdigest()


class HeaderWords:
    """All headers the fields are known by."""

    def __init__(self, fields: Sequence[FieldSpec]) -> None:
        self.by_key: dict[str, list[str]] = {}
        self.names = {one.name for one in fields}
        for one in fields:
            for spelling in (one.label, *one.aliases):
                named = self.by_key.setdefault(heading(spelling).key, [])
                if one.name not in named:
                    named.append(one.name)

    def known(self, text: str) -> bool:
        """Whether a cell could be the header of one of our fields."""
        return len(text) <= LONGEST_HEADER and bool(self._fields(heading(text).key))

    def propose(self, column: Heading, group: Heading | None, *, keyed: bool) -> Proposal:
        """The field meant; group and column are tried together first, then the column alone.

        The keys of objects may be names of fields as well.
        """
        if keyed and column.text in self.names:
            return Proposal(column.text, "alias")
        for key in self._keys(column, group):
            fields = self._fields(key)
            if len(fields) == 1:
                return Proposal(fields[0], "alias")
            if fields:
                return Proposal("", "none", tuple(fields))
        return Proposal()

    def _keys(self, column: Heading, group: Heading | None) -> list[str]:
        if group is None or not group.key:
            return [column.key]
        joined = group.key + column.key
        if not column.key or column.key in SUMS:
            return [joined, group.key]
        return [joined, column.key]

    def _fields(self, key: str) -> list[str]:
        if not key:
            return []
        found = self.by_key.get(key)
        if found is None and (bare := LAST_BRACKET.sub("", key)) and bare != key:
            found = self.by_key.get(bare)
        return found or []
