"""The base of every admin screen: the same rows and rights as the API, by the same Access."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin

from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scoping import ScopedQuerySet
from wuhan_smes.web.estimates import EstimatedPaginator
from wuhan_smes.web.identity import access_of as access_of

# What a filter itself may add to its field; a path beyond it would ask about another table.
PLAIN_LOOKUPS: Final = frozenset({"", "__exact", "__id__exact", "__in", "__isnull"})


def reachable(
    request: HttpRequest, queryset: QuerySet[Any], capability: Capability
) -> QuerySet[Any]:
    """`queryset` cut to the sender's reach; a model without scope is a mistake of ours."""
    if not isinstance(queryset, ScopedQuerySet):
        raise TypeError(f"{queryset.model.__name__} has no scope")
    return queryset.within(access_of(request).reach(capability))


class ScopedModelAdmin(ModelAdmin):
    """Records change through actions, so forms only show unless `edit_capability` is named."""

    view_capability: ClassVar[Capability]
    edit_capability: ClassVar[Capability | None] = None
    may_add: ClassVar[bool] = False

    paginator = EstimatedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # a count for each choice is a full count each
    list_per_page = 50
    actions_on_top = True
    list_fullwidth = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return reachable(request, super().get_queryset(request), self.view_capability)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access_of(request).holds(self.view_capability)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        capability = self.edit_capability
        return capability is not None and access_of(request).holds(capability)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the list offers: a lookup through a relation asks about foreign rows."""
        return any(
            lookup.startswith(name) and lookup.removeprefix(name) in PLAIN_LOOKUPS
            for name in self._filter_fields()
        )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only rows in reach can be chosen, shown or posted."""
        remote = db_field.remote_field.model._default_manager.get_queryset()
        kwargs["queryset"] = reachable(request, remote, self.view_capability)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A relation named in the address is used only when it can be reached."""
        initial = super().get_changeform_initial_data(request)
        for field in self.model._meta.fields:
            if isinstance(field, ForeignKey) and field.name in initial:
                rows = field.remote_field.model._default_manager.get_queryset()
                found = reachable(request, rows, self.view_capability)
                value = str(initial[field.name])
                if not value.isdecimal() or not found.filter(pk=value).exists():
                    del initial[field.name]
        return dict(initial)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A refusal by an action becomes a message above the same form; nothing is kept."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The trail of one object, shown where the object is."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        events = AuditEvent.objects.about(row)[:200]
        context = {
            **self.admin_site.each_context(request),
            "title": f"操作留痕：{row}",
            "events": events,
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "web/admin/history.html", context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The trail is written by the action; Django's own log would be a second, weaker one."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """See log_addition."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """See log_addition."""

    def run_each(
        self, request: HttpRequest, queryset: QuerySet[Any], do: Callable[[Model], object]
    ) -> None:
        """Apply one action to each selected row and say how it went."""
        done = 0
        for row in queryset:
            try:
                do(row)
            except ActionRefused as refusal:
                self.message_user(request, f"{row}：{refusal.message}", messages.WARNING)
            else:
                done += 1
        self.message_user(request, f"已办理 {done} 项", messages.SUCCESS)

    def _filter_fields(self) -> set[str]:
        names = set()
        for entry in self.list_filter or ():
            name = entry[0] if isinstance(entry, list | tuple) else entry
            names.add(name if isinstance(name, str) else getattr(name, "parameter_name", "") or "")
        return names - {""}
