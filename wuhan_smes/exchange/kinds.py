"""What can be imported, by declaration: which columns, whose row it is, what a row means.

An app declares its kinds in its module `exchange`; the engine does the rest. A kind reads in
`decide`, which never writes, and writes in `apply`, which goes through one action made for sets.
Both get rows in portions of a few thousand, so that a million fit into little memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, SourceRank, Verdict

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a list can say of a row. `name` is its code in fixtures/reference/column_aliases.

    `type` is one of the platform's (reading/values) or of `Kind.parsers`; `options` map what
    people write to codes. `ask` makes it a question to the whole file when no column says it.
    `label` heads its column in the template and in every list exported for re-import.
    """

    name: str
    label: str
    type: str = "text"
    required: bool = False
    ask: bool = False
    options: Callable[[Reach], Options] | None = None
    help_text: str = ""
    example: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a portion of rows: who imports, when, from what, and the file's answers."""

    import_id: int
    access: Access
    at: datetime
    source: str
    rank: SourceRank
    jurisdiction_id: int
    answers: Mapping[str, Any] = field(default_factory=dict)

    def source_of(self, row: "Row") -> str:
        """What a fact says of where it came from: file, sheet and row, as people cite it."""
        return f"{self.source} 第{row.sheet + 1}表第{row.line}行"


@dataclass(slots=True)
class Row:
    """One row of a list: typed `values` of the fields it has (a field without value is absent).

    `subject_id` is the subject it was matched to; `chosen` is a person's word on a conflict.
    """

    id: int
    sheet: int
    line: int
    section: str
    values: dict[str, Any]
    subject_id: int | None
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a row would do. `changes` maps a field to [before, after] as people read them.

    `thread` tells values of one subject apart that do not contradict each other (a tier, a year):
    which source is believed is settled for each (subject, thread, field).
    """

    verdict: Verdict
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    thread: str = ""

    @classmethod
    def refused(cls, *faults: Fault) -> "Decision":
        return cls(Verdict.REFUSED, faults=faults)


@dataclass(frozen=True, slots=True)
class Trace:
    """What one row did to one row of a table, enough to know where a value comes from and to
    take it back: `before` and `after` are the columns changed.
    """

    row_id: int
    table: str
    target_id: int
    operation: Operation
    subject_id: int | None
    thread: str = ""
    fields: Sequence[str] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that a doubtful row may mean, with what a person compares."""

    subject_id: int
    score: int
    why: str
    shown: Mapping[str, str]


class Subject(Protocol):
    """What rows are about, e.g. an enterprise. Works in SQL over the staged rows, in the scope of
    whoever imports.
    """

    name: str
    label: str
    fields: Sequence[Field]

    def match(self, staged: str, matched: str, context: Context) -> None:
        """Fill table `matched` (sheet, line, subject_id, how, doubt, elsewhere) from `staged`
        (sheet, line, section, cells, values, faults): a row for each staged row that names one.
        `doubt` is why a person should look (empty: certain), `elsewhere` that it is another unit's.
        """

    def candidates(self, values: Mapping[str, Any], context: Context) -> list[Candidate]:
        """Whom a doubtful row may mean, best first, within reach."""

    def find(self, text: str, context: Context) -> list[Candidate]:
        """Whom a person looks for by a few words, within reach. Raises InputRefused for too few."""

    def key_of(self, values: Mapping[str, Any]) -> str:
        """What a choice is remembered by; empty when the row has nothing to remember."""

    def shown(self, ids: Iterable[int], context: Context) -> dict[int, Mapping[str, str]]:
        """What a person compares of each subject within reach."""


class Decide(Protocol):
    def __call__(self, rows: Sequence[Row], context: Context) -> Iterator[Decision]: ...


class Apply(Protocol):
    def __call__(self, rows: Sequence[Row], context: Context) -> Iterator[Trace]: ...


class Undo(Protocol):
    def __call__(self, traces: Sequence[Trace], context: Context) -> None: ...


class Touched(Protocol):
    def __call__(self, traces: Sequence[Trace]) -> dict[int, str]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list.

    `decide` says of each row what it would do; `apply` does it and tells each row it touched;
    `touched` names the rows (by `Trace.row_id`) that somebody changed since and says how;
    `undo` takes the rest back. `transfer` turns rows of other units' subjects into requests.
    `creates`: a row whose subject is unknown is a new subject, not a doubt.
    """

    name: str
    title: str
    purpose: str
    capability: Capability
    fields: Sequence[Field]
    decide: Decide
    apply: Apply
    undo: Undo
    touched: Touched
    subject: Subject | None = None
    creates: bool = False
    transfer: Apply | None = None
    rank: SourceRank = SourceRank.DISTRICT
    parsers: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def all_fields(self) -> list[Field]:
        """The subject's fields, then the kind's own; one named twice is the kind's."""
        own = {it.name: it for it in self.fields}
        of_subject = self.subject.fields if self.subject else ()
        return [*(it for it in of_subject if it.name not in own), *self.fields]

    def field(self, name: str) -> Field:
        return next(it for it in self.all_fields if it.name == name)


class Register:
    """Every kind the product knows; apps add theirs when Django is ready."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def add(self, *kinds: Kind) -> None:
        for kind in kinds:
            if kind.name in self._kinds:
                raise ValueError(f"import kind {kind.name} is declared twice")
            self._kinds[kind.name] = kind

    def get(self, name: str) -> Kind:
        """One kind. Raises InputRefused for an unknown name."""
        try:
            return self._kinds[name]
        except KeyError:
            known = "、".join(self._kinds)
            detail = f"没有导入类型“{name}”，可用：{known}"
            raise InputRefused(Fault("kind", "unknown_kind", detail)) from None

    def open_to(self, access: Access) -> list[Kind]:
        return [kind for kind in self._kinds.values() if access.holds(kind.capability)]

    def all(self) -> list[Kind]:
        return list(self._kinds.values())


kinds: Final = Register()
