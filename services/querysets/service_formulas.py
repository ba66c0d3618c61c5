"""Editions of the formula stations are assessed by: known to everybody."""

from datetime import date
from typing import TYPE_CHECKING

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from services.models import ServiceFormula


class ServiceFormulaQuerySet(ReferenceQuerySet["ServiceFormula"]):
    def on(self, day: date) -> "ServiceFormula":
        """The edition in force on a day; the first one before it began. Raises LookupError where
        none was ever set.
        """
        begun = self.filter(effective_from__lte=day).order_by("-effective_from").first()
        found = begun or self.order_by("effective_from").first()
        if found is None:
            raise LookupError("no formula of the service index was loaded")
        return found
