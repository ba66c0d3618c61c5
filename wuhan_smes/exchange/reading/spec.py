"""What the reader is told: which fields to look for, and what people have already said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from wuhan_smes.exchange.reading.limits import Limits

ColumnFields = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field a list may have. `options` lead from labels to codes; `unit` is the unit wanted."""

    name: str
    label: str
    type: str = "text"
    required: bool = False
    ask: bool = False
    aliases: Sequence[str] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        return cls(
            name=given["name"],
            label=given.get("label") or given["name"],
            type=given.get("type") or "text",
            required=bool(given.get("required")),
            ask=bool(given.get("ask")),
            aliases=tuple(given.get("aliases") or ()),
            options=dict(given.get("options") or {}),
            unit=given.get("unit") or "",
        )


@dataclass(frozen=True, slots=True)
class Spec:
    """One reading of one file. `identity` are the fields that say whom a row is about: at least one
    of them must be there.

    `columns` are a person's word for this file by sheet, `remembered` of earlier files by the
    fingerprint of their headers; an empty field name means: leave the column out. `sections` give
    values to the rows under a heading that contains the key, `answers` to all rows of the file.
    """

    path: str
    file_name: str
    fields: Sequence[FieldSpec]
    parsers: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remembered: Mapping[str, ColumnFields] = field(default_factory=dict)
    columns: Mapping[int, ColumnFields] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    identity: Sequence[str] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """A spec as JSON carries it."""
        return cls(
            path=given["path"],
            file_name=given.get("file_name") or "",
            fields=tuple(FieldSpec.of(one) for one in given["fields"]),
            parsers=dict(given.get("parsers") or {}),
            sections=dict(given.get("sections") or {}),
            remembered={key: _numbered(one) for key, one in _mapping(given, "remembered")},
            columns={int(key): _numbered(one) for key, one in _mapping(given, "columns")},
            answers={key: str(value) for key, value in _mapping(given, "answers") if value != ""},
            limits=Limits.of(given.get("limits") or {}),
            identity=tuple(given.get("identity") or ()),
        )

    def field(self, name: str) -> FieldSpec:
        return next(one for one in self.fields if one.name == name)


def _mapping(given: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    return list((given.get(name) or {}).items())


def _numbered(columns: Mapping[str, str]) -> dict[int, str]:
    return {int(index): name for index, name in columns.items()}
