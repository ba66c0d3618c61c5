"""Requests to move on screen: each side sees what it may and decides what is its to decide."""

from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.views import ChangeList

from enterprises.actions import moves
from enterprises.admin.enterprise_forms import AskForForm, NoteForm, RequiredNoteForm
from enterprises.models import MoveRequest, MoveState
from enterprises.reports.enterprise_lists import MOVES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActingAdmin
from wuhan_smes.web.admin import access_of

UNKNOWN = "（接收后可见）"
ASK_FOR = Act(
    "申请接收企业",
    AskForForm,
    submit="提出申请",
    done="申请已提出，等待对方单位或市级办理",
    note="企业已由其他单位登记时，按统一社会信用代码提出；接收前不显示其现管理单位。",
)
ACCEPT = Act("接收", NoteForm, submit="同意迁移", done="已办理，企业及其全部记录已转入接收单位")
DECLINE = Act("退回", RequiredNoteForm, submit="退回申请", done="申请已退回")
CANCEL = Act("撤回", NoteForm, submit="撤回申请", done="申请已撤回")


def tell(asked: Any, request: HttpRequest) -> Any:
    """Note on the row whether this person may know who holds the enterprise."""
    asked.told = asked.tells(access_of(request).reach(Capability.REGISTER_VIEW))
    return asked


class TellingChangeList(ChangeList):
    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = [tell(asked, request) for asked in self.result_list]


@admin.register(MoveRequest)
class MoveRequestAdmin(ExportedAdmin, ActingAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = MOVES
    list_display = ["id", "uscc", "name_shown", "from_shown", "to_jurisdiction", "on", "state"]
    list_select_related = ["from_jurisdiction", "to_jurisdiction"]
    list_filter = ["state"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        ("uscc", "name_shown"),
        ("from_shown", "to_jurisdiction"),
        ("on", "state"),
        "reason",
        ("asked_by_name", "asked_at"),
        ("decided_by_shown", "decided_at"),
        "decision_note",
    ]
    readonly_fields = ["name_shown", "from_shown", "decided_by_shown"]
    actions_list = ["ask_for"]
    actions_detail = ["accept", "decline", "cancel"]

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.REGISTER_EDIT)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TellingChangeList

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> MoveRequest | None:
        found = cast("MoveRequest | None", super().get_object(request, object_id, from_field))
        return None if found is None else tell(found, request)

    @action(
        description="申请接收企业", permissions=["act"], icon="move_to_inbox", url_path="ask-for"
    )
    def ask_for(self, request: HttpRequest) -> HttpResponse:
        do = partial(moves.ask_for, access=access_of(request), at=timezone.now())
        return self.act(request, ASK_FOR, do)

    @action(description="接收", permissions=["act"], icon="check", url_path="accept")
    def accept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._decide(request, object_id, ACCEPT, moves.accept)

    @action(description="退回", permissions=["act"], icon="undo", url_path="decline")
    def decline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._decide(request, object_id, DECLINE, moves.decline)

    @action(description="撤回", permissions=["act"], icon="cancel", url_path="cancel")
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._decide(request, object_id, CANCEL, moves.cancel)

    @admin.display(description="企业名称")
    def name_shown(self, asked: Any) -> str:
        return asked.enterprise_name or UNKNOWN

    @admin.display(description="移出单位")
    def from_shown(self, asked: Any) -> str:
        return str(asked.from_jurisdiction) if asked.told else UNKNOWN

    @admin.display(description="办理人")
    def decided_by_shown(self, asked: Any) -> str:
        if asked.state == MoveState.PENDING:
            return "—"
        return asked.decided_by_name if asked.told else "对方单位"

    def _decide(self, request: HttpRequest, object_id: str, act: Act, verb: Any) -> HttpResponse:
        asked = self.reached(request, object_id)
        do = partial(verb, asked.pk, access=access_of(request), at=timezone.now())
        return self.act(request, act, do, row=asked)
