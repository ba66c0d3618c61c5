"""Enterprises on screen: a list that stays fast at a million rows, a page that tells a life."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.views import ChangeList

from enterprises.actions import enterprises
from enterprises.admin.enterprise_acts import EnterpriseActs
from enterprises.admin.enterprise_forms import CreateForm
from enterprises.admin.enterprise_sections import SECTIONS, SHOWN, EnterpriseSections
from enterprises.models import Enterprise
from enterprises.queries import search
from enterprises.queries.highest import held_on, highest_of
from enterprises.querysets import EnterpriseQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES
from enterprises.rules.names import is_searchable
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act
from wuhan_smes.web.admin import access_of

VIEW = Capability.REGISTER_VIEW
CREATE = Act("登记企业", CreateForm, submit="登记", done="企业已登记")


class TitledChangeList(ChangeList):
    """A page of enterprises with the titles they hold today, in one query more."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        ids = [row.pk for row in self.result_list]
        held = held_on(timezone.localdate(), ids, reach=access_of(request).reach(VIEW))
        for row in self.result_list:
            row.held_today = held.get(row.pk, [])


@admin.register(Enterprise)
class EnterpriseAdmin(ExportedAdmin, EnterpriseSections, EnterpriseActs):
    view_capability = VIEW
    exports = ENTERPRISES
    list_display = ["name", "uscc", "jurisdiction", "rung_today", "size_class", "status"]
    list_select_related = ["jurisdiction"]
    list_filter = ["status", "jurisdiction", "size_class", "kind"]
    search_fields = ["name"]
    search_help_text = "名称、曾用名、拼音首字母或统一社会信用代码，至少两个字"
    ordering = ["-updated_at", "-id"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "uscc"),
                    ("jurisdiction", "status"),
                    ("kind", "industry"),
                    ("size_class", "is_above_scale"),
                    ("established_on", "statutory_code"),
                    "tags_shown",
                    ("created_at", "updated_at"),
                ]
            },
        ),
        *SECTIONS,
    ]
    readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return cast("EnterpriseQuerySet", super().get_queryset(request)).registered()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TitledChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_act(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Taking up an enterprise is an act; nothing in the address prefills it."""
        if not self.has_add_permission(request):
            raise PermissionDenied

        def create(**words: Any) -> Enterprise:
            clean = {k: v for k, v in words.items() if v is not None}
            return enterprises.create(
                access=access_of(request), at=timezone.now(), **{"uscc": None, **clean}
            )

        return self.act(request, CREATE, create, then=lambda made: self._to(made))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Through the search function; the autocomplete of every form comes this way too."""
        text = search_term.strip()
        if not text:
            return queryset, False
        if not is_searchable(text):
            if not request.path.endswith("/autocomplete/"):
                messages.warning(request, search.TOO_SHORT)
            return queryset.none(), False
        fits = search.matching(text, reach=access_of(request).reach(VIEW))
        return queryset.filter(fits), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Enterprise | None:
        found = cast("Enterprise | None", super().get_object(request, object_id, from_field))
        if found is not None:
            found.seen_by = access_of(request)  # type: ignore[attr-defined] # read by the sections below
        return found

    @admin.display(description="最高层级")
    def rung_today(self, enterprise: Any) -> str:
        highest = highest_of(enterprise.held_today)
        return highest.label if highest else "—"

    def _to(self, made: Any) -> HttpResponse:
        return redirect(f"{self.admin_site.name}:enterprises_enterprise_change", made.pk)
