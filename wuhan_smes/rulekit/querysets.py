"""Rules are the same for everybody."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, OuterRef, Q, Subquery

from wuhan_smes.rulekit.choices import Layer
from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from wuhan_smes.rulekit.models import Criterion, RuleSet


class RuleSetQuerySet(ReferenceQuerySet["RuleSet"]):
    def for_list(self) -> Self:
        return self.order_by("tier", "code", "-version")

    def newest(self) -> Self:
        """The newest version of each rule set."""
        last = self.model.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(version=Subquery(last.values("version")[:1]))

    def national(self) -> Self:
        return self.filter(layer=Layer.NATIONAL)

    def over(self, code: str) -> Self:
        """The provincial rules and notices that override a national set."""
        return self.filter(overrides=code)

    def effective(self, *, on: date) -> Self:
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gt=on), effective_from__lte=on
        )


class CriterionQuerySet(ReferenceQuerySet["Criterion"]):
    def for_list(self) -> Self:
        return self.annotate(rule_set_code=F("rule_set__code")).order_by("rule_set", "ordinal")
