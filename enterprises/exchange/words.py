"""What lists call units, trades and sizes."""

import re
from collections.abc import Mapping
from typing import Final

from enterprises.choices import EnterpriseKind, SizeClass
from enterprises.models import Industry
from enterprises.rules.folding import folded, without_spaces
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused

SEPARATORS: Final = re.compile(r"[、,，;；/|]+")
KINDS: Final[Mapping[str, EnterpriseKind]] = {
    "92": EnterpriseKind.INDIVIDUAL,
    "12": EnterpriseKind.INSTITUTION,
    "51": EnterpriseKind.ASSOCIATION,
    "52": EnterpriseKind.ASSOCIATION,
    "53": EnterpriseKind.ASSOCIATION,
}


def units(_: Reach) -> Mapping[str, str]:
    """Every spelling of a managing unit, with its code."""
    found: dict[str, str] = {}
    for unit in Jurisdiction.objects.managing().order_by("display_order", "id"):
        for word in (unit.name, unit.short, *unit.aliases, unit.code):
            found.setdefault(word, unit.code)
    return found


def sizes(_: Reach) -> Mapping[str, str]:
    found = {it.label: it.value for it in SizeClass}
    return found | {f"{it.label}企业": it.value for it in SizeClass}


def kind_of(uscc: str) -> EnterpriseKind:
    """What the first two characters of a code say its holder is."""
    return KINDS.get(uscc[:2], EnterpriseKind.COMPANY)


def tags_of(text: str) -> list[str]:
    return [word for piece in SEPARATORS.split(text) if (word := piece.strip())]


class Industries:
    """Trades by code, with or without the section letter, or by name; the broader one first."""

    def __init__(self) -> None:
        self.by_word: dict[str, int] = {}
        self.codes: dict[int, str] = {}
        for it in Industry.objects.order_by("level", "code"):
            self.codes[it.pk] = f"{it.code} {it.name}"
            for word in (it.code, it.code[1:], _plain(it.name)):
                if word:
                    self.by_word.setdefault(word, it.pk)

    def of(self, text: str) -> int:
        """The trade a cell names. Raises InputRefused for one that is none."""
        plain = _plain(text)
        leading = re.match(r"[A-T]?\d{2,4}", plain)
        found = self.by_word.get(plain) or (self.by_word.get(leading[0]) if leading else None)
        if found is None:
            detail = f"没有行业“{text}”，请写国民经济行业代码（如 C3976）或名称"
            raise InputRefused(Fault("industry", "unknown", detail))
        return found


def _plain(text: str) -> str:
    return without_spaces(folded(text))
