"""The admin's sidebar: models grouped as the office thinks of them."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the sidebar with (model label, icon) pairs."""

    title: str
    models: tuple[tuple[str, str], ...]


GROUPS: Final = (
    Group(
        "企业登记",
        (
            ("enterprises.Enterprise", "domain"),
            ("enterprises.MoveRequest", "swap_horiz"),
            ("enterprises.DuplicatePair", "difference"),
            ("enterprises.Merge", "merge"),
            ("enterprises.OwnershipLink", "account_tree"),
            ("enterprises.Contact", "contacts"),
            ("enterprises.EnterprisePlace", "pin_drop"),
            ("enterprises.ScaleStatus", "trending_up"),
            ("enterprises.SizeYear", "straighten"),
        ),
    ),
    Group(
        "梯度称号",
        (
            ("enterprises.Recognition", "workspace_premium"),
            ("enterprises.RecognitionBatch", "fact_check"),
            ("enterprises.BatchCandidate", "how_to_reg"),
        ),
    ),
    Group(
        "惠企资金",
        (
            ("measures.Matter", "category"),
            ("measures.Programme", "redeem"),
            ("measures.Payee", "groups"),
            ("measures.Entitlement", "checklist"),
            ("measures.EntitlementStep", "footprint"),
            ("measures.DisbursementBatch", "inventory"),
            ("measures.PublicNotice", "campaign"),
            ("measures.DisbursementPaper", "description"),
            ("measures.Objection", "gavel"),
            ("measures.Payment", "payments"),
            ("measures.Clawback", "undo"),
            ("measures.PaidDoubt", "help"),
            ("measures.Budget", "account_balance"),
            ("measures.LedgerEntry", "receipt_long"),
            ("measures.PastPayment", "history"),
        ),
    ),
    Group(
        "目标与数据",
        (
            ("exchange.Import", "upload_file"),
            ("exchange.HeaderAlias", "view_column"),
            ("enterprises.TierTarget", "flag"),
            ("enterprises.ReportedFigure", "query_stats"),
            ("enterprises.SourceFlag", "report"),
            ("measures.PolicyDocument", "description"),
            ("measures.Measure", "policy"),
            ("measures.Clause", "format_list_numbered"),
            ("measures.Commitment", "assignment_turned_in"),
            ("enterprises.MonitoringRound", "monitoring"),
            ("enterprises.PeriodReport", "assignment"),
            ("enterprises.JumpThreshold", "ssid_chart"),
            ("enterprises.TierDefinition", "stairs"),
            ("rulekit.RuleSet", "gavel"),
            ("rulekit.RuleDraft", "edit_document"),
            ("enterprises.SizeThreshold", "rule"),
            ("enterprises.IndustryChain", "link"),
            ("enterprises.ChainMapping", "compare_arrows"),
            ("enterprises.Industry", "factory"),
            ("enterprises.Place", "location_city"),
        ),
    ),
    Group(
        "走访与问题",
        (
            ("services.VisitLimits", "rule"),
            ("services.VisitTemplate", "article"),
            ("services.TicketLabel", "label"),
            ("services.TicketBasis", "rule"),
            ("services.StationProfile", "storefront"),
            ("services.Specialist", "badge"),
            ("services.Assignment", "handshake"),
            ("services.Campaign", "campaign"),
            ("services.ServiceEvent", "event_available"),
            ("services.VisitCadence", "update"),
            ("services.TicketPolicy", "timer"),
            ("services.TicketRoute", "alt_route"),
            ("services.Ticket", "assignment"),
        ),
    ),
    Group(
        "系统",
        (
            ("accounts.User", "person"),
            ("accounts.Grant", "key"),
            ("accounts.Jurisdiction", "map"),
            ("accounts.StatutoryDistrict", "pin_drop"),
            ("accounts.Agency", "account_balance"),
            ("accounts.ServiceStation", "storefront"),
            ("accounts.ApiToken", "token"),
            ("worktime.CalendarYear", "calendar_month"),
            ("worktime.WorkdayException", "event"),
            ("jobs.Job", "pending_actions"),
            ("reporting.Export", "download"),
            ("audit.AuditEvent", "history"),
        ),
    ),
)


ELSEWHERE: Final = "其他"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with what this person may open. What no group names comes last, never lost."""
    models = [m for app in admin.site.get_app_list(request) for m in app["models"]]
    open_to_him = {model["model"]._meta.label: model for model in models}
    menu = []
    for group in GROUPS:
        found = [(open_to_him.pop(label, None), icon) for label, icon in group.models]
        menu.append((group.title, [_item(model, icon) for model, icon in found if model]))
    menu.append((ELSEWHERE, [_item(model, "table") for model in open_to_him.values()]))
    return [{"title": title, "separator": True, "items": items} for title, items in menu if items]


def _item(model: dict[str, Any], icon: str) -> dict[str, Any]:
    return {"title": model["name"], "icon": icon, "link": model["admin_url"]}
