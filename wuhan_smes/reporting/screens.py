"""The base of every admin list that can be taken out: the same rows by the same filters."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, QueryDict

from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.door import download
from wuhan_smes.reporting.lists import ListExport
from wuhan_smes.reporting.sources import Listed, Source, asked, finish
from wuhan_smes.web.admin import ScopedModelAdmin, access_of


class ExportedAdmin(ScopedModelAdmin):
    """The list's own address with `layout` gives the file; a menu above the list leads there."""

    exports: ClassVar[ListExport]
    list_before_template = "reporting/admin_menu.html"

    def source(self, label: str) -> Source:
        return ListOfScreen(self)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if request.method == "GET" and "layout" in request.GET:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return download(f"admin:{self.opts.label_lower}", request.GET, access_of(request))
        return super().changelist_view(request, extra_context)


@dataclass(frozen=True, slots=True)
class ListOfScreen:
    """The list of a screen, without its pages."""

    screen: ExportedAdmin

    def listed(self, words: QueryDict, access: Access) -> Listed:
        screen = self.screen
        reach = access.reach(screen.view_capability)
        try:
            shown = screen.get_changelist_instance(asked(words, access))
        except (IncorrectLookupParameters, SuspiciousOperation):
            raise InputRefused(
                Fault("params", "invalid", "筛选条件无效，请清除后重新选择")
            ) from None
        return finish(
            f"admin:{screen.opts.label_lower}",
            screen.exports,
            shown.queryset,
            reach,
            words,
            access=access,
            said="；".join(f"{name}={value}" for name, value in words.items() if value),
        )
