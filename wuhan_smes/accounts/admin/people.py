"""Accounts and rights on screen; every button is an action with its trail."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.decorators import action, display

from wuhan_smes.access import Capability
from wuhan_smes.accounts.actions import grants, users
from wuhan_smes.accounts.admin.forms import DecisionForm, NewUserForm, ProposalForm, UserForm
from wuhan_smes.accounts.api.lists import GRANTS, STATIONS, USERS
from wuhan_smes.accounts.models import Grant, ServiceStation, User
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.admin import access_of

STATES = {"待批准": "warning", "生效中": "success", "已退回": "info", "已撤销": "danger"}
WORKPLACE = ("jurisdiction", "agency", "station")


@admin.register(User)
class UserAdmin(ExportedAdmin):
    """The list searches user names and names from their beginning."""

    view_capability = Capability.USER_VIEW
    edit_capability = Capability.USER_EDIT
    may_add = True
    exports = USERS
    list_display = ["username", "display_name", "jurisdiction", "is_active", "last_login"]
    list_select_related = ["jurisdiction"]
    list_filter = ["is_active"]
    search_fields = ["^username", "^display_name"]
    ordering = ["id"]
    actions = ["enable_selected"]
    actions_submit_line = ["disable", "reset_password"]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = UserForm if change else NewUserForm
        form: type[ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["username", "display_name", "password", *WORKPLACE]})]
        shown = ["username", "is_active", "last_login", "joined_at", "rights"]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": ["display_name", *WORKPLACE, *shown]})]
        return [
            (None, {"fields": ["display_name", *WORKPLACE, "version"]}),
            ("状态", {"fields": shown}),
            ("办理", {"fields": ["reason", "new_password"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["username", "is_active", "last_login", "joined_at", "rights"] if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whichever button was pressed, one action does it."""
        access, now, words = access_of(request), timezone.now(), form.cleaned_data
        places: dict[str, Any] = {
            f"{name}_id": getattr(words.get(name), "pk", None) for name in WORKPLACE
        }
        if not change:
            made = users.create(
                access=access,
                at=now,
                username=words["username"],
                display_name=words["display_name"],
                password=words["password"],
                **places,
            )
            obj.pk = made.pk
        elif self._pressed(request, "disable"):
            users.disable(obj.pk, access=access, at=now, reason=words["reason"])
        elif self._pressed(request, "reset_password"):
            users.set_password(
                obj.pk,
                access=access,
                at=now,
                version=words["version"],
                password=words["new_password"],
            )
        else:
            changes = {"display_name": words["display_name"], **places}
            users.amend(obj.pk, access=access, at=now, version=words["version"], changes=changes)

    @action(description="停用")
    def disable(self, request: HttpRequest, obj: User) -> None:
        """A button of the form; save_model does it."""

    @action(description="重置密码")
    def reset_password(self, request: HttpRequest, obj: User) -> None:
        """A button of the form; save_model does it."""

    @admin.action(description="启用所选用户")
    def enable_selected(self, request: HttpRequest, queryset: Any) -> None:
        access, now = access_of(request), timezone.now()
        self.run_each(request, queryset, lambda row: users.enable(row.pk, access=access, at=now))

    @admin.display(description="授权")
    def rights(self, user: User) -> str:
        held = Grant.objects.for_list().filter(user=user).order_by("-id")
        lines = ((one.state_label, ROLES[one.role].label, one.anchor) for one in held)
        return format_html_join("", "<p>{}：{}（{}）</p>", lines) or "—"

    def _pressed(self, request: HttpRequest, name: str) -> bool:
        return f"accounts_user_{name}" in request.POST


@admin.register(Grant)
class GrantAdmin(ExportedAdmin):
    """Proposed in the form, approved, declined or revoked by its buttons."""

    view_capability = Capability.USER_VIEW
    exports = GRANTS
    list_display = ["user", "role", "anchor_shown", "state_shown", "proposed_by", "proposed_at"]
    list_select_related = ["user", "jurisdiction", "agency", "station", "proposed_by"]
    list_filter = ["role"]
    search_fields = ["^user__username", "^user__display_name"]
    ordering = ["-id"]
    autocomplete_fields = ["user", "agency", "station"]
    actions = ["approve_selected"]
    actions_submit_line = ["approve", "decline", "revoke"]
    shown = [
        "user",
        "role",
        "anchor_shown",
        "state_shown",
        "reason",
        "proposed_by",
        "proposed_at",
        "approved_by",
        "approved_at",
        "revoked_by",
        "revoked_at",
        "revoked_reason",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.GRANT_PROPOSE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        access = access_of(request)
        return access.holds(Capability.GRANT_APPROVE) or access.holds(Capability.GRANT_PROPOSE)

    def get_form(
        self, request: HttpRequest, obj: Grant | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = DecisionForm if change else ProposalForm
        form: type[ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Grant | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["user", "role", *WORKPLACE, "reason"]})]
        decision = ["note"] if self.has_change_permission(request, obj) else []
        return [(None, {"fields": [*self.shown, *decision]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Grant | None = None) -> list[str]:
        return self.shown if obj else []

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:
        """A proposal when it is new; afterwards only what a button says."""
        access, now, words = access_of(request), timezone.now(), form.cleaned_data
        if not change:
            anchor = words[ROLES[words["role"]].anchor.value]
            made = grants.propose(
                words["user"].pk,
                access=access,
                at=now,
                role=words["role"],
                anchor_id=anchor.pk,
                reason=words["reason"],
            )
            obj.pk = made.pk
        elif "accounts_grant_approve" in request.POST:
            grants.approve(obj.pk, access=access, at=now)
        elif "accounts_grant_decline" in request.POST:
            grants.decline(obj.pk, access=access, at=now, reason=words["note"])
        elif "accounts_grant_revoke" in request.POST:
            grants.revoke(obj.pk, access=access, at=now, reason=words["note"])

    @action(description="批准")
    def approve(self, request: HttpRequest, obj: Grant) -> None:
        """A button of the form; save_model does it."""

    @action(description="退回")
    def decline(self, request: HttpRequest, obj: Grant) -> None:
        """A button of the form; save_model does it."""

    @action(description="撤销")
    def revoke(self, request: HttpRequest, obj: Grant) -> None:
        """A button of the form; save_model does it."""

    @admin.action(description="批准所选授权")
    def approve_selected(self, request: HttpRequest, queryset: Any) -> None:
        access, now = access_of(request), timezone.now()
        self.run_each(request, queryset, lambda row: grants.approve(row.pk, access=access, at=now))

    @admin.display(description="范围")
    def anchor_shown(self, grant: Grant) -> str:
        return str(grant.anchor)

    @display(description="状态", label=STATES)
    def state_shown(self, grant: Grant) -> str:
        return grant.state_label


@admin.register(ServiceStation)
class ServiceStationAdmin(ExportedAdmin):
    """Stations within reach; what they do is told by the app of stations."""

    view_capability = Capability.REFERENCE_VIEW
    exports = STATIONS
    list_display = ["code", "name", "jurisdiction", "opened_on", "closed_on"]
    list_select_related = ["jurisdiction"]
    search_fields = ["^code", "^name"]
    ordering = ["id"]
