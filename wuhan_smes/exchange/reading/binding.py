"""Which column of a table is which field: a person's word, then memory, then the aliases."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from wuhan_smes.exchange.reading.cells import as_code
from wuhan_smes.exchange.reading.columns import ValueColumn, adapted
from wuhan_smes.exchange.reading.errors import CellRefused, Unreadable
from wuhan_smes.exchange.reading.headers import Proposal
from wuhan_smes.exchange.reading.lines import money_unit
from wuhan_smes.exchange.reading.spec import FieldSpec, Spec
from wuhan_smes.exchange.reading.tables import Table
from wuhan_smes.exchange.reading.values import PLATFORM_TYPES, Context, Parse
from wuhan_smes.exchange.reading.values.numbers import MONEY
from wuhan_smes.exchange.reading.values.words import option_key

# The answer to "in which unit is this amount?" goes by the field's name and this.
UNIT: Final = ".unit"


class Binder:
    """The fields of one spec with their parsers, ready to be laid on tables."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.names = {one.name for one in spec.fields}
        self.parsers: dict[str, Parse] = dict(PLATFORM_TYPES)
        for name, path in spec.parsers.items():
            module, _, function = path.partition(":")
            self.parsers[name] = adapted(getattr(import_module(module), function), as_code)
        # By sheet: the line of the table a person confirmed, and what its headers mean since.
        self._confirmed: dict[int, tuple[int, dict[str, str]]] = {}

    def proposals(self, table: Table) -> list[Proposal]:
        """What each column is: confirmed for the sheet, remembered of such headers, proposed."""
        own = table.proposals()
        if table.page.keyed:
            self._require_known_keys(table, own)
        if (confirmed := self.spec.columns.get(table.page.index)) is not None:
            return self._by_person(table, own, confirmed)
        if (remembered := self.spec.remembered.get(table.block.fingerprint)) is not None:
            return self._told(own, remembered, "remembered")
        return own

    def columns(self, table: Table) -> list[ValueColumn]:
        """The columns to be read. Raises Unreadable when two columns are the same field."""
        fields = [one.field for one in self.proposals(table)]
        if twice := {name for name in fields if name and fields.count(name) > 1}:
            label = self.spec.field(min(twice)).label
            raise Unreadable("mapped_twice", f"有两列都对应“{label}”，请在列对应中只保留一列")
        return [
            self._column(index, self.spec.field(name), self.unit(table, index, name), table)
            for index, name in enumerate(fields)
            if name
        ]

    def leaves_out(self, table: Table) -> bool:
        """Whether a person said of every column of the sheet that it is none of ours."""
        told = self.spec.columns.get(table.page.index)
        return told is not None and not any(told.values())

    def unit(self, table: Table, index: int, name: str) -> str:
        """The unit of a column: its header's; for money the sheet's, or the one a person said."""
        field, unit = self.spec.field(name), table.block.unit(index)
        if unit or not (field.type == "money" or field.unit in MONEY):
            return unit
        said = money_unit(table.notes) or self.spec.answers.get(name + UNIT, "")
        return said or ("元" if table.page.keyed else "")

    def constants(self, table: Table, section: str) -> list[str]:
        """Values that an answer for the whole file, or the section, gives to every row."""
        said = dict(self.spec.answers)
        for key, values in self.spec.sections.items():
            if key in section:
                said.update(values)
        open_names = self.names - {one.field for one in self.proposals(table)}
        try:
            pieces = [self.constant(name, said[name]) for name in said if name in open_names]
        except CellRefused as refused:
            raise Unreadable("answer", f"整表说明有误：{refused.detail}") from refused
        return [piece for piece in pieces if piece]

    def constant(self, name: str, text: str) -> str:
        """The piece of JSON for a value said once. Raises CellRefused."""
        unit = self.spec.answers.get(name + UNIT, "")
        return self._column(-1, self.spec.field(name), unit, None).read(text)

    def missing(self, table: Table) -> list[FieldSpec]:
        """Required fields that neither a column nor an answer nor a section can give."""
        known = self._told_by(table)
        for values in self.spec.sections.values():
            known.update(values)
        return [one for one in self.spec.fields if one.required and one.name not in known]

    def nameless(self, table: Table) -> list[FieldSpec]:
        """The fields of which one must say whom a row is about, where none does."""
        if self._told_by(table) & set(self.spec.identity):
            return []
        return [self.spec.field(name) for name in self.spec.identity]

    def _told_by(self, table: Table) -> set[str]:
        return {one.field for one in self.proposals(table)} | set(self.spec.answers)

    def _column(self, index: int, field: FieldSpec, unit: str, table: Table | None) -> ValueColumn:
        context = Context(
            field=field.name,
            label=field.label,
            unit=unit,
            target=field.unit,
            options=_options(field),
            labels=_first_labels(field),
            since_1904=table is not None and table.page.since_1904,
        )
        parse = self.parsers[field.type]
        return ValueColumn(index, field, parse, context, self.spec.limits.cell_characters)

    def _require_known_keys(self, table: Table, own: list[Proposal]) -> None:
        """An interface takes no fields it does not know."""
        unknown = [table.block.text(at) for at, one in enumerate(own) if not one.field]
        if unknown:
            known = "、".join(one.name for one in self.spec.fields)
            raise Unreadable("unknown_field", f"没有字段“{unknown[0]}”，可用字段：{known}")

    def _by_person(
        self, table: Table, own: list[Proposal], confirmed: Mapping[int, str]
    ) -> list[Proposal]:
        """A person confirmed the first table of the sheet; later ones go by its headers."""
        texts = [table.block.text(index) for index in range(len(own))]
        told = self._told(own, confirmed, "confirmed")
        meanings = {text: one.field for text, one in zip(texts, told, strict=True) if text}
        line, known = self._confirmed.setdefault(table.page.index, (table.header_line, meanings))
        if line == table.header_line:
            return told
        return [
            Proposal(known[text], "confirmed") if text in known else one
            for text, one in zip(texts, own, strict=True)
        ]

    def _told(self, own: list[Proposal], told: Mapping[int, str], how: str) -> list[Proposal]:
        """What was said of each column; where nothing was said, a column is left out."""
        fields = [told.get(index, "") for index in range(len(own))]
        return [Proposal(name if name in self.names else "", how) for name in fields]


def _first_labels(field: FieldSpec) -> tuple[str, ...]:
    """One label of each option, for a sentence that says what may be written."""
    firsts: dict[str, str] = {}
    for label, code in field.options.items():
        firsts.setdefault(code, label)
    return tuple(firsts.values())


def _options(field: FieldSpec) -> dict[str, str]:
    """Labels as people spell them, and codes themselves, to codes."""
    by_code = {option_key(code): code for code in field.options.values()}
    by_label = {option_key(label): code for label, code in field.options.items()}
    return {**by_code, **by_label}
