"""One table of the reference data: read what is there, decide row by row, write in sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Model

from wuhan_smes.corrections import has_version
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.operations.models import LoadedRow
from wuhan_smes.reference import Merge, ReferenceTable, Values, Verdict, merge, plain

BATCH: Final = 1000
Keys = dict[str, dict[str, int]]  # table → key → primary key


@dataclass(frozen=True, slots=True)
class RowReport:
    """What happened to one row. `took` and `kept` map a field to [in the database, in the file]."""

    table: str
    key: str
    verdict: Verdict
    row: Model | None = None
    took: Mapping[str, list[object]] = field(default_factory=dict)
    kept: Mapping[str, list[object]] = field(default_factory=dict)


class TableLoad:
    """Loads one table. `keys` knows the rows of the tables before it and learns this one's."""

    def __init__(
        self, table: ReferenceTable, wanted: dict[str, Values], keys: Keys, *, overwrite: bool
    ) -> None:
        self.table, self.wanted, self.keys, self.overwrite = table, wanted, keys, overwrite
        self.rows: dict[str, Model] = {}

    def run(self, *, at: datetime) -> list[RowReport]:
        self._read()
        last = dict(LoadedRow.objects.of_table(self.table.name).values_list("key", "said"))
        said = {key: self._plain(values) for key, values in self.wanted.items()}
        held = {key: self._held(key) for key in said}
        merges = {
            key: merge(said[key], last.get(key), held[key], overwrite=self.overwrite)
            for key in said
        }
        if self.table.final:
            self._refuse_changes(merges)
        self._insert([key for key, found in merges.items() if found.verdict is Verdict.NEW])
        self._update({key: found.take for key, found in merges.items() if found.take})
        self._remember({key: values for key, values in said.items() if last.get(key) != values}, at)
        return [
            *(self._report(key, found, said[key], held[key]) for key, found in merges.items()),
            *(
                RowReport(self.table.name, key, Verdict.VANISHED, self.rows[key])
                for key in last
                if key not in said and key in self.rows
            ),
        ]

    def _refuse_changes(self, merges: Mapping[str, Merge]) -> None:
        """A version that is there stays as it is: what differs must say so by its number."""
        for key, found in merges.items():
            if found.take or found.kept:
                told = "、".join((*found.take, *found.kept))
                raise self._refused(key, f"已载入且不可更改（{told} 与文件不同），请另起版本")

    def _read(self) -> None:
        """All rows by key: reference tables hold thousands, not millions."""
        names = {
            name: {pk: key for key, pk in self.keys[source].items()}
            for name, source in self.table.references.items()
            if source != self.table.name
        }
        self._key_by_pk = names
        for row in self.table.model._base_manager.all():
            values = {part: self._value(row, part) for part in self.table.key}
            self.rows[self.table.key_of(values)] = row
        self.keys[self.table.name] = {key: row.pk for key, row in self.rows.items()}
        own = {row.pk: key for key, row in self.rows.items()}
        for name, source in self.table.references.items():
            if source == self.table.name:
                names[name] = own

    def _value(self, row: Model, name: str) -> Any:
        if name in self.table.references:
            return self._key_by_pk[name].get(getattr(row, f"{name}_id"))
        return getattr(row, name)

    def _held(self, key: str) -> dict[str, object] | None:
        row = self.rows.get(key)
        if row is None:
            return None
        return {name: plain(self._value(row, name)) for name in self.wanted[key]}

    @staticmethod
    def _plain(values: Values) -> dict[str, object]:
        return {name: plain(value) for name, value in values.items()}

    def _insert(self, new: list[str]) -> None:
        """Parents before children: a row waits until what it points at is there."""
        own = [name for name, source in self.table.references.items() if source == self.table.name]
        known = self.keys[self.table.name]
        while new:
            waits = [
                key
                for key in new
                if any((parent := self.wanted[key][name]) and parent not in known for name in own)
            ]
            if len(waits) == len(new):
                raise self._refused(waits[0], "所指的上级不存在")
            ready = [key for key in new if key not in set(waits)]
            rows = [self._filled(self.table.model(), key, tuple(self.wanted[key])) for key in ready]
            self.table.model._base_manager.bulk_create(rows, batch_size=BATCH)
            for key, row in zip(ready, rows, strict=True):
                self.rows[key], known[key] = row, row.pk
            new = waits

    def _update(self, changes: Mapping[str, tuple[str, ...]]) -> None:
        if not changes:
            return
        rows = [self._filled(self.rows[key], key, names) for key, names in changes.items()]
        touched = {name for names in changes.values() for name in names}
        if has_version(self.table.model):
            touched.add("version")
            for row in rows:
                setattr(row, "version", F("version") + 1)  # noqa: B010 - not every model has one
        self.table.model._base_manager.bulk_update(rows, sorted(touched), batch_size=BATCH)

    def _filled(self, row: Model, key: str, names: tuple[str, ...]) -> Model:
        for name in names:
            value = self.wanted[key][name]
            if name in self.table.references:
                setattr(row, f"{name}_id", self._pointed_at(key, name, value))
            else:
                setattr(row, name, value)
        return row

    def _pointed_at(self, key: str, name: str, value: object) -> int | None:
        if value is None:
            return None
        try:
            return self.keys[self.table.references[name]][str(value)]
        except KeyError:
            raise self._refused(key, f"引用的“{value}”不存在") from None

    def _remember(self, said: Mapping[str, dict[str, object]], at: datetime) -> None:
        LoadedRow.objects.bulk_create(
            [
                LoadedRow(table=self.table.name, key=key, said=values, loaded_at=at)
                for key, values in said.items()
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["table", "key"],
            update_fields=["said", "loaded_at"],
        )

    def _report(
        self, key: str, found: Merge, said: Mapping[str, object], held: Mapping[str, object] | None
    ) -> RowReport:
        before = held or {}
        return RowReport(
            self.table.name,
            key,
            found.verdict,
            self.rows.get(key),
            {name: [before.get(name), said[name]] for name in found.take},
            {name: [before.get(name), said[name]] for name in found.kept},
        )

    def _refused(self, key: str, detail: str) -> InputRefused:
        return InputRefused(
            Fault(f"{self.table.name}:{key}", "reference", f"{self.table.name}“{key}”{detail}")
        )
