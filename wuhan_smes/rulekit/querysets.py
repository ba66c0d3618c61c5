"""Rules are the same for everybody."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wuhan_smes.rulekit.choices import DraftState, Layer
from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from wuhan_smes.rulekit.models import Criterion, RuleDraft, RuleSet


class RuleSetQuerySet(ReferenceQuerySet["RuleSet"]):
    def for_list(self) -> Self:
        return self.order_by("tier", "code", "-version")

    def newest(self) -> Self:
        """The newest version of each rule set."""
        last = self.model.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(version=Subquery(last.values("version")[:1]))

    def standing(self, *, on: date) -> Self:
        """Of each rule set the version of a day: the newest that took effect by then; of a set that
        took effect later the first.
        """
        versions = self.model.objects.filter(code=OuterRef("code")).values("version")
        begun = versions.filter(effective_from__lte=on).order_by("-version")[:1]
        first = versions.order_by("version")[:1]
        return self.filter(version=Coalesce(Subquery(begun), Subquery(first)))

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


class RuleDraftQuerySet(ReferenceQuerySet["RuleDraft"]):
    def open(self) -> Self:
        return self.filter(state__in=(DraftState.DRAFT, DraftState.PROPOSED))

    def for_list(self) -> Self:
        return self.select_related("base").order_by("-id")

    def locked(self, pk: int) -> "RuleDraft":
        """One draft, held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
