"""What becomes of visits when their enterprise is merged into another, and when it comes apart."""

from typing import Final

from django.db.models import QuerySet

from enterprises.actions.merging.registry import Apart, Halves, Handler, Memory, Part
from services.models import Visit
from wuhan_smes.access import Access

MOST_SHOWN: Final = 5
BEFORE: Final = "企业合并前，两个登记当日各有走访"


class JoinedVisits(Handler):
    """Visits follow with the name they were written under; their unit stays that of their day.

    One station may have been at both halves on one day: two visits took place then, and both stay.
    """

    relations = ("services.Visit.enterprise",)
    label = "走访"

    def plan(self, halves: Halves) -> Part:
        mine = Visit.objects.filter(enterprise=halves.gone).order_by("-visited_at", "-pk")
        ids = list(mine.values_list("pk", flat=True))

        def do(access: Access, at: object) -> Memory:
            twice = self._twice(ids, halves)
            Visit.objects.filter(pk__in=twice).update(again_reason=BEFORE)
            Visit.objects.filter(pk__in=ids).update(enterprise=halves.into)
            return {"moved": ids, "twice": twice}

        return Part(do, moves=self._shown(mine, len(ids)))

    def undo(self, apart: Apart, memory: Memory) -> None:
        Visit.objects.filter(pk__in=memory["moved"]).update(enterprise=apart.halves.gone)
        twice = Visit.objects.filter(pk__in=memory["twice"], again_reason=BEFORE)
        twice.update(again_reason="")

    def _shown(self, visits: QuerySet[Visit], count: int) -> list[str]:
        shown = [f"{one.visited_on} {one.get_mode_display()}" for one in visits[:MOST_SHOWN]]
        return [*shown, *([f"等共 {count} 次"] if count > MOST_SHOWN else [])]

    def _twice(self, ids: list[int], halves: Halves) -> list[int]:
        """Visits without a reason of a day on which the station was at the other half, too."""
        theirs = set(self._unexplained(enterprise=halves.into).values_list("station", "visited_on"))
        mine = self._unexplained(pk__in=ids).values_list("pk", "station", "visited_on")
        return [pk for pk, station, day in mine if (station, day) in theirs]

    def _unexplained(self, **found: object) -> QuerySet[Visit]:
        return Visit.objects.standing().of_stations().filter(again_reason="", **found)
