"""Lists that say what holds of enterprises: compared with what is known, written as facts are,
taken back as facts are. A kind of list says only what its rows mean.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Generic, TypeVar

from django.db.models import TextChoices
from django.utils import timezone

from enterprises.actions.fact_lists import Saying, holding
from enterprises.actions.facts import Replaced, facts_of
from enterprises.actions.taking_back import take_back
from enterprises.choices import EnterpriseStatus
from enterprises.models import DatedFact, Enterprise
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Options, Row, Trace
from wuhan_smes.exchange.models import Provenance
from wuhan_smes.many_rows import among

D = TypeVar("D", bound=DatedFact)
YES_NO: Final = {True: "是", False: "否"}


class DatedLists(ABC, Generic[D]):
    """How lists about one kind of fact are decided, applied and undone.

    `columns` leads from the columns compared to the fields of the list; `of_active`: rows of
    enterprises that are not in business are refused.
    """

    model: type[D]
    columns: Mapping[str, str]
    of_active: bool = True

    @abstractmethod
    def said(self, row: Row, context: Context, known: Any) -> Saying:
        """What one row says. Raises InputRefused for what it cannot say."""

    @abstractmethod
    def write(self, sayings: Sequence[Saying], context: Context) -> Sequence[Replaced[D] | None]:
        """The action made for sets."""

    def looked_up(self, rows: Sequence[Row], context: Context) -> Any:
        """What the rows of a portion name, asked for at once; handed to `said` and `shown`."""
        return None

    def thread(self, saying: Saying) -> str:
        """What tells values of one enterprise apart that do not contradict each other."""
        return " ".join(str(value) for value in saying.key.values())

    def faults(self, saying: Saying, before: D | None) -> Iterable[Fault]:
        """What speaks against a saying besides its own words."""
        return ()

    def shown(self, column: str, value: Any, known: Any) -> str:
        """A value as people read it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return YES_NO[value]
        choices = dict(getattr(self.model._meta.get_field(column), "flatchoices", ()))
        return str(choices.get(value, value))

    def decide(self, rows: Sequence[Row], context: Context) -> Iterator[Decision]:
        known = self.looked_up(rows, context)
        sayings = self._sayings(rows, context, known)
        clear = [it for it in sayings if isinstance(it, Saying)]
        before = dict(zip(map(id, clear), self._holding(clear), strict=True))
        idle = self._idle(clear)
        for it in sayings:
            if isinstance(it, Decision):
                yield it
            elif it.enterprise_id in idle:
                label = EnterpriseStatus(idle[it.enterprise_id]).label
                yield Decision.refused(Fault("", "not_active", f"企业{label}，须先恢复在营"))
            else:
                yield self._decision(it, before[id(it)], known)

    def apply(self, rows: Sequence[Row], context: Context) -> Iterator[Trace]:
        known = self.looked_up(rows, context)
        sayings = self._sayings(rows, context, known)
        for it in sayings:
            if isinstance(it, Decision):
                raise InputRefused(*it.faults)
        pairs = [(row, it) for row, it in zip(rows, sayings, strict=True) if isinstance(it, Saying)]
        told = [it for _, it in pairs]
        held = self._holding(told)
        written = self.write(told, context)
        for (row, it), before, done in zip(pairs, held, written, strict=True):
            if done is not None:
                yield from self._traces(row, it, self._changes(it, before, known), done)

    def undo(self, traces: Sequence[Trace], context: Context) -> None:
        """What the list did to one row more than once is taken back as a whole."""
        ours = Provenance.objects.filter(of_id=context.import_id, table=self.table)
        ids = {it.target_id for it in traces}
        operations = ours.filter(among("target_id", ids)).values_list("target_id", "operation")
        both = {pk for pk, operation in operations if operation == Operation.ADDED} & {
            pk for pk, operation in operations if operation == Operation.SUPERSEDED
        }
        targets = {op: [t.target_id for t in traces if t.operation == op] for op in Operation}
        self.take_back(
            context,
            added=set(targets[Operation.ADDED]) - both,
            superseded=set(targets[Operation.SUPERSEDED]) - both,
        )

    def take_back(self, context: Context, *, added: set[int], superseded: set[int]) -> None:
        take_back(
            self.model, access=context.access, at=context.at, added=added, superseded=superseded
        )

    def touched(self, traces: Sequence[Trace]) -> dict[int, str]:
        """Rows whose facts somebody superseded since, or that left with their enterprise."""
        return facts_touched(self.model, traces)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def _sayings(
        self, rows: Sequence[Row], context: Context, known: Any
    ) -> list[Saying | Decision]:
        found: list[Saying | Decision] = []
        for row in rows:
            try:
                found.append(self.said(row, context, known))
            except InputRefused as refusal:
                found.append(Decision.refused(*refusal.faults))
        return found

    def _holding(self, sayings: Sequence[Saying]) -> list[D | None]:
        return holding(self.model, sayings)

    def _idle(self, sayings: Iterable[Saying]) -> dict[int, str]:
        """Enterprises spoken of that are not in business, with what they are."""
        if not self.of_active:
            return {}
        ids = {it.enterprise_id for it in sayings}
        rows = Enterprise.objects.filter(among("pk", ids)).exclude(status=EnterpriseStatus.ACTIVE)
        return dict(rows.values_list("pk", "status"))

    def _decision(self, saying: Saying, before: D | None, known: Any) -> Decision:
        if faults := list(self.faults(saying, before)):
            return Decision.refused(*faults)
        changes = self._changes(saying, before, known)
        verdict = Verdict.UNCHANGED
        if changes:
            verdict = Verdict.CHANGED if before is not None else Verdict.NEW
        return Decision(verdict, changes, thread=self.thread(saying))

    def _changes(self, saying: Saying, before: D | None, known: Any) -> dict[str, list[str]]:
        """Fields whose value differs from what holds, as people read them."""
        return {
            field: [
                self.shown(column, was, known),
                self.shown(column, saying.values[column], known),
            ]
            for column, field in self.columns.items()
            if column in saying.values
            and (was := getattr(before, column, None)) != saying.values[column]
            and not (was is None and saying.values[column] == "")
        }

    def _traces(
        self, row: Row, saying: Saying, changes: Mapping[str, Sequence[str]], done: Replaced[D]
    ) -> Iterator[Trace]:
        """What was superseded first, so that taking back, which goes backwards, ends with it."""
        about = (row.id, self.table)
        for gone in done.gone:
            yield Trace(*about, gone.pk, Operation.SUPERSEDED, saying.enterprise_id)
        for new in done.added:
            if saying.on in new.during:
                yield Trace(
                    *about,
                    new.pk,
                    Operation.ADDED,
                    saying.enterprise_id,
                    self.thread(saying),
                    list(changes),
                    {name: pair[0] for name, pair in changes.items()},
                    {name: pair[1] for name, pair in changes.items()},
                )
            else:
                yield Trace(*about, new.pk, Operation.ADDED, saying.enterprise_id)


def facts_touched(model: type[D], traces: Sequence[Trace]) -> dict[int, str]:
    """Rows whose facts somebody superseded since, or that left with their enterprise."""
    added = {it.target_id: it.row_id for it in traces if it.operation == Operation.ADDED}
    since = dict(facts_of(model).filter(among("pk", added)).values_list("pk", "superseded_at"))
    replaced = _replaced_by_their_own(model, (pk for pk, moment in since.items() if moment))
    found = {}
    for pk, row_id in added.items():
        if pk not in since:
            found[row_id] = "企业已转由其他单位管理"
        elif (moment := since[pk]) is not None and pk not in replaced:
            found[row_id] = f"{timezone.localtime(moment):%Y-%m-%d %H:%M} 又被更改"
    return found


def _replaced_by_their_own(model: type[DatedFact], ids: Iterable[int]) -> set[int]:
    """Rows that the import which added them superseded itself."""
    mine = Provenance.objects.filter(among("target_id", ids), table=model._meta.db_table)
    pairs = list(mine.values_list("target_id", "of_id", "operation"))
    gone = {(pk, of) for pk, of, operation in pairs if operation == Operation.SUPERSEDED}
    return {pk for pk, of, operation in pairs if operation == Operation.ADDED and (pk, of) in gone}


def day_of(row: Row, name: str, context: Context) -> date:
    """The day a row names; today where it names none. Refuses tomorrow."""
    today = timezone.localdate(context.at)
    text = row.values.get(name)
    day = date.fromisoformat(text) if text else today
    if day > today:
        raise InputRefused(Fault(name, "in_the_future", "日期不能晚于今天"))
    return day


def enterprise_of(row: Row) -> int:
    """The enterprise a row was matched to."""
    if row.subject_id is None:
        raise InputRefused(Fault("", "not_found", "企业名录中没有找到，请选择对应的企业"))
    return row.subject_id


def labels(words: type[TextChoices]) -> Options:
    """The words of a vocabulary as people write them, each leading to its code."""
    return {str(label): code for code, label in words.choices}
