"""数字来源: the rows one figure of a report is made of."""

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.operations.pages.shown_rows import line_of
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Report, Rows, catalogue
from wuhan_smes.reporting.changes import why_changed
from wuhan_smes.reporting.door import address_of
from wuhan_smes.reporting.lists import Viewing
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.pages import ExportedPage, ListOfPage
from wuhan_smes.reporting.sources import Source
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

IN_ORDER: Final = {"pk": ("pk",)}
# What stands beyond is read in the file.
MOST_COLUMNS: Final = 8
NO_ROWS: Final = Fault("column", "unknown_option", "这一栏没有可以打开的明细")


class FigureSieve(forms.Form):
    """The choices of the report and the cell, as they stand in the address."""

    row = forms.CharField(label="行", required=False, max_length=80)
    column = forms.CharField(label="栏", required=False, max_length=80)

    def __init__(self, words: QueryDict, report: Report) -> None:
        chosen = {name: words.get(name, "") for name in ("row", "column")}
        today = timezone.localdate()
        self.choices = report.read({c.name: words.get(c.name, "") for c in report.choices}, today)
        super().__init__({**chosen, **self.choices})
        for choice in report.choices:
            self.fields[choice.name] = (
                forms.ChoiceField(label=choice.label, choices=list(choice.options.items()))
                if choice.options
                else forms.CharField(label=choice.label)
            )
        self.is_valid()


class FigurePage(ExportedPage):
    """The rows behind a cell, for who may make the report, cut to what he reaches."""

    capability = Capability.REGISTER_EXPORT
    title = "数字来源"
    template_name = "operations/reports/figure.html"
    orderings = IN_ORDER
    report: Report
    behind: Behind

    @classmethod
    def source(cls, name: str) -> Source:
        return ListOfPage(name, cls, {"name": name.partition("/")[2]})

    @property
    def reach(self) -> Reach:
        self._asked()
        return self.access.reach(self.exports.capability or self.report.capability)

    def crumbs(self) -> list[Crumb]:
        here = reverse("report", args=[self.report.name])
        return [
            Crumb("报表", reverse("reports")),
            Crumb(self.report.title, here),
            Crumb(self.title),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self._asked()
        return super().get(request, *args, **kwargs)

    def sieve(self) -> FigureSieve:
        return FigureSieve(self.request.GET, self.report)

    def rows(self, sieve: FigureSieve) -> Any:
        return self.behind.rows(self.access, sieve.choices, sieve.cleaned_data["row"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, words = self.sieve(), dict(self.request.GET.items())
        told = Viewing(self.access, self.reach, words, timezone.now(), self.rows(sieve))
        built = self.exports.built(told)
        page = listing(self.request, built.queryset, orderings=self.orderings)
        return super().get_context_data(
            page=page,
            report=self.report,
            said=self.report.told(sieve.choices),
            figure=self.behind.figure(self.access, sieve.choices, sieve.cleaned_data["row"]),
            unit=self.behind.unit if self.behind.adds else None,
            words=self.request.GET.urlencode(),
            cell=named(self.report, self.access, sieve),
            columns=built.columns[:MOST_COLUMNS],
            lines=[line_of(row, built.columns[:MOST_COLUMNS]) for row in page.rows],
            **kwargs,
        )

    def _asked(self) -> None:
        """Which report and which of its columns. Raises InputRefused where no rows stand behind."""
        self.report = catalogue.get(self.kwargs["name"])
        self.access.reach(self.report.capability)
        column = self.request.GET.get("column", "")
        if column not in self.report.behind:
            raise InputRefused(NO_ROWS)
        self.behind = self.report.behind[column]
        self.exports, self.url_name = self.behind.export, f"figure/{self.report.name}"


class ChangePage(ScopedPage):
    """Why a figure is another than a period before: each cause with what it adds, whom it is about,
    and its rows; as a page of its own, or below the rows of the figure.
    """

    capability = Capability.REGISTER_EXPORT
    title = "数字变化"
    template_name = "operations/reports/change.html"
    report: Report

    def crumbs(self) -> list[Crumb]:
        here = reverse("report", args=[self.report.name])
        return [
            Crumb("报表", reverse("reports")),
            Crumb(self.report.title, here),
            Crumb(self.title),
        ]

    def get_template_names(self) -> list[str]:
        bare = self.request.headers.get("HX-Request") == "true"
        return ["operations/reports/causes.html" if bare else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.report = catalogue.get(self.kwargs["name"])
        self.access.reach(self.report.capability)
        sieve = FigureSieve(self.request.GET, self.report)
        key, column = sieve.cleaned_data["row"], sieve.cleaned_data["column"]
        if column not in self.report.behind:
            raise InputRefused(NO_ROWS)
        changed = why_changed(self.report, self.access, sieve.choices, key, column)
        return super().get_context_data(
            report=self.report,
            said=self.report.told(sieve.choices),
            cell=named(self.report, self.access, sieve),
            changed=changed,
            causes=[(it, _address(it.rows)) for it in changed.parts] if changed else [],
            **kwargs,
        )


def _address(rows: Rows | None) -> str:
    return f"{address_of(rows.source)}?{urlencode(rows.words)}" if rows else ""


def named(report: Report, access: Access, sieve: FigureSieve) -> str:
    """Row and column of a cell in the words of the table."""
    sheet = report.built(access, sieve.choices, timezone.now())
    if isinstance(sheet, LongList):
        return ""
    key, column = sieve.cleaned_data["row"], sieve.cleaned_data["column"]
    columns = {it.key: it.label for it in sheet.columns}
    rows = dict(zip(sheet.keys, sheet.rows, strict=bool(sheet.keys)))
    row = str(rows[key][0]) if key in rows else sheet.total_label or "合计"
    return f"{row}，{columns.get(column, column)}"
