"""Every list can be taken out: it declares its export, or stands here with the reason why not."""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from django.contrib import admin

from tests.architecture.source import files, shown, tree
from tests.architecture.test_doors import views
from wuhan_smes.reporting.lists import ListExport
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.reporting.viewsets import ExportedViewSet

# Lists of the API without a file, and why.
LISTS_WITHOUT: Final = {
    "MeViewSet": "one object, the caller himself",
    "TokenViewSet": "a handful of one's own keys",
    "SessionViewSet": "a handful of one's own sessions",
    "TierCountViewSet": "a statistic: the report tier-table is its file",
    "TierFlowViewSet": "a statistic: the report tier-flows is its file",
    "ImportKindViewSet": "declarations; the blank form of each is its file",
    "ReportViewSet": "declarations; each report is its own file",
    "NamedViewViewSet": "a handful of lists under names; each is its own file",
    "SheetFormViewSet": "a handful of templates; each filled one is its own file",
    "ServiceIndexViewSet": "a statistic: the report service-index is its file",
    "TargetProgressViewSet": "a statistic: the report promised-targets is its file",
    "TicketBasisViewSet": "one setting and the rules that follow from it",
    "TicketStatsViewSet": "a statistic: the report ticket-assessment is its file",
    "DutyDeskViewSet": "one unit's quarter; commitments and progress are taken out themselves",
    "RecalculationViewSet": "a preview of what an order would do",
    "LoadViewSet": "a statistic; the list of prospects is taken out itself",
    "RuleChangeViewSet": "a question about two standards, answered in figures",
    "TierTrendViewSet": "a statistic, drawn on the board",
    "TrendViewSet": "a statistic: the report monitoring-trends is its file",
    "VisitCountViewSet": "a statistic: the report service-table is its file",
    "VisitCoverageViewSet": "a statistic of what is due today",
    "VisitDueViewSet": "one's day's work; care itself is taken out as the list of assignments",
    "VisitSignViewSet": "signs for a person to look at, each with its visit",
    "VisitCardViewSet": "what a telephone keeps of one's own enterprises",
    "ConversionViewSet": "a statistic: the report cultivation-conversion is its file",
    "CompletenessViewSet": "a statistic: the report indicator-completeness is its file",
    "EffectViewSet": "a statistic: the report measure-effect is its file",
    "EnterpriseEntitlementViewSet": "one enterprise alone; entitlements are a list of their own",
    "RecordKindViewSet": "declarations of the kinds of records",
    "RecordViewSet": "one address for all kinds: the page of each kind is its file",
    "RecordCountViewSet": "a statistic; the records behind it are taken out from their page",
    "StationCountViewSet": "a statistic; the list of stations is taken out with its counts",
}
# Pages that page through rows without a file, and why.
PAGES_WITHOUT: Final = {
    "JobsPage": "what one ordered oneself; the list of jobs is taken out from the API",
    "ImportPage": "rows of one file; those that want a person are its workbook of questions",
    "DisbursementPage": "one batch; its lines are taken out as its annex",
    "BatchPage": "one batch; its lines are taken out from the API, cut by the batch",
    "DrawPage": "one draw; its rows are taken out from the API, cut by the draw",
    "MyReportsPage": "what is still to be asked for; reports are taken out from their own list",
    "NoticesPage": "what one was told oneself; tickets are taken out from their own list",
    "ReportsPage": "what was made for one's units; reports are taken out from the API",
    "ViewPage": "a list under a name: its own address gives the file",
    "ExportsPage": "what one took out oneself; the book of exports is taken out from the API",
}
SCREENS_WITHOUT: Final[dict[str, str]] = {}


def list_viewsets() -> set[type[Any]]:
    """Every viewset that answers GET on a list."""
    return {view.cls for view in views() if getattr(view, "actions", {}).get("get") == "list"}


def paging_classes() -> Iterator[str]:
    """Every class of a page that calls listing()."""
    for path in files():
        if "pages" in shown(path):
            for node in tree(path).body:
                if isinstance(node, ast.ClassDef) and "listing(" in ast.unparse(node):
                    yield f"{shown(path).removesuffix('.py').replace('/', '.')}:{node.name}"


def test_every_list_of_the_api_can_be_taken_out() -> None:
    without = {
        viewset.__name__
        for viewset in list_viewsets()
        if not (issubclass(viewset, ExportedViewSet) and isinstance(viewset.exports, ListExport))
    }

    assert without - set(LISTS_WITHOUT) == set()


def test_every_page_of_a_list_can_be_taken_out() -> None:
    found = {name.partition(":")[2]: name.partition(":")[0] for name in paging_classes()}
    without = {
        name
        for name, module in found.items()
        if not issubclass(getattr(import_module(module), name), ExportedPage)
    }

    assert without - set(PAGES_WITHOUT) == set()


def test_every_admin_list_can_be_taken_out() -> None:
    without = {
        type(screen).__name__
        for screen in admin.site._registry.values()
        if not isinstance(screen, ExportedAdmin)
    }

    assert without - set(SCREENS_WITHOUT) == set()


def test_the_lists_of_exceptions_are_not_longer_than_needed() -> None:
    known = {viewset.__name__ for viewset in list_viewsets()}
    pages = {name.partition(":")[2] for name in paging_classes()}

    assert set(LISTS_WITHOUT) - known == set()
    assert set(PAGES_WITHOUT) - pages == set()


def test_no_two_lists_share_a_name_and_no_list_heads_two_columns_alike() -> None:
    exports = {
        id(it): it
        for it in (
            *(v.exports for v in list_viewsets() if issubclass(v, ExportedViewSet)),
            *(s.exports for s in admin.site._registry.values() if isinstance(s, ExportedAdmin)),
        )
    }
    names = [it.name for it in exports.values()]
    headed_alike = [
        it.name
        for it in exports.values()
        if len({column.label for column in it.columns}) < len(it.columns)
    ]

    assert sorted(names) == sorted(set(names))
    assert headed_alike == []
