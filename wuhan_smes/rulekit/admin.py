"""Rule sets and their drafts on screen: read here, worked on where a line has a form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.rulekit.api.rule_drafts import RULE_DRAFTS
from wuhan_smes.rulekit.api.rule_sets import RULE_SETS
from wuhan_smes.rulekit.models import RuleDraft, RuleSet
from wuhan_smes.web.acts import ActingAdmin


@admin.register(RuleSet)
class RuleSetAdmin(ExportedAdmin, ActingAdmin):
    """Every version; a button leads to its lines, from where a new version is begun."""

    view_capability = Capability.REFERENCE_VIEW
    exports = RULE_SETS
    list_display = ["name", "code", "version", "layer", "document_no", "effective_from"]
    list_filter = ["layer", "tier"]
    search_fields = ["name", "code", "document_no"]
    ordering = ["tier", "code", "-version"]
    fields = [
        ("name", "code", "version"),
        ("layer", "overrides", "tier"),
        "document_no",
        ("recogniser", "scope"),
        ("effective_from", "effective_until"),
        "source",
    ]
    actions_detail = ["lines"]

    @action(description="条款、比较与新版本", icon="rule", url_path="lines")
    def lines(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("rule", self.reached(request, object_id).pk)


@admin.register(RuleDraft)
class RuleDraftAdmin(ExportedAdmin, ActingAdmin):
    """Coming versions with what became of them."""

    view_capability = Capability.REFERENCE_VIEW
    exports = RULE_DRAFTS
    list_display = ["code", "state", "started_by_name", "proposed_by_name", "decided_by_name"]
    list_filter = ["state"]
    search_fields = ["code"]
    ordering = ["-id"]
    fields: Any = [
        ("code", "base", "state"),
        ("started_by_name", "started_at"),
        ("proposed_by_name", "proposed_at"),
        ("decided_by_name", "decided_at"),
        ("reason", "made"),
    ]
    actions_detail = ["work"]

    @action(description="修改、提交与施行", icon="edit", url_path="work")
    def work(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("rule-draft", self.reached(request, object_id).pk)
