"""认定规则: every version in words, and what one says otherwise than another."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.rulekit.differences import Fate, differences, heading_changes
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import RuleDraft, RuleSet
from wuhan_smes.rulekit.queries import rules_of
from wuhan_smes.rulekit.values import Rule
from wuhan_smes.rulekit.wording import exemption, threshold
from wuhan_smes.web.pages import Crumb, ScopedPage


@dataclass(frozen=True, slots=True)
class Worded:
    """One line as people read it."""

    rule: Rule
    threshold: str
    exemption: str


def worded(rules: Any) -> list[Worded]:
    known = declared()
    return [Worded(one, threshold(one, known), exemption(one, known)) for one in rules.criteria]


def may(access: Access, capability: Capability) -> bool:
    """Whether this person keeps the rules of the city; over one unit the right is void."""
    return access.holds(capability) and access.reach(capability).everywhere


class RulesPage(ScopedPage):
    """Every rule set with its versions, the newest first, and the drafts that are open."""

    capability = Capability.REFERENCE_VIEW
    title = "认定规则"
    template_name = "rules/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = RuleSet.objects.standing(on=timezone.localdate()).values_list("pk", flat=True)
        return super().get_context_data(
            versions=RuleSet.objects.for_list(),
            standing=set(standing),
            drafts=RuleDraft.objects.open().for_list(),
            may_edit=may(self.access, Capability.RULE_EDIT),
            **kwargs,
        )


class RulePage(ScopedPage):
    """One version, line by line."""

    capability = Capability.REFERENCE_VIEW
    title = "认定规则"
    template_name = "rules/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = RuleSet.objects.get(pk=self.kwargs["pk"])
        context = super().get_context_data(
            row=row,
            lines=worded(rules_of(row)),
            others=RuleSet.objects.for_list().exclude(pk=row.pk),
            draft=RuleDraft.objects.open().filter(code=row.code).first(),
            may_edit=may(self.access, Capability.RULE_EDIT),
            **kwargs,
        )
        crumbs = [Crumb("认定规则", reverse("rules")), Crumb(str(row))]
        return {**context, "title": f"{row.name}（第 {row.version} 版）", "crumbs": crumbs}


class ComparePage(ScopedPage):
    """Two versions side by side: what is added, taken out, changed."""

    capability = Capability.REFERENCE_VIEW
    title = "版本比较"
    template_name = "rules/compare.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("认定规则", reverse("rules")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, after = (self._chosen(name) for name in ("before", "after"))
        context = super().get_context_data(
            versions=RuleSet.objects.for_list(), before=before, after=after, **kwargs
        )
        if before is None or after is None:
            return context
        one, two = rules_of(before), rules_of(after)
        found = differences(one, two, declared())
        return {
            **context,
            "heading": heading_changes(one, two),
            "lines": [it for it in found if it.fate is not Fate.SAME],
            "same": sum(it.fate is Fate.SAME for it in found),
        }

    def _chosen(self, name: str) -> RuleSet | None:
        word = self.request.GET.get(name, "")
        return RuleSet.objects.get(pk=word) if word.isdecimal() and len(word) < 19 else None
