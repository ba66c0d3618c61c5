"""Papers belong to the unit of their enterprise."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import (  # noqa: F401 - named in brackets below
        IndicatorEvidence,
        MilestonePaper,
    )

P = TypeVar("P", bound=models.Model)


class PaperQuerySet(ScopedQuerySet[P]):
    jurisdiction_path = "jurisdiction_id"

    def standing(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def locked(self, pk: int) -> P:
        """One paper, held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class IndicatorEvidenceQuerySet(PaperQuerySet["IndicatorEvidence"]):
    """Of a year's figures."""


class MilestonePaperQuerySet(PaperQuerySet["MilestonePaper"]):
    """Of what a plan promised."""

    def for_list(self) -> Self:
        return self.select_related("milestone__project__enterprise", "jurisdiction")
