"""Programmes are public, as the measures they stand under; what is owed to whom is not."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from measures.choices import EntitlementState, ProgrammeState
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import (
        Entitlement,
        EvidenceReceipt,
        Matter,
        MatterSpelling,
        Payee,
        Programme,
    )

M = TypeVar("M", bound=models.Model)


class MatterQuerySet(ReferenceQuerySet["Matter"]):
    """What is paid for, whoever pays and by whichever document."""


class MatterSpellingQuerySet(ReferenceQuerySet["MatterSpelling"]):
    """How lists of past payments call a matter."""


class ProgrammeQuerySet(ReferenceQuerySet["Programme"]):
    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("matter", "document", "clause__measure", "unit", "replaces")

    def for_detail(self) -> Self:
        """With its rows: shares, instalments, evidence."""
        return self.for_list().prefetch_related("shares", "instalments", "evidence")

    def in_force(self, *, on: date) -> Self:
        """Put into force, and valid on the day."""
        return self.filter(state=ProgrammeState.IN_FORCE, valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        )

    def locked(self, pk: int) -> "Programme":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ProgrammeRowQuerySet(ReferenceQuerySet[M]):
    """Rows of a programme: as public as it is."""


class PayeeQuerySet(ScopedQuerySet["Payee"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction")


class EntitlementQuerySet(ScopedQuerySet["Entitlement"]):
    """Lines stay with the unit that managed the payee when they were found."""

    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("payee__enterprise", "programme__matter", "jurisdiction")

    def to_chase(self) -> Self:
        """For want of evidence alone."""
        return self.filter(state=EntitlementState.MISSING_EVIDENCE)

    def to_pay(self) -> Self:
        """The pay list: proposed, with something to pay."""
        return self.filter(state=EntitlementState.PROPOSED, payable__gt=0)

    def locked(self, pk: int) -> "Entitlement":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class EvidenceReceiptQuerySet(ScopedQuerySet["EvidenceReceipt"]):
    jurisdiction_path = "jurisdiction_id"
