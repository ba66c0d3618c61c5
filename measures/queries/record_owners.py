"""Whose records somebody may tell: units, and enterprises with the name they go by.

Who keeps records for an agency does not see the register; an enterprise is told to him by its code
or by the number a record already carries, and nothing but what stands on the record.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection

from enterprises.models import Enterprise
from measures.models import Record
from measures.querysets import answered
from wuhan_smes.access import Access, Capability, Reach

SUBJECTS: Final = "SELECT id, jurisdiction_id, name, uscc FROM measures_record_subjects(%s, %s)"


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit, or an enterprise with its unit."""

    id: int
    jurisdiction_id: int
    name: str = ""
    uscc: str = ""


def read_reach(model: type[Record], reach: Reach) -> Reach:
    """The units whose records of a kind may be read."""
    return answered(model.told.clauses, reach)


def kept_reach(model: type[Record], reach: Reach) -> Reach:
    """The units whose records of a kind may be told, put right and struck."""
    return answered(model.told.clauses, reach, leads=True)


def may_keep(model: type[Record], access: Access) -> bool:
    """Whether somebody keeps records of the kind for any unit."""
    if not access.holds(Capability.RECORD_EDIT):
        return False
    kept = kept_reach(model, access.reach(Capability.RECORD_EDIT))
    return kept.everywhere or bool(kept.jurisdiction_ids)


def owner_of(enterprise: Enterprise) -> Owner:
    return Owner(enterprise.pk, enterprise.jurisdiction_id, enterprise.name, enterprise.uscc or "")


def named(said: str, model: type[Record], reach: Reach) -> Owner | None:
    """The one enterprise a code or a whole name means, if its records may be told."""
    rows = Enterprise.objects.within(reach)
    found = list((rows.filter(uscc=said.upper()) | rows.filter(name=said))[:2])
    if len(found) == 1:
        return owner_of(found[0])
    if found or not reach.agency_ids:
        return None
    kept = kept_reach(model, reach)
    known = subjects(codes=[said.upper()])
    return next((it for it in known if kept.covers(it.jurisdiction_id)), None)


def subjects(*, ids: Collection[int] = (), codes: Collection[str] = ()) -> list[Owner]:
    """Enterprises by number or by code, for whoever keeps records for an agency."""
    with connection.cursor() as cursor:
        cursor.execute(SUBJECTS, [list(ids), list(codes)])
        return [Owner(*row) for row in cursor.fetchall()]
