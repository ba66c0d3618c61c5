"""Which part of the trail somebody may read."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from django.db import models

    from wuhan_smes.audit.models import AuditEvent


class AuditEventQuerySet(ScopedQuerySet["AuditEvent"]):
    jurisdiction_path = "jurisdiction_id"

    def about(self, target: "models.Model") -> Self:
        """The history of one object, newest first."""
        return self.filter(target=target._meta.label_lower, target_id=target.pk).order_by("-id")
