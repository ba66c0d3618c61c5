"""Measures are public: whoever may look at measures sees all of them. Payments are not."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import Clause, Measure, MeasureAgency, PastPayment, PolicyDocument


class PolicyDocumentQuerySet(ReferenceQuerySet["PolicyDocument"]):
    """Documents cited by measures, targets and figures."""

    def for_list(self) -> Self:
        return self.select_related("repeals")

    def locked(self, pk: int) -> "PolicyDocument":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class MeasureQuerySet(ReferenceQuerySet["Measure"]):
    def for_list(self) -> Self:
        """Everything one row of a list needs: its document, its units and how many clauses."""
        return (
            self.select_related("document")
            .prefetch_related("duties__agency")
            .annotate(clause_count=Count("clauses"))
            .order_by("document_id", "no")
        )

    def for_detail(self) -> Self:
        return self.for_list().prefetch_related("clauses")

    def of_agency(self, code: str) -> Self:
        """What one unit leads or helps with."""
        return self.filter(pk__in=self.model.objects.filter(duties__agency__code=code).values("pk"))


class ClauseQuerySet(ReferenceQuerySet["Clause"]):
    """The duties a measure is made of."""


class MeasureAgencyQuerySet(ReferenceQuerySet["MeasureAgency"]):
    """Who answers for which measure."""


class PastPaymentQuerySet(ScopedQuerySet["PastPayment"]):
    """What enterprises were paid before, within the units in reach."""

    jurisdiction_path = "jurisdiction_id"

    def current(self) -> Self:
        """What is known now."""
        return self.filter(superseded_at__isnull=True)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.current().select_related("enterprise", "jurisdiction")
