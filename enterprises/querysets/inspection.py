"""Draws for checks, which are published, and the enterprises drawn, which are a unit's."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import DrawnEnterprise, InspectionDraw


class InspectionDrawQuerySet(ReferenceQuerySet["InspectionDraw"]):
    """Seed and fingerprint are published: everybody may check the draw."""


class DrawnEnterpriseQuerySet(ScopedQuerySet["DrawnEnterprise"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "jurisdiction", "draw")

    def locked(self, pk: int) -> "DrawnEnterprise":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
