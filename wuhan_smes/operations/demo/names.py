"""Names and credit codes nobody bears: 示例 in each name, MAXX in each code."""

from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Final

from enterprises.choices import EnterpriseKind
from enterprises.rules.names import normalise_name, pinyin_initials
from enterprises.rules.uscc import make_uscc
from wuhan_smes.operations.demo.words import Form, Trade, UnitWords, Words

MARK: Final = "示例"
RESERVED: Final = "MAXX"
SERIALS: Final = 31**4  # what four places behind MAXX can number
ELSEWHERE: Final = ("420000", "100000")  # the province's and the nation's, where no district is
REGISTRARS: Final = {
    EnterpriseKind.COMPANY: "91",
    EnterpriseKind.INDIVIDUAL: "92",
    EnterpriseKind.INSTITUTION: "12",
    EnterpriseKind.ASSOCIATION: "52",
}


@dataclass(slots=True)
class NameMaker:
    """Draws names until one is new; the same draws give the same names."""

    words: Words
    used: set[int] = field(default_factory=set)

    def draw(self, rng: Random, unit: UnitWords, trade: Trade, form: Form) -> tuple[str, ...]:
        """The parts of a new name: prefix, mark, brand, trade, form."""
        while True:
            prefix = rng.choice(unit.prefixes)
            brand = rng.choice(self.words.first) + rng.choice(self.words.second)
            word = rng.choice(trade.words)
            parts = (prefix, MARK, brand, word, fitting(word, form.form))
            key = hash_of(parts)
            if key not in self.used:
                self.used.add(key)
                return parts


def fitting(word: str, form: str) -> str:
    """No 科技科技有限公司: a form that repeats the trade's last word loses it."""
    return form[2:] if form.startswith("科技") and word.endswith(("科技", "技术")) else form


def hash_of(parts: tuple[str, ...]) -> int:
    """The same in every process, unlike hash(): names must not depend on the run."""
    value = 0
    for char in "".join(parts):
        value = (value * 1_000_003 + ord(char)) & 0xFFFF_FFFF_FFFF
    return value


def key_of(parts: tuple[str, ...]) -> str:
    """`enterprises.rules.names.search_key` of the joined name, the parts' initials kept."""
    return "".join(map(_normal, parts)) + "\n" + "".join(map(_initials, parts))


@cache
def _normal(part: str) -> str:
    return normalise_name(part)


@cache
def _initials(part: str) -> str:
    return pinyin_initials(part)


@dataclass(slots=True)
class CodeMaker:
    """Numbers codes through the whole city, so that no two share the organisation's own part: that
    is a sign of one enterprise registered twice. Beyond 923,521 the part repeats elsewhere.
    """

    count: int = 0

    def next(self, kind: str, region: str) -> str | None:
        """A code with both check digits right and the reserved look; none for a team."""
        if kind == EnterpriseKind.TEAM:
            return None
        rounds, serial = divmod(self.count, SERIALS)
        if rounds > len(ELSEWHERE):
            raise ValueError("no reserved credit code is left")
        self.count += 1
        place = ELSEWHERE[rounds - 1] if rounds else region
        return make_uscc(f"{REGISTRARS[EnterpriseKind(kind)]}{place}{RESERVED}", serial)
