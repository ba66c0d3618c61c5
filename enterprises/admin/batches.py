"""Batches on screen: where each stands, who is on its list, and the buttons that move it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action

from enterprises.actions import batches, candidates
from enterprises.admin import title_forms as forms
from enterprises.admin.tables import table
from enterprises.admin.title_acts import stored
from enterprises.choices import BatchStage, CandidateState
from enterprises.models import BatchCandidate, Enterprise, RecognitionBatch
from enterprises.reports.title_lists import BATCHES, CANDIDATES
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActingAdmin, VersionedForm
from wuhan_smes.web.admin import access_of

VIEW = Capability.REGISTER_VIEW
FIRST_ON_LIST: Final = 100
ACTS: dict[str, Act] = {
    "amend": Act("修改批次", forms.BatchForm, done="已修改"),
    "add": Act("列入企业", forms.AddCandidatesForm, submit="列入", done="已列入名单"),
    "add_due": Act(
        "列入应复核企业",
        forms.DueForm,
        submit="列入",
        done="已列入应复核企业",
        note="列入本梯度在两日之间到期的全部称号。",
    ),
    "move": Act("改变企业状态", forms.MoveCandidatesForm, done="状态已改变"),
    "remove": Act(
        "移出企业",
        forms.RemoveCandidatesForm,
        submit="移出",
        done="已移出名单",
        note="只用于误列；企业自行放弃的请改为“放弃”。",
    ),
    "review": Act(
        "进入评审",
        VersionedForm,
        done="已进入评审",
        note="已推荐的企业进入评审；复核批次的原称号在复核期间继续有效。",
    ),
    "publicise": Act(
        "进入公示",
        forms.PubliciseForm,
        done="已进入公示",
        note="评审中的企业进入公示；公布须由另一人办理。",
    ),
    "announce": Act(
        "公布",
        forms.AnnounceForm,
        submit="确认公布",
        done="已公布，名单内企业的称号已登记",
        note="公示中的企业获得称号（复核批次为接续），未通过的复核按期满终止；有异议待查的留待处理。",
    ),
}
CREATE = Act("登记批次", forms.NewBatchForm, submit="登记", done="批次已登记")


def button(name: str, icon: str) -> Any:
    def press(self: "BatchAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.reached(request, object_id)
        initial = _as_it_is(batch) if name in {"amend", "announce"} else None
        return self.act(
            request, ACTS[name], self.verb(request, batch, name), row=batch, initial=initial
        )

    press.__name__ = name
    decorate = action(description=ACTS[name].title, permissions=["act"], icon=icon, url_path=name)
    return decorate(press)


@admin.register(RecognitionBatch)
class BatchAdmin(ExportedAdmin, ActingAdmin):
    view_capability = VIEW
    exports = BATCHES
    list_display = ["name", "tier", "kind", "year", "stage", "announced_on", "term_shown"]
    list_filter = ["stage", "tier", "kind", "recogniser_level"]
    search_fields = ["name", "document_no"]
    ordering = ["-year", "-id"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "stage"),
                    ("tier", "kind"),
                    ("recogniser", "recogniser_level"),
                    ("year", "ordinal"),
                    ("frozen_on", "recommend_until"),
                    ("notice_from", "notice_until"),
                    ("document_no", "announced_on"),
                    "term_shown",
                    ("rule_set", "source"),
                ]
            },
        ),
        ("名单", {"fields": ["counts_shown", "list_shown"]}),
    ]
    readonly_fields = ["term_shown", "counts_shown", "list_shown"]
    actions_detail = [
        {"title": "名单", "icon": "list", "items": ["add", "add_due", "move", "remove"]},
        {"title": "阶段", "icon": "flag", "items": ["review", "publicise", "announce"]},
        "amend",
    ]
    amend = button("amend", "edit")
    add = button("add", "person_add")
    add_due = button("add_due", "event_repeat")
    move = button("move", "how_to_reg")
    remove = button("remove", "person_remove")
    review = button("review", "rate_review")
    publicise = button("publicise", "campaign")
    announce = button("announce", "verified")

    def may_act(self, request: HttpRequest) -> bool:
        access = access_of(request)
        held = access.holds(Capability.TITLE_EDIT)
        return held and access.reach(Capability.TITLE_EDIT).everywhere

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_act(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Opening a batch is an act; nothing in the address prefills it."""
        if not self.has_add_permission(request):
            raise PermissionDenied

        def create(*, expected_version: object, **words: Any) -> RecognitionBatch:
            return batches.create(access=access_of(request), at=timezone.now(), **stored(words))

        def to_batch(made: Any) -> HttpResponse:
            name = f"{self.admin_site.name}:enterprises_recognitionbatch_change"
            return redirect(name, made.pk)

        return self.act(request, CREATE, create, then=to_batch)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.seen_by = access_of(request)  # read by the sections below
        return found

    def verb(
        self, request: HttpRequest, batch: RecognitionBatch, name: str
    ) -> Callable[..., object]:
        access = access_of(request)
        who: dict[str, Any] = {"access": access, "at": timezone.now()}

        def amend(*, expected_version: int | None, **words: Any) -> object:
            changed = {n: v for n, v in stored(words).items() if getattr(batch, n) != v}
            return batches.amend(batch.pk, values=changed, expected_version=expected_version, **who)

        def announce(**words: Any) -> object:
            return batches.announce(batch.pk, **who, **stored(words))

        def advance(to: BatchStage) -> Callable[..., object]:
            return lambda **words: batches.advance(batch.pk, to=to, **who, **words)

        def of_codes(act: Callable[..., object]) -> Callable[..., object]:
            def do(*, enterprises: list[str], **words: Any) -> object:
                ids = _ids(enterprises, access.reach(Capability.TITLE_EDIT))
                return act(batch.pk, enterprise_ids=ids, **who, **words)

            return do

        verbs: dict[str, Callable[..., object]] = {
            "amend": amend,
            "announce": announce,
            "review": advance(BatchStage.REVIEWING),
            "publicise": advance(BatchStage.PUBLICISED),
            "add": of_codes(candidates.add),
            "move": of_codes(candidates.move),
            "remove": of_codes(candidates.remove),
            "add_due": lambda **words: candidates.add_due(batch.pk, **who, **words),
        }
        return verbs[name]

    @admin.display(description="有效期")
    def term_shown(self, batch: RecognitionBatch) -> str:
        if batch.valid_from is None:
            return "—"
        return f"{batch.valid_from} 至 {last_day(batch.valid_until) or '按法定期限'}"

    @admin.display(description="进展")
    def counts_shown(self, batch: Any) -> str:
        rows = _listed(batch).values_list("state")
        counts = dict(rows.annotate(count=Count("pk")).order_by("state"))
        told = [f"{state.label} {counts[state]} 家" for state in CandidateState if state in counts]
        return "，".join(told) or "名单为空"

    @admin.display(description="企业")
    def list_shown(self, batch: Any) -> SafeString | str:
        rows = _listed(batch).select_related("enterprise", "jurisdiction").order_by("pk")
        shown = table(
            ("企业", "统一社会信用代码", "管理单位", "状态", "说明"),
            (
                (
                    row.enterprise.name,
                    row.enterprise.uscc or "—",
                    row.jurisdiction.short,
                    row.get_state_display(),
                    row.note or "—",
                )
                for row in rows[:FIRST_ON_LIST]
            ),
        )
        address = reverse("admin:enterprises_batchcandidate_changelist")
        return format_html(
            '{}<p class="mt-2"><a class="underline" href="{}?batch={}">打开全部名单</a></p>',
            shown,
            address,
            batch.pk,
        )


class BatchFilter(admin.SimpleListFilter):
    """The batches of late; an older one is opened from its own page."""

    title = "批次"
    parameter_name = "batch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = RecognitionBatch.objects.order_by("-year", "-id").values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows[:FIRST_ON_LIST]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(batch_id=int(value)) if value.isdecimal() else queryset


@admin.register(BatchCandidate)
class BatchCandidateAdmin(ExportedAdmin):
    """Who stands on which list; the list changes from the batch's page."""

    view_capability = VIEW
    exports = CANDIDATES
    list_display = ["enterprise", "batch", "jurisdiction", "state", "note", "changed_on"]
    list_select_related = ["enterprise", "batch", "jurisdiction"]
    list_filter = [BatchFilter, "state", "jurisdiction"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["enterprise", "batch", "jurisdiction", "state", "note", "changed_at"]

    @admin.display(description="更新日期")
    def changed_on(self, candidate: BatchCandidate) -> date:
        return timezone.localdate(candidate.changed_at)


def _listed(batch: Any) -> Any:
    return BatchCandidate.objects.within(batch.seen_by.reach(VIEW)).filter(batch=batch)


def _ids(codes: list[str], reach: Any) -> list[int]:
    """The enterprises of the codes pasted. Refuses codes it cannot find, naming the first ten."""
    rows = Enterprise.objects.within(reach).filter(uscc__in=codes)
    found = dict(rows.values_list("uscc", "pk"))
    missing = [code for code in codes if code not in found]
    if missing:
        more = f" 等 {len(missing)} 个" if len(missing) > 10 else ""
        detail = f"没有找到这些信用代码：{'、'.join(missing[:10])}{more}"
        raise InputRefused(Fault("enterprises", "unknown", detail))
    return [found[code] for code in codes]


def _as_it_is(batch: RecognitionBatch) -> dict[str, Any]:
    names = [name for name in forms.BatchForm.base_fields if hasattr(batch, name)]
    return {
        **{name: getattr(batch, name) for name in names},
        "valid_to": last_day(batch.valid_until),
    }
