"""The first wall: every queryset names its way to a jurisdiction, an agency or a station."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from wuhan_smes.access import Reach

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to somebody. A subclass says only how to get there.

    `within(access.reach(capability))` is the permission check and the filter in one.
    """

    jurisdiction_path: ClassVar[str] = ""
    agency_path: ClassVar[str] = ""
    station_path: ClassVar[str] = ""

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        reached = Q(pk__in=())
        for path, ids in (
            (self.jurisdiction_path, reach.jurisdiction_ids),
            (self.agency_path, reach.agency_ids),
            (self.station_path, reach.station_ids),
        ):
            if path and ids:
                reached |= (
                    Q(**{path: next(iter(ids))}) if len(ids) == 1 else Q(**{f"{path}__in": ids})
                )
        return self.filter(reached)


class ReferenceQuerySet(ScopedQuerySet[M]):
    """Rows everybody who may look at reference data may see: units, chains, industries."""

    def within(self, reach: Reach) -> Self:
        return self
