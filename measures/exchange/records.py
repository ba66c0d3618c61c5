"""Lists of typed records: the columns of each follow from its model."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprises.exchange.dated import enterprise_of
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.words import units
from measures.actions import records
from measures.actions.records import Told, faults_of, standing
from measures.models import EnterpriseRecord, Record, kinds
from measures.queries.record_owners import kept_reach
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace
from wuhan_smes.exchange.kinds import kinds as lists
from wuhan_smes.many_rows import among

if TYPE_CHECKING:
    Column = models.Field[Any, Any]
    Words = ArrayField[Any, Any]

PREFIX: Final = "record-"
UNIT: Final = "district"
# Columns whose common names mean something else in other lists.
NAMES: Final[Mapping[str, str]] = {"note": "remark"}


def field_of(column: "Column") -> Field:
    """A column of the model as a column of a list."""
    label = str(column.verbose_name).partition("（")[0]
    name = NAMES.get(column.name, f"record_{column.name}")
    needed = not column.blank and not column.has_default()
    if column.choices:
        labels = {str(shown): str(value) for value, shown in column.flatchoices}
        return Field(name, label, "choice", required=needed, options=lambda _: labels)
    return Field(name, label, _type(column), required=needed)


def _type(column: "Column") -> str:
    if isinstance(column, models.BooleanField):
        return "boolean"
    if isinstance(column, models.DateField):
        return "date"
    if isinstance(column, models.DecimalField):
        return "money" if "（元）" in str(column.verbose_name) else "decimal"
    return "integer" if isinstance(column, models.IntegerField) else "text"


class RecordList:
    """How lists of one kind are decided, applied and taken back."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model
        self.code = model.told.code
        self.columns = {field_of(it).name: it for it in model.columns()}
        self.of_enterprise = issubclass(model, EnterpriseRecord)

    def kind(self) -> Kind:
        """The declaration the engine works by."""
        own = [field_of(column) for column in self.model.columns()]
        unit = Field(UNIT, "管理单位", "choice", options=units, help_text="空白为导入单位")
        return Kind(
            name=f"{PREFIX}{self.code}",
            title=f"台账：{self.model._meta.verbose_name}",
            purpose=f"{self.model.told.about}；编号已登记的按表更新，空白不改",
            capability=Capability.RECORD_EDIT,
            fields=own if self.of_enterprise else [unit, *own],
            decide=self.decide,
            apply=self.apply,
            undo=self.undo,
            touched=self.touched,
            subject=enterprise if self.of_enterprise else None,
            parsers=PARSERS if self.of_enterprise else {},
        )

    def decide(self, rows: Sequence[Row], context: Context) -> Iterator[Decision]:
        told = self._told(rows, context)
        known = standing(self.model, told)
        reach = kept_reach(self.model, context.access.reach(Capability.RECORD_EDIT))
        for it in told:
            before = known.get(it.key)
            faults = [
                Fault(field_of(self._column(f.field)).name if f.field else "", f.code, f.detail)
                for f in faults_of(self.model, it.said, before)
            ]
            if it.jurisdiction_id is not None and not reach.covers(it.jurisdiction_id):
                faults.append(Fault(UNIT, "out_of_reach", "只能登记本单位的台账"))
            if faults:
                yield Decision.refused(*faults)
                continue
            changes = self._changes(it, before)
            if not changes and before is not None and before.struck_at is None:
                yield Decision(Verdict.UNCHANGED, thread=it.key[1])
            else:
                verdict = Verdict.NEW if before is None else Verdict.CHANGED
                yield Decision(verdict, changes, thread=it.key[1])

    def apply(self, rows: Sequence[Row], context: Context) -> Iterator[Trace]:
        told = self._told(rows, context)
        before = {
            it.key: self._changes(it, row)
            for it, row in zip(
                told, map(standing(self.model, told).get, (t.key for t in told)), strict=True
            )
        }
        done = records.record_set(self.code, told, access=context.access, at=context.at)
        for row, it, made in zip(rows, told, done, strict=True):
            if made is not None:
                changes = before[it.key]
                yield Trace(
                    row.id,
                    self.model._meta.db_table,
                    made.row.pk,
                    Operation.ADDED if made.is_new else Operation.UPDATED,
                    it.enterprise_id,
                    it.key[1],
                    list(changes),
                    {
                        name: _plain(made.before.get(c.name))
                        for name, c in self.columns.items()
                        if c.name in made.after
                    },
                    {
                        name: _plain(made.after[c.name])
                        for name, c in self.columns.items()
                        if c.name in made.after
                    },
                )

    def undo(self, traces: Sequence[Trace], context: Context) -> None:
        """What the list added is struck off; what it changed is told as before."""
        added = {it.target_id for it in traces if it.operation == Operation.ADDED}
        if added:
            reason = f"撤回{context.source}"[:200]
            records.strike_set(
                self.code, added, access=context.access, at=context.at, reason=reason
            )
        changed = [it for it in traces if it.operation == Operation.UPDATED]
        rows = self.model.objects.filter(among("pk", {it.target_id for it in changed}))
        by_id = {row.pk: row for row in rows}
        again = [
            Told(
                {"number": by_id[it.target_id].number, **self._typed(it.before)},
                it.subject_id,
                None if self.of_enterprise else by_id[it.target_id].jurisdiction_id,
            )
            for it in changed
            if it.target_id not in added
        ]
        if again:
            records.record_set(self.code, again, access=context.access, at=context.at)

    def touched(self, traces: Sequence[Trace]) -> dict[int, str]:
        wanted = {it.target_id for it in traces}
        rows = {row.pk: row for row in self.model.objects.filter(among("pk", wanted))}
        found = {}
        for it in traces:
            row = rows.get(it.target_id)
            if row is None:
                found[it.row_id] = "企业已转由其他单位管理"
            elif row.struck_at is not None:
                found[it.row_id] = "记录已撤销"
            elif any(getattr(row, n) != v for n, v in self._typed(it.after).items()):
                found[it.row_id] = "记录已被修改"
        return found

    def _column(self, name: str) -> "Column":
        return next(it for it in self.columns.values() if it.name == name)

    def _told(self, rows: Sequence[Row], context: Context) -> list[Told]:
        """What each row tells; a cell left blank says nothing."""
        known = {}
        if not self.of_enterprise:
            known = dict(Jurisdiction.objects.values_list("code", "pk"))
        return [
            Told(
                self._typed({n: v for n, v in row.values.items() if v not in (None, "")}),
                enterprise_of(row) if self.of_enterprise else None,
                None
                if self.of_enterprise
                else known.get(row.values.get(UNIT, ""), context.jurisdiction_id),
                context.source_of(row)[:200],
            )
            for row in rows
        ]

    def _typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            column.name: _value(column, values[name])
            for name, column in self.columns.items()
            if name in values
        }

    def _changes(self, told: Told, before: Record | None) -> dict[str, list[str]]:
        return {
            name: [_shown(column, getattr(before, column.name, None)), _shown(column, value)]
            for name, column in self.columns.items()
            if column.name in told.said
            and (value := told.said[column.name]) != getattr(before, column.name, None)
        }


def _value(column: "Column", value: Any) -> Any:
    """A value as the model keeps it."""
    if value is None or value == "":
        return None if column.null else column.get_default() if column.has_default() else ""
    if isinstance(column, models.DateField) and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(column, models.DecimalField):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-(column.decimal_places or 0)))
    if isinstance(column, models.IntegerField):
        return int(value)
    if isinstance(column, ArrayField):
        return _words(column, value)
    if isinstance(column, models.CharField) and column.max_length and not column.choices:
        return str(value)[: column.max_length]
    return value


def _words(column: "Words", value: Any) -> list[str]:
    """Words of a vocabulary, parted by 、; one nobody knows stays and is refused."""
    if isinstance(value, list):
        return value
    codes = {str(shown): str(code) for code, shown in column.base_field.flatchoices}
    parts = [word.strip() for word in str(value).replace("，", "、").split("、")]
    return [codes.get(word, word) for word in parts if word]


def _plain(value: Any) -> Any:
    """A value as a trace keeps it."""
    return str(value) if isinstance(value, date | Decimal) else value


def _shown(column: "Column", value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        labels = dict(column.base_field.flatchoices)  # type: ignore[attr-defined] # an array of words
        return "、".join(str(labels.get(it, it)) for it in value)
    return str(dict(column.flatchoices).get(value, value))


lists.add(*(RecordList(model).kind() for model in kinds().values()))
