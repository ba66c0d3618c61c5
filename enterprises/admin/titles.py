"""Titles on screen: a list that stays fast at millions, a page that shows every version."""

from typing import Any, Final, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enterprises.actions import recognitions
from enterprises.admin.tables import table, term
from enterprises.admin.title_acts import RECOGNISE, TitleActs, stored
from enterprises.models import Enterprise, Recognition
from enterprises.queries import search
from enterprises.querysets import RecognitionQuerySet
from enterprises.reports.title_lists import TITLES
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.names import is_searchable
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.admin import access_of, reachable

VIEW = Capability.REGISTER_VIEW
MOST_EVENTS: Final = 50
ACT_WORDS: Final = {
    "title.recognise": "登记称号",
    "title.renew": "复核通过",
    "title.extend": "复核中或延长",
    "title.withdraw": "终止称号",
    "title.restore": "恢复称号",
    "title.correct": "更正",
}


class StandingFilter(admin.SimpleListFilter):
    """Whether the title counts today."""

    title = "当前状态"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("in_force", "有效"),
            ("pending", "复核中"),
            ("withdrawn", "已终止"),
            ("ended", "不在有效期内"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        titles = cast(RecognitionQuerySet, queryset)
        cut: dict[str, QuerySet[Any]] = {
            "in_force": titles.holding(today),
            "pending": titles.filter(review_pending=True),
            "withdrawn": titles.filter(withdrawn_on__isnull=False),
            "ended": titles.exclude(in_force__contains=today),
        }
        return cut.get(self.value() or "", queryset)


@admin.register(Recognition)
class RecognitionAdmin(ExportedAdmin, TitleActs):
    view_capability = VIEW
    exports = TITLES
    list_display = ["title_shown", "enterprise", "jurisdiction", "term_shown", "state_shown"]
    list_display_links = ["title_shown"]
    list_select_related = ["enterprise", "jurisdiction", "batch"]
    list_filter = [StandingFilter, "tier", "jurisdiction", "outcome"]
    search_fields = ["document_no"]
    search_help_text = "企业名称、曾用名、拼音首字母、信用代码，或完整文号"
    ordering = ["-series"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_shown", "enterprise_link"),
                    ("term_shown", "state_shown"),
                    ("jurisdiction", "recogniser_level"),
                    ("batch", "announced_on"),
                    ("document_no", "certificate_no"),
                    ("outcome", "predecessor_link"),
                    ("withdrawn_on", "withdrawal_cause", "withdrawal_document", "barred_to"),
                    ("rule_set", "round", "source"),
                ]
            },
        ),
        ("版本", {"fields": ["versions_shown"]}),
        ("操作留痕", {"fields": ["trail_shown"]}),
    ]
    readonly_fields = [
        "title_shown",
        "enterprise_link",
        "term_shown",
        "state_shown",
        "predecessor_link",
        "barred_to",
        "versions_shown",
        "trail_shown",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return cast("RecognitionQuerySet", super().get_queryset(request)).current()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Recognition | None:
        """The version true now, also where an older page still names a superseded one."""
        found = cast("Recognition | None", super().get_object(request, object_id, from_field))
        if found is None and object_id.isdecimal():
            every = reachable(request, Recognition.objects.get_queryset(), VIEW)
            known = every.filter(pk=object_id).values("series")
            found = self.get_queryset(request).filter(series__in=known).first()
        if found is not None:
            found.seen_by = access_of(request)  # type: ignore[attr-defined] # read by the sections below
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the whole number of a document, else by whose title it is."""
        text = search_term.strip()
        if not text:
            return queryset, False
        if "号" in text:
            number = normalise_document_no(text)
            return queryset.filter(Q(document_no=number) & ~Q(document_no="")), False
        if not is_searchable(text):
            return queryset.none(), False
        fits = search.matching(text, reach=access_of(request).reach(VIEW))
        firms = reachable(request, Enterprise.objects.get_queryset(), VIEW).filter(fits)
        return queryset.filter(enterprise__in=firms.values("pk")), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_act(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Giving a title is an act; nothing in the address prefills it."""
        if not self.has_add_permission(request):
            raise PermissionDenied

        def recognise(*, enterprise: int, despite: str, **words: Any) -> Recognition:
            return recognitions.recognise(
                enterprise,
                access=access_of(request),
                at=timezone.now(),
                award=recognitions.Award(**stored(words)),
                despite=despite,
            )

        return self.act(request, RECOGNISE, recognise, then=self.to_title)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The trail of the title: of all its versions."""
        title = self.reached(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"操作留痕：{title}",
            "events": _events(title)[:200],
            "object": title,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "web/admin/history.html", context)

    @admin.display(description="称号")
    def title_shown(self, title: Recognition) -> str:
        kind = f"（{title.get_subclass_display()}）" if title.subclass else ""
        return f"{title.get_tier_display()}{kind}"

    @admin.display(description="有效期")
    def term_shown(self, title: Recognition) -> str:
        extended = f"，延长至 {last_day(title.extended_until)}" if title.extended_until else ""
        return term(title.valid_from, last_day(title.valid_until)) + extended

    @admin.display(description="状态")
    def state_shown(self, title: Recognition) -> str:
        return state_of(title)

    @admin.display(description="限制申报至")
    def barred_to(self, title: Recognition) -> str:
        return str(last_day(title.barred_until) or "—")

    @admin.display(description="企业")
    def enterprise_link(self, title: Recognition) -> SafeString:
        address = reverse("admin:enterprises_enterprise_change", args=[title.enterprise_id])
        return format_html('<a class="underline" href="{}">{}</a>', address, title.enterprise.name)

    @admin.display(description="前一称号")
    def predecessor_link(self, title: Any) -> SafeString | str:
        rows = Recognition.objects.within(title.seen_by.reach(VIEW)).current()
        before = rows.filter(series=title.predecessor_series).first()
        if before is None:
            return "—"
        address = reverse("admin:enterprises_recognition_change", args=[before.pk])
        span = term(before.valid_from, last_day(before.extended_until or before.valid_until))
        return format_html('<a class="underline" href="{}">{}</a>', address, span)

    @admin.display(description="各版本")
    def versions_shown(self, title: Any) -> SafeString | str:
        rows = Recognition.objects.within(title.seen_by.reach(VIEW)).filter(series=title.series)
        return table(
            ("版本", "记录时间", "有效期", "状态", "结果", "文号", "说明"),
            (
                (
                    row.version,
                    _moment(row.recorded_at),
                    self.term_shown(row),
                    state_of(row),
                    row.get_outcome_display(),
                    row.document_no or "—",
                    row.change_note or "—",
                )
                for row in rows.order_by("-version")
            ),
        )

    @admin.display(description="经过")
    def trail_shown(self, title: Any) -> SafeString | str:
        events = _events(title)[:MOST_EVENTS]
        return table(
            ("时间", "操作人", "事项"),
            (
                (_moment(event.at), event.actor_name, ACT_WORDS.get(event.kind, event.kind))
                for event in events
            ),
        )


def state_of(title: Recognition) -> str:
    """What a title is worth today, in a few words."""
    today = timezone.localdate()
    if title.withdrawal_cause:
        return f"{title.withdrawn_on} 因“{title.get_withdrawal_cause_display()}”终止"
    if today in title.in_force:
        return "复核中，继续有效" if title.review_pending else "有效"
    return "尚未生效" if title.valid_from > today else "已到期"


def _events(title: Any) -> QuerySet[AuditEvent]:
    rows = Recognition.objects.within(title.seen_by.reach(VIEW)).filter(series=title.series)
    label = Recognition._meta.label_lower
    events = AuditEvent.objects.within(title.seen_by.reach(VIEW)).filter(target=label)
    return events.filter(target_id__in=list(rows.values_list("pk", flat=True))).order_by("-id")


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
