"""Which part of the trail somebody may read."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from django.db import models

    from wuhan_smes.audit.models import AuditEvent, Seal


class AuditEventQuerySet(ScopedQuerySet["AuditEvent"]):
    jurisdiction_path = "jurisdiction_id"

    def about(self, target: "models.Model") -> Self:
        """The history of one object, newest first."""
        return self.filter(target=target._meta.label_lower, target_id=target.pk).order_by("-id")


class SealQuerySet(ReferenceQuerySet["Seal"]):
    """Seals tell nothing about what they close."""
