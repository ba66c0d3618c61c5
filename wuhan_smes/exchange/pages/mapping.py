"""Which field each column is, and what the file leaves open: confirmed by a person, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.actions import mapping
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.kinds import Field, Kind
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.pages.reached import OfImport
from wuhan_smes.exchange.reading.books import HIDDEN_SHEETS, READ_OR_NOT
from wuhan_smes.exchange.shown.headers import numbering, teachable
from wuhan_smes.exchange.shown.imports import kind_of
from wuhan_smes.exchange.shown.layout import (
    Question,
    hidden_sheets_of,
    questions_of,
    reads_hidden,
    tables_of,
)
from wuhan_smes.exchange.shown.veil import veiled
from wuhan_smes.exchange.shown.words import Words
from wuhan_smes.web.pages import Crumb

MOST_OFFERED: Final = 200
ANSWER: Final = "answer-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the whole file as a form shows it; with `options` one is chosen."""

    question: Question
    options: Sequence[tuple[str, str]]
    hint: str


class ColumnsPage(OfImport):
    """The columns of a file that was checked already, to be set right and checked again."""

    template_name = "exchange/columns.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        own = Crumb(self.import_.number, self.address)
        return [Crumb("导入", reverse("imports")), own, Crumb("列对应")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.import_.state != ImportState.CHECKED or self.import_.step:
            return self.back()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        columns = chosen_columns(self.import_, request)

        def confirm() -> object:
            return mapping.confirm(
                self.import_.pk,
                access=self.access,
                at=timezone.now(),
                columns=columns,
                answers=answers(request),
                expected_version=self.version_seen(),
            )

        if self.do(confirm, "列已确认，正在检查"):
            self._remember(columns)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**mapping_context(self.import_, self.access), **kwargs)

    def _remember(self, columns: dict[str, dict[str, str]]) -> None:
        """Teach the product the headers the person marked; one already known is no matter."""
        for table in tables_of(self.import_):
            for header in table.headers:
                field = columns.get(str(table.sheet), {}).get(str(header.index), "")
                if field and header.remember_name in self.request.POST:
                    self._add_alias(field, header.text)

    def _add_alias(self, field: str, text: str) -> None:
        try:
            mapping.add_alias(
                access=self.access,
                at=timezone.now(),
                kind=self.import_.kind,
                field=field,
                alias=text,
            )
        except ActionRefused as refusal:
            messages.info(self.request, refusal.message)


def mapping_context(import_: Import, access: Access) -> dict[str, Any]:
    """What the form of columns shows."""
    kind = kind_of(import_)
    fields = kind.all_fields if kind else []
    named = {it.name: it for it in fields}
    tables = tables_of(import_)
    read = [table for table in tables if not table.hidden or reads_hidden(import_)]
    taken = {header.field for table in read for header in table.headers}
    questions = _open_questions(import_, fields, taken)
    asked = {question.field for question in questions}
    numbers = numbering(tables, import_.jurisdiction_id)
    words = Words.of(import_, access)
    return {
        "tables": [veiled(table, words) for table in tables],
        "numbers": numbers,
        "teachable": teachable(tables, kind, import_.jurisdiction_id, besides=numbers),
        "hidden": hidden_sheets_of(import_),
        "fields": fields,
        "labels": {name: it.label for name, it in named.items()},
        "asked": [_asked(question, named, access) for question in questions],
        "missing": _missing(kind, taken | asked),
    }


def _missing(kind: Kind | None, told: Collection[str]) -> list[str]:
    """What a column must still be chosen for; of the words for whom a row is about, one will do."""
    if kind is None:
        return []
    found = [it.label for it in kind.all_fields if it.required and it.name not in told]
    names = kind.subject.fields if kind.subject else ()
    if names and not any(it.required or it.name in told for it in names):
        found.append("或".join(it.label for it in names))
    return found


def chosen_columns(import_: Import, request: HttpRequest) -> dict[str, dict[str, str]]:
    """By sheet and column the field chosen; of a sheet left out, none."""
    columns: dict[str, dict[str, str]] = {}
    for table in tables_of(import_):
        left_out = f"skip-{table.sheet}" in request.POST
        columns[str(table.sheet)] = {
            str(header.index): "" if left_out else request.POST.get(header.input_name, "")
            for header in table.headers
        }
    return columns


def answers(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(ANSWER): str(value).strip()
        for name, value in request.POST.items()
        if name.startswith(ANSWER)
    }


def _open_questions(import_: Import, fields: Sequence[Field], taken: set[str]) -> list[Question]:
    """What the reader asks and what a column said no longer; a column that must be there is not
    a question.
    """
    must = {it.name for it in fields if it.required and not it.ask}
    found = [each for each in questions_of(import_) if each.field not in must]
    named = taken | {each.field for each in found}
    return found + [
        Question(it.name, it.label, it.help_text, str(import_.answers.get(it.name, "")))
        for it in fields
        if it.ask and it.name not in named
    ]


def _asked(question: Question, named: dict[str, Field], access: Access) -> Asked:
    if question.field == HIDDEN_SHEETS:
        return Asked(question, [(word, word) for word in READ_OR_NOT], question.why)
    field = named.get(question.field)
    if field is None or field.options is None:
        example = f"如 {field.example}" if field and field.example else ""
        return Asked(question, (), question.why or example)
    labels: dict[str, str] = {}
    for label, code in field.options(access.total_reach()).items():
        labels.setdefault(code, label)
    offered = [(label, label) for label in list(labels.values())[:MOST_OFFERED]]
    return Asked(question, offered, question.why)
