"""How fields and their values are said to people: labels for codes, digits of a phone hidden."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wuhan_smes.access import Access
from wuhan_smes.exchange.kinds import Field, Kind
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.shown.imports import kind_of, may_work_on

NOTHING: Final = "–"
SHOWN_DIGITS: Final = 4
# What people are reached by: on no screen whole, whoever looks at it.
REACHED_BY: Final = frozenset({"phone", "email"})
MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
QUOTED: Final = re.compile(r"(?<=“)[^”]*(?=”)")


@dataclass(slots=True)
class Words:
    """The words of one import for one person. Each list of labels is asked for once.

    `hidden` are the fields of which only the end is shown; `veils`: so it is with a mobile number
    wherever else it stands.
    """

    kind: Kind | None
    access: Access
    hidden: frozenset[str]
    hides_unknown: bool = False
    veils: bool = True
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, import_: Import, access: Access) -> "Words":
        """Numbers are hidden from everybody, names of persons from who only looks."""
        kind, works = kind_of(import_), may_work_on(import_, access)
        personal = (it for it in (kind.all_fields if kind else ()) if it.personal)
        hidden = frozenset(it.name for it in personal if not works or it.type in REACHED_BY)
        return cls(kind, access, hidden, hides_unknown=not works)

    @classmethod
    def whole(cls, import_: Import, access: Access) -> "Words":
        """With nothing hidden: for a file that is corrected and handed in again."""
        return cls(kind_of(import_), access, frozenset(), veils=False)

    def hides(self, name: str) -> bool:
        return name in self.hidden or (self.hides_unknown and self.field(name) is None)

    def field(self, name: str) -> Field | None:
        fields = self.kind.all_fields if self.kind else []
        return next((it for it in fields if it.name == name), None)

    def label(self, name: str) -> str:
        found = self.field(name)
        return found.label if found else name

    def value(self, name: str, value: Any) -> str:
        """A value as people read it."""
        found = self.field(name)
        if self.hides(name):
            return masked(said(value))
        text = said(value)
        return self._labels_of(found).get(text, text) if found and found.options else text

    def pairs(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [(self.label(name), self.value(name, value)) for name, value in values.items()]

    def _labels_of(self, found: Field) -> dict[str, str]:
        if found.name not in self._labels and found.options and self.kind:
            written = found.options(self.access.total_reach())
            labels: dict[str, str] = {}
            for label, code in written.items():
                labels.setdefault(code, label)
            self._labels[found.name] = labels
        return self._labels.get(found.name, {})


def said(value: Any) -> str:
    """A JSON value in words; nothing is a dash."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(said(each) for each in value)
    if isinstance(value, dict):
        first, last = value.get("valid_from"), value.get("valid_to")
        if first or last:
            return f"{said(first)} 至 {said(last)}"
        return "，".join(said(each) for each in value.values())
    return str(value)


def masked(text: str) -> str:
    """The last digits only; of an address of mail its first letter and its house."""
    name, at, house = text.partition("@")
    if at:
        return f"{name[:1]}***@{house}"
    return f"***{text[-SHOWN_DIGITS:]}" if len(text) > SHOWN_DIGITS else "***"


def unnumbered(text: str) -> str:
    """A text with the mobile numbers in it masked."""
    return MOBILE.sub(lambda found: masked(found[0]), text)


def unquoted(text: str) -> str:
    """A reason with what it quotes of the cell masked."""
    return QUOTED.sub(lambda found: masked(found[0]), text)
