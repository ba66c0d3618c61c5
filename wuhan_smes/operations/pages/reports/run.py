"""One report: its table with every figure leading to its rows, its seal, its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.reporting.actions import reports
from wuhan_smes.reporting.catalogue import Cause, Rows, catalogue
from wuhan_smes.reporting.cells import NONE, Cell, Gap, as_text
from wuhan_smes.reporting.door import address_of
from wuhan_smes.reporting.layouts import layouts_of
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reading import readable, table_of
from wuhan_smes.reporting.reconciling import Explained, explained
from wuhan_smes.reporting.sheet import NUMBERS, Sheet
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

# More rows than this are read in the file.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it; `url` leads to the rows it counts."""

    label: str
    text: str
    url: str
    is_number: bool


class RunPage(ScopedPage):
    """The report as it was made. Refreshes while it is being made."""

    capability = Capability.REGISTER_EXPORT
    title = "报表"
    template_name = "operations/reports/run.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb(self.run.number)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.run = readable(self.kwargs["pk"], access=self.access)
        self.title = self.run.title
        sheet = table_of(self.run) if self.run.body is not None else None
        return super().get_context_data(
            run=self.run,
            sheet=sheet,
            rows=[] if sheet is None else _rows(self.run, sheet),
            total=[] if sheet is None or not sheet.total_label else _total(self.run, sheet),
            most_shown=MOST_SHOWN,
            layouts=[] if sheet is None else layouts_of(len(sheet.rows)),
            changed=[] if sheet is None else shown(self._explained(sheet)),
            successor=ReportRun.objects.filter(replaces=self.run).first(),
            may_seal=self.access.holds(Capability.REPORT_SEAL),
            **kwargs,
        )

    def _explained(self, sheet: Sheet) -> list[Explained]:
        """What this version says otherwise than the one before, and why."""
        if self.run.replaces_id is None:
            return []
        before = readable(self.run.replaces_id, access=self.access)
        until = self.run.known_at
        return explained(
            before, table_of(before), sheet, access=self.access, until=until, later=self.run
        )


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A cell that differs, as pages show it."""

    row: str
    column: str
    before: str
    after: str
    causes: Sequence[Cause]


def shown(found: Sequence[Explained]) -> list[ShownDifference]:
    return [
        ShownDifference(
            it.difference.row,
            it.difference.column,
            as_text(it.difference.before) or NONE,
            as_text(it.difference.after) or NONE,
            it.causes,
        )
        for it in found
    ]


def _rows(run: ReportRun, sheet: Sheet) -> list[list[ShownCell]]:
    report = catalogue.get(run.report)
    keys: Sequence[str] = sheet.keys or [""] * len(sheet.rows)
    return [
        [
            _shown(column.label, cell, column.kind, report.opened(run.params, key, column.key))
            for column, cell in zip(sheet.columns, row, strict=True)
        ]
        for key, row in zip(keys[:MOST_SHOWN], sheet.rows[:MOST_SHOWN], strict=True)
    ]


def _total(run: ReportRun, sheet: Sheet) -> list[ShownCell]:
    report = catalogue.get(run.report)
    key = report.total_key(run.params)
    return [
        _shown(
            column.label,
            cell,
            column.kind,
            report.opened(run.params, key, column.key) if key else None,
        )
        for column, cell in zip(sheet.columns, sheet.total_row(), strict=True)
    ]


def _shown(label: str, cell: Cell, kind: str, rows: Rows | None) -> ShownCell:
    is_number = kind in NUMBERS
    if isinstance(cell, Gap) or cell is None:
        return ShownCell(label, cell.said if cell else NONE, "", is_number)
    url = f"{address_of(rows.source)}?{urlencode(rows.words)}" if rows and cell else ""
    text = f"{cell:,}" if is_number and not isinstance(cell, str) else as_text(cell)
    return ShownCell(label, text, url, is_number)


class RunFile(ScopedPage):
    """The report's file, the same bytes each time."""

    capability = Capability.REGISTER_EXPORT
    title = "下载"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        layout = request.GET.get("layout", "")
        made = reports.fetch(
            self.kwargs["pk"], access=self.access, at=timezone.now(), layout=layout
        )
        return made.response()


class SealRun(ScopedPage):
    """The button 封存."""

    capability = Capability.REPORT_SEAL
    title = "封存报表"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = reports.seal(pk, access=self.access, at=timezone.now())
        messages.success(request, f"{run.number} 已封存，此后不再变化")
        return redirect("report-run", run.pk)


class CorrectionForm(forms.Form):
    """Why a sealed report is made again."""

    reason = forms.CharField(
        label="更正原因",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="原报表保持不变，更正另成一版，并列出逐格差异。",
    )


class CorrectRun(ScopedPage):
    """The next version of a sealed report, by the same choices and what is known now."""

    capability = Capability.REPORT_SEAL
    title = "更正报表"
    template_name = "operations/reports/correct.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        run = readable(self.kwargs["pk"], access=self.access)
        return [
            Crumb("报表", reverse("reports")),
            Crumb(run.number, reverse("report-run", args=[run.pk])),
            Crumb("更正"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CorrectionForm())
        run = readable(self.kwargs["pk"], access=self.access)
        return super().get_context_data(run=run, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run = readable(pk, access=self.access)
        form = CorrectionForm(request.POST)
        done = REFUSED
        if form.is_valid():
            done = attempt(
                form,
                lambda reason: reports.order(
                    run.report,
                    access=self.access,
                    at=timezone.now(),
                    words=run.params,
                    layout=run.layout,
                    replaces=run.pk,
                    reason=reason,
                ),
            )
        if not isinstance(done, ReportRun):
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, f"{done.number} 已提交，为第 {done.version} 版")
        return redirect("report-run", done.pk)
