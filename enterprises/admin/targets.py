"""Targets and reported figures on screen; they are set and amended by acts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from enterprises.actions import figures, targets
from enterprises.admin.enterprise_forms import TagsField
from enterprises.admin.tables import table
from enterprises.choices import FigureBasis, TargetBasis, Tier
from enterprises.models import IndustryChain, Qualifier, ReportedFigure, TierTarget
from enterprises.queries.flags import doubts
from enterprises.reports.city_lists import FIGURES, TARGETS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActingAdmin, VersionedForm
from wuhan_smes.web.admin import access_of
from wuhan_smes.web.form_fields import choice, day, long_words, number, one_of, words, yes_no

CODE_HELP = "字母、数字、下划线或连字符，登记后不变"


def flags() -> TagsField:
    widget = UnfoldAdminTextInputWidget()
    return TagsField(label="存疑编号", required=False, help_text="如 F1 F3", widget=widget)


class TargetForm(VersionedForm):
    label = words("目标", most=120)
    tier = choice("梯度", Tier.choices)
    jurisdiction_id = one_of("管理单位", Jurisdiction.objects.order_by("display_order", "id"))
    chain_id = one_of("产业链", IndustryChain.objects.order_by("version", "id"), required=False)
    each_chain = yes_no("每条产业链")
    value = number("目标值", least=0, most=2**31 - 1)
    unit = words("单位", most=10)
    basis = choice("口径", TargetBasis.choices)
    starts_on = day("起算日期", required=False, help_text="累计口径必填")
    due_on = day("到期日期")
    every_year = yes_no("每年")
    definition = long_words("口径说明", most=300, required=False)
    document = words("文件", most=200)
    clause = words("条款", most=20)
    flags = flags()


class NewTargetForm(TargetForm):
    code = words("代码", most=60, help_text=CODE_HELP)
    field_order = ("code",)


class FigureForm(VersionedForm):
    label = words("指标", most=120)
    group = words("分组", most=40)
    value = forms.DecimalField(
        label="公布数", max_digits=18, decimal_places=2, widget=UnfoldAdminTextInputWidget
    )
    qualifier = choice("表述", Qualifier.choices)
    unit = words("单位", most=10)
    as_of = day("统计截止日", required=False)
    stated_on = day("公布日期", required=False, help_text="统计截止日不明时必填")
    document = words("文件", most=200)
    clause = words("条款", most=40)
    basis_note = words("口径", most=200, required=False)
    counterpart = choice("对照", FigureBasis.choices)
    computed_by = words("计算项", most=60, required=False)
    tier = choice("梯度", Tier.choices, required=False)
    note = long_words("说明", most=300, required=False)
    flags = flags()
    display_order = number("排序", least=0, most=32_767)


class NewFigureForm(FigureForm):
    code = words("代码", most=60, help_text=CODE_HELP)
    field_order = ("code",)


class KeptByTheCity(ActingAdmin):
    """What the two screens share: one form to add, one to amend, flags told in full."""

    view_capability = Capability.COUNTS_VIEW
    new: Act
    change: Act
    add_action: Callable[..., Any]
    amend_action: Callable[..., Any]
    sortable_by = ()
    actions_detail = ["amend"]

    def may_act(self, request: HttpRequest) -> bool:
        access = access_of(request)
        held = access.holds(Capability.TARGET_EDIT)
        return held and access.reach(Capability.TARGET_EDIT).everywhere

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_act(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        act = type(self).add_action

        def add(*, expected_version: object, **words: Any) -> Any:
            return act(access=access_of(request), at=timezone.now(), **words)

        def to_row(made: Any) -> HttpResponse:
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(name, made.pk)

        return self.act(request, self.new, add, then=to_row)

    @action(description="修改", permissions=["act"], icon="edit", url_path="amend")
    def amend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.reached(request, object_id)
        act = type(self).amend_action

        def change(*, expected_version: int | None, **words: Any) -> Any:
            return act(
                row.pk,
                access=access_of(request),
                at=timezone.now(),
                values={
                    name: value for name, value in words.items() if getattr(row, name) != value
                },
                expected_version=expected_version,
            )

        initial = {name: getattr(row, name, None) for name in self.change.form.base_fields}
        del initial["expected_version"]
        return self.act(request, self.change, change, row=row, initial=initial)

    @admin.display(description="存疑")
    def flags_shown(self, row: Any) -> SafeString | str:
        told = doubts(row.flags)
        return table(("编号", "所在", "说明"), ((it.code, it.place, it.text) for it in told))


@admin.register(TierTarget)
class TierTargetAdmin(ExportedAdmin, KeptByTheCity):
    new = Act("登记目标", NewTargetForm, submit="登记", done="目标已登记")
    change = Act("修改目标", TargetForm, done="目标已修改")
    add_action = staticmethod(targets.set_target)
    amend_action = staticmethod(targets.amend)
    exports = TARGETS
    list_display = ["label", "tier", "value", "unit", "basis", "due_on", "document", "clause"]
    list_filter = ["tier", "basis"]
    search_fields = ["label", "document"]
    ordering = ["due_on", "id"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("label", "code"),
                    ("tier", "jurisdiction"),
                    ("value", "unit"),
                    ("basis", "definition"),
                    ("starts_on", "due_on", "every_year"),
                    ("chain", "each_chain"),
                ]
            },
        ),
        ("出处", {"fields": [("document", "clause")]}),
        ("口径存疑", {"fields": ["flags_shown"]}),
    ]
    readonly_fields = ["flags_shown"]


@admin.register(ReportedFigure)
class ReportedFigureAdmin(ExportedAdmin, KeptByTheCity):
    new = Act("登记公布数", NewFigureForm, submit="登记", done="公布数已登记")
    change = Act("修改公布数", FigureForm, done="公布数已修改")
    add_action = staticmethod(figures.record)
    amend_action = staticmethod(figures.amend)
    exports = FIGURES
    list_display = ["label", "group", "value", "unit", "as_of", "stated_on", "document"]
    list_filter = ["group", "counterpart", "tier"]
    search_fields = ["label", "document"]
    ordering = ["display_order", "id"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("label", "code"),
                    ("group", "tier"),
                    ("qualifier", "value", "unit"),
                    ("as_of", "stated_on"),
                    "basis_note",
                    ("counterpart", "computed_by"),
                    "note",
                ]
            },
        ),
        ("出处", {"fields": [("document", "clause")]}),
        ("口径存疑", {"fields": ["flags_shown"]}),
    ]
    readonly_fields = ["flags_shown"]
