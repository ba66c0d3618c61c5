"""A plan to reach a target is known to everybody; a share to its unit and the city."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import TargetPlan, TargetShare


class TargetPlanQuerySet(ReferenceQuerySet["TargetPlan"]):
    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("target__jurisdiction")

    def newest(self) -> Self:
        """The plan that holds for each target: its last edition."""
        last = self.model.objects.order_by("target", "-edition").distinct("target")
        return self.filter(pk__in=last.values("pk"))


class TargetShareQuerySet(ScopedQuerySet["TargetShare"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("plan__target", "jurisdiction", "chain")
