"""Who is on the way to which tier, and what is to be done for them."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import OuterRef, Subquery

from enterprises.rules.cultivation import OPEN
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import Cultivation, CultivationStep, CultivationTask


class CultivationQuerySet(ScopedQuerySet["Cultivation"]):
    jurisdiction_path = "jurisdiction_id"

    def open(self) -> Self:
        """On the way: neither arrived nor left."""
        return self.filter(stage__in=OPEN)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query; the next task stands beside it."""
        tasks: Any = self.model._meta.get_field("tasks").related_model
        waiting = tasks._default_manager.filter(cultivation=OuterRef("pk"), outcome="")
        first = waiting.order_by("due_on", "pk")
        named = self.select_related("enterprise", "jurisdiction", "target_batch", "owner")
        return named.annotate(
            task_title=Subquery(first.values("title")[:1]),
            task_due=Subquery(first.values("due_on")[:1]),
        )

    def late(self, *, on: date) -> Self:
        """With an open task whose day is over."""
        return self.filter(tasks__outcome="", tasks__due_on__lt=on).distinct()

    def locked(self, pk: int) -> "Cultivation":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class CultivationStepQuerySet(ScopedQuerySet["CultivationStep"]):
    jurisdiction_path = "jurisdiction_id"


class CultivationTaskQuerySet(ScopedQuerySet["CultivationTask"]):
    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"

    def waiting(self) -> Self:
        """Neither done nor cancelled, for one still on the way."""
        return self.filter(outcome="", cultivation__stage__in=OPEN)

    def for_list(self) -> Self:
        return self.select_related("cultivation__enterprise", "jurisdiction")

    def locked(self, pk: int) -> "CultivationTask":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
