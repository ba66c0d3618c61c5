"""How every action on many enterprises begins and ends, in a few statements for thousands."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from enterprises.actions.facts import IN_REGISTER
from enterprises.models import Enterprise, EnterpriseName, IndustryStay, ScaleStatus, SizeYear
from enterprises.rules import register
from wuhan_smes.access import Access, Capability
from wuhan_smes.many_rows import among


def held_set(
    ids: Iterable[int], *, access: Access, capability: Capability = Capability.REGISTER_EDIT
) -> dict[int, Enterprise]:
    """The enterprises by id, their rows locked in order. Raises DoesNotExist if one is out of
    reach: nothing is done for the others then. Refuses a row merged into another.
    """
    wanted = set(ids)
    rows = Enterprise.objects.within(access.reach(capability)).filter(among("pk", wanted))
    held = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",), no_key=True)}
    if missing := wanted - held.keys():
        raise Enterprise.DoesNotExist(f"{len(missing)} enterprises are not within reach")
    for row in held.values():
        register.require_not_merged(row.status, row.merged_into_id)
    return held


def kept_set(ids: Collection[int], *, on: date, at: datetime) -> None:
    """Bring today's copies of dated facts up to what holds on day `on`; count versions up."""
    mine = {"enterprise_id": OuterRef("pk")}
    names = EnterpriseName.objects.holding(on=on).filter(**mine)
    scales = ScaleStatus.objects.holding(on=on).filter(**mine).order_by().values("enterprise_id")
    above = scales.annotate(above=BoolOr(Q(stage__in=IN_REGISTER)))
    Enterprise.objects.filter(among("pk", ids)).update(
        name=Coalesce(_first(names, "name"), F("name")),
        industry_id=_first(IndustryStay.objects.holding(on=on).filter(**mine), "industry_id"),
        size_class=Coalesce(
            _first(SizeYear.objects.holding(on=on).filter(**mine), "size_class"), Value("")
        ),
        is_above_scale=Subquery(above.values("above")),
        version=F("version") + 1,
        updated_at=Greatest(F("updated_at"), Value(at, output_field=DateTimeField())),
    )


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])
