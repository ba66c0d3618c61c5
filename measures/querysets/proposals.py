"""Suggestions and motions: seen by the unit they came to and by the units that answer them."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.access import Reach
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import DraftComment, Proposal


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    jurisdiction_path = "jurisdiction_id"
    agency_path = "agency_ids"

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        mine = Q(jurisdiction_id__in=reach.jurisdiction_ids)
        return self.filter(mine | Q(agency_ids__overlap=sorted(reach.agency_ids)))

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("lead", "jurisdiction")

    def locked(self, pk: int) -> "Proposal":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class DraftCommentQuerySet(ScopedQuerySet["DraftComment"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("document", "jurisdiction")

    def locked(self, pk: int) -> "DraftComment":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
