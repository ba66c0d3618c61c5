"""标准变化推演: the same enterprises by two standards, and which lines turn them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils import timezone

from enterprises.choices import ApplicationKind, EnterpriseStatus, Tier
from enterprises.models import Enterprise
from enterprises.queries.assessment import Basis, basis_for
from enterprises.queries.highest import holding
from enterprises.queries.rule_changes import GAINED, LOST, UNKNOWN, Reason, RuleChange, compared
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.prospects import ways
from wuhan_smes.operations.pages.sieves import RunningSieve
from wuhan_smes.rulekit.models import RuleSet
from wuhan_smes.web.pages import ScopedPage

OUTCOMES: Final = (
    (GAINED, "新符合", "good", "原来不符合的，是这些条款挡住的"),
    (LOST, "不再符合", "bad", "现在不符合的，是这些条款挡住的"),
    (UNKNOWN, "变为未知", "warn", "缺这些条款的数据"),
)


class RuleChangeSieve(RunningSieve):
    """Two standards, a kind of application, and whom to compare."""

    defaults = {
        "before": "LG-2022",
        "after": "LG-2026",
        "holding": Tier.SRDI_SME.value,
        "kind": ApplicationKind.NEW.value,
    }
    before = forms.ChoiceField(label="原标准", required=False)
    after = forms.ChoiceField(label="新标准", required=False)
    kind = forms.ChoiceField(label="申请类别", required=False, choices=ApplicationKind.choices)
    holding = forms.ChoiceField(label="对谁比较：现持有", required=False, choices=Tier.choices)
    field_order = ("before", "after", "kind", "holding", "jurisdiction")

    def prepare(self) -> None:
        sets = RuleSet.objects.newest().national().order_by("tier", "effective_from", "code")
        offered = [(one.code, f"{one.name}（{one.code}）") for one in sets]
        self.offer("before", offered)
        self.offer("after", offered)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to be touched, how many are, and by which lines."""

    label: str
    tone: str
    why: str
    count: int
    reasons: Sequence[Reason]


class RuleChangesPage(ScopedPage):
    """Who gains, who loses, who becomes unknown: every difference explained by its lines."""

    capability = Capability.INDICATOR_VIEW
    title = "标准变化推演"
    template_name = "operations/rule_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        sieve = RuleChangeSieve(self.request.GET, reach=reach)
        context = super().get_context_data(form=sieve, ways=ways("rule-changes"), **kwargs)
        if sieve.errors:
            return context
        before, after = (self._basis(sieve, name) for name in ("before", "after"))
        active = Enterprise.objects.within(reach).filter(status=EnterpriseStatus.ACTIVE)
        asked = active.filter(holding(sieve.chosen("holding"), on=sieve.day, reach=reach))
        if unit := sieve.chosen("jurisdiction"):
            asked = asked.filter(jurisdiction__code=unit)
        found = compared(asked, before, after)
        return {
            **context,
            "before": before,
            "after": after,
            "holding": Tier(sieve.chosen("holding")),
            "looked_at": sum(found.verdicts.values()),
            "outcomes": list(_outcomes(found)),
            "moves": sorted(found.verdicts.items(), key=lambda one: -one[1]),
        }

    def _basis(self, sieve: RuleChangeSieve, name: str) -> Basis:
        return basis_for(
            "", sieve.chosen("kind"), on=timezone.localdate(), rule_set=sieve.chosen(name)
        )


def _outcomes(found: RuleChange) -> list[Outcome]:
    return [
        Outcome(label, tone, why, found.count(name), found.reasons[name])
        for name, label, tone, why in OUTCOMES
    ]
