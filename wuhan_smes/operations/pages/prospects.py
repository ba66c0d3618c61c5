"""培育库、主动发现、复核预测: who could be next, who meets the tier already, who may lose it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Prospect, Recognition
from enterprises.queries.assessment import basis_for
from enterprises.queries.prospects import (
    LEADS_TO,
    REVIEWED,
    discovered,
    load_by_unit,
    on_chain,
    prospects,
    reviews,
    worked_out,
)
from enterprises.reports.assessment_lists import PROSPECTS
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.access import Capability
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.operations.pages.sieves import ONE, ProspectSieve, ReviewSieve, RunningSieve
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.queries import NoRuleSet
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import ScopedPage

WORK_OUT: Final = "enterprises.work_out_prospects"
TONES: Final = {
    Result.MET: "good",
    Result.MANUAL: "info",
    Result.UNKNOWN: "warn",
    Result.UNMET: "bad",
}
VIEWS: Final = (
    ("prospects", "候选企业"),
    ("prospects-discovered", "主动发现"),
    ("prospects-reviews", "复核预测"),
    ("prospects-load", "各单位工作量"),
    ("rule-changes", "标准变化推演"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One enterprise, what it lacks and what is not known, in words."""

    row: Prospect
    lacking: Sequence[str]
    open: Sequence[str]

    @property
    def tone(self) -> str:
        return TONES.get(Result(self.row.verdict), "")


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways to look at the same rows."""

    label: str
    url: str
    here: bool


def ways(here: str, tier: str = "") -> list[Way]:
    """The tabs above every one of these pages."""
    asked = f"?tier={tier}" if tier else ""
    return [
        Way(label, reverse(name) + ("" if name == "rule-changes" else asked), name == here)
        for name, label in VIEWS
    ]


def names_of(tier: str, kind: str) -> Mapping[str, str]:
    """Code → line of the standard that holds today; nothing where none does."""
    try:
        basis = basis_for(tier, kind, on=timezone.localdate())
    except NoRuleSet:
        return {}
    needed = basis.rules.passing.roles
    codes = [rule.code for rule in basis.rules.criteria if rule.role in needed]
    routes = ["score"] if basis.rules.passing.has_routes else []
    return {code: basis.name_of(code) for code in (*codes, *routes)}


class WorkedOutPage(ExportedPage):
    """The base of the lists that are worked out beforehand."""

    capability = Capability.INDICATOR_VIEW
    template_name = "operations/prospects.html"
    exports = PROSPECTS
    orderings = {"steps": ("steps", "enterprise_id", "id")}
    lead = ""

    def kind_of(self, tier: str) -> ApplicationKind:
        return LEADS_TO[Tier(tier)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve: Any = self.sieve()
        tier, kind = sieve.target, self.kind_of(sieve.target)
        page = listing(self.request, self.rows(sieve).for_list(), orderings=self.orderings)
        names = names_of(tier, kind)
        day, at = worked_out(tier, kind, reach=self.reach)
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[_line(row, names) for row in page.rows],
            tier=Tier(tier),
            kind=kind,
            ways=ways(self.url_name, tier),
            lead=self.lead,
            worked_on=day,
            worked_at=at,
            may_work_out=self.access.holds(Capability.INDICATOR_EDIT),
            may_put_in=self.access.holds(Capability.CULTIVATION_EDIT)
            and kind != ApplicationKind.REVIEW,
            is_review=kind == ApplicationKind.REVIEW,
            **kwargs,
        )


class ProspectsPage(WorkedOutPage):
    """Everyone who does not hold the tier yet, those with the fewest gaps first."""

    title = "候选企业"
    url_name = "prospects"
    lead = "尚未获得该称号、已有指标数据的企业；还差得最少的在前"

    def sieve(self) -> ProspectSieve:
        tier = self.request.GET.get("tier") or Tier.LITTLE_GIANT.value
        known = tier if tier in LEADS_TO else Tier.LITTLE_GIANT.value
        names = names_of(known, LEADS_TO[Tier(known)])
        return ProspectSieve(self.request.GET, reach=self.reach, gaps=names)

    def all_rows(self, sieve: ProspectSieve) -> Any:
        return prospects(sieve.target, reach=self.reach, chain=sieve.chosen("chain") or "")

    def rows(self, sieve: ProspectSieve) -> Any:
        rows = self.all_rows(sieve)
        if gap := sieve.chosen("gap"):
            rows = rows.lacking_one() if gap == ONE[0] else rows.lacking_only(gap)
        if verdict := sieve.chosen("verdict"):
            rows = rows.filter(verdict=verdict)
        if unit := sieve.chosen("jurisdiction"):
            rows = rows.filter(jurisdiction__code=unit)
        if held := sieve.chosen("holding"):
            rows = rows.filter(Exists(_titles(held, sieve)))
        return rows.filter(sieve.cut(Q()))


class DiscoveredPage(ProspectsPage):
    """主动发现: meets the tier and is on no list under way."""

    title = "主动发现"
    url_name = "prospects-discovered"
    lead = "现有数据已符合（或只待人工判定）、不在进行中批次名单里的企业"

    def all_rows(self, sieve: ProspectSieve) -> Any:
        rows = discovered(sieve.target, reach=self.reach)
        chain = sieve.chosen("chain")
        return rows.filter(on_chain(chain)) if chain else rows


class ReviewsPage(WorkedOutPage):
    """Titles due this year, and how they would fare under the rules of the review."""

    title = "复核预测"
    url_name = "prospects-reviews"
    lead = "今年到期或复核中的称号，按复核规则与现有数据评估；最早到期的在前"
    orderings = {"due_on": ("due_on", "enterprise_id", "id")}

    def kind_of(self, tier: str) -> ApplicationKind:
        return ApplicationKind.REVIEW

    def sieve(self) -> ReviewSieve:
        return ReviewSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: ReviewSieve) -> Any:
        rows = reviews(sieve.target, reach=self.reach)
        if verdict := sieve.chosen("verdict"):
            rows = rows.filter(verdict=verdict)
        if unit := sieve.chosen("jurisdiction"):
            rows = rows.filter(jurisdiction__code=unit)
        return rows.filter(sieve.cut(Q()))


class LoadSieve(RunningSieve):
    """One tier; the units are the rows."""

    defaults = {"tier": Tier.LITTLE_GIANT.value}
    tier = forms.ChoiceField(
        label="梯度", required=False, choices=[(tier.value, tier.label) for tier in LEADS_TO]
    )
    field_order = ("tier",)

    def prepare(self) -> None:
        del self.fields["jurisdiction"]


class LoadPage(ScopedPage):
    """How much waits in each unit for a tier."""

    capability = Capability.INDICATOR_VIEW
    title = "各单位工作量"
    template_name = "operations/prospect_load.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        sieve = LoadSieve(self.request.GET, reach=reach)
        tier = sieve.chosen("tier") or Tier.LITTLE_GIANT.value
        return super().get_context_data(
            form=sieve,
            tier=Tier(tier),
            reviewed=tier in REVIEWED,
            rows=load_by_unit(tier, reach=reach),
            ways=ways("prospects-load", tier),
            **kwargs,
        )


class WorkOut(ScopedPage):
    """The order to work the lists of one's reach out now."""

    capability = Capability.INDICATOR_EDIT
    title = "候选企业"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        enqueue(WORK_OUT, {}, access=self.access, capability=Capability.INDICATOR_EDIT)
        messages.success(request, "已开始重算，完成后刷新本页；进度见“后台任务”")
        return redirect("prospects")


def _line(row: Prospect, names: Mapping[str, str]) -> Line:
    return Line(row, _named(row.lacking, names), _named(row.open, names))


def _named(codes: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(code, code) for code in codes]


def _titles(tier: str, sieve: ProspectSieve) -> Any:
    tiers = BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {tier}
    titles = Recognition.objects.within(sieve.reach).in_force(on=sieve.day)
    return titles.filter(enterprise=OuterRef("enterprise"), tier__in=tiers)
