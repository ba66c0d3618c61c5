"""The trail on screen: searched by who, what, which object and when; nothing to change."""

import json
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import User
from wuhan_smes.audit.api import EVENTS
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.reporting.screens import ExportedAdmin

DAYS: Final = {"0": "今天", "1": "昨天以来", "7": "近 7 天", "30": "近 30 天", "184": "近半年"}


class SinceFilter(admin.SimpleListFilter):
    """A few spans of time; none is asked of the table, so that it costs nothing to offer."""

    title = "时间"
    parameter_name = "since"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(DAYS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in DAYS:
            return queryset
        day = timezone.localdate() - timedelta(days=int(self.value() or 0))
        return queryset.filter(at__gte=timezone.make_aware(datetime.combine(day, time())))


class AreaFilter(admin.SimpleListFilter):
    """The first word of the kind: which part of the product."""

    title = "范围"
    parameter_name = "area"
    AREAS: Final = {
        "enterprise": "企业",
        "recognition": "称号",
        "batch": "批次",
        "programme": "兑现项目",
        "entitlement": "兑现事项",
        "disbursement": "拨付批次",
        "budget": "预算",
        "clawback": "追回",
        "paid_doubt": "已付存疑",
        "payee_account": "收款账户",
        "user": "用户",
        "grant": "授权",
        "token": "令牌",
        "session": "登录",
        "refusal": "越权",
        "export": "导出",
        "reference": "基础数据",
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.AREAS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        word = self.value()
        if word not in self.AREAS:
            return queryset
        # "." up to "/" is every kind of the area, as a range the index by kind serves.
        return queryset.filter(kind__gte=f"{word}.", kind__lt=f"{word}/")


@admin.register(AuditEvent)
class AuditEventAdmin(ExportedAdmin):
    """Search by the exact words the trail keeps: a person's name, a kind, an object's number."""

    view_capability = Capability.TRAIL_VIEW
    exports = EVENTS
    list_display = ["at", "actor_name", "kind", "target_name", "address"]
    list_filter = [SinceFilter, AreaFilter]
    search_fields = ["=actor_name", "=kind", "=target_id"]
    search_help_text = "操作人、事项代码或对象编号（须完整）"
    ordering = ["-id"]
    fields = [
        "at",
        "actor_name",
        "actor_id",
        "kind",
        "target",
        "target_id",
        "target_name",
        "jurisdiction_id",
        "what_changed",
        "request_id",
        "address",
    ]
    readonly_fields = fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number is an object or a person; a word with a dot a kind; all else a name."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.isascii() and term.isdecimal() and len(term) < 19:
            return queryset.filter(target_id=int(term)), False
        if "." in term and term.isascii():
            return queryset.filter(kind=term), False
        known = User.objects.filter(username=term).values_list("pk", flat=True).first()
        by = {"actor_name": term} if known is None else {"actor_id": known}
        return queryset.filter(**by), False

    @admin.display(description="变更")
    def what_changed(self, event: AuditEvent) -> str:
        text = json.dumps(event.changes, ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", text)
