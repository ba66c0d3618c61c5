"""How fields and their values are said to people: labels for codes, digits of a phone hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wuhan_smes.access import Access
from wuhan_smes.exchange.kinds import Field, Kind
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.shown.imports import kind_of, may_work_on

NOTHING: Final = "–"
SHOWN_DIGITS: Final = 4


@dataclass(slots=True)
class Words:
    """The words of one import for one person. Each list of labels is asked for once."""

    kind: Kind | None
    access: Access
    hides_personal: bool
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, import_: Import, access: Access) -> "Words":
        """Whoever may not import the list sees no more of a phone number than elsewhere."""
        return cls(kind_of(import_), access, hides_personal=not may_work_on(import_, access))

    def field(self, name: str) -> Field | None:
        fields = self.kind.all_fields if self.kind else []
        return next((it for it in fields if it.name == name), None)

    def label(self, name: str) -> str:
        found = self.field(name)
        return found.label if found else name

    def value(self, name: str, value: Any) -> str:
        """A value as people read it."""
        found = self.field(name)
        if self.hides_personal and (found is None or found.personal):
            return masked(said(value))
        text = said(value)
        return self._labels_of(found).get(text, text) if found and found.options else text

    def pairs(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [(self.label(name), self.value(name, value)) for name, value in values.items()]

    def personal(self) -> set[str]:
        fields = self.kind.all_fields if self.kind else []
        return {it.name for it in fields if it.personal} if self.hides_personal else set()

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
    """The last digits only."""
    return f"***{text[-SHOWN_DIGITS:]}" if len(text) > SHOWN_DIGITS else "***"
