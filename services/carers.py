"""Who looks after an enterprise: its lead specialist, told to the pages of the register."""

from collections.abc import Collection, Mapping
from datetime import date

from enterprises.queries.carers import register, register_stations
from services.models import Assignment
from wuhan_smes.access import Access, Capability
from wuhan_smes.many_rows import among


def lead_specialists(ids: Collection[int], access: Access, on: date) -> Mapping[int, str]:
    """The name of the lead by enterprise; nothing for who may not know of stations."""
    if not access.holds(Capability.STATION_VIEW):
        return {}
    rows = Assignment.objects.within(access.reach(Capability.STATION_VIEW)).holding(on=on)
    mine = rows.filter(enterprise_id__in=ids, is_lead=True)
    return dict(mine.values_list("enterprise_id", "specialist__name"))


def lead_stations(ids: Collection[int], on: date) -> Mapping[int, int]:
    """The station of the lead by enterprise, within what the row policies show."""
    rows = Assignment.objects.holding(on=on).filter(among("enterprise_id", set(ids)), is_lead=True)
    return dict(rows.values_list("enterprise_id", "station_id"))


register(lead_specialists)
register_stations(lead_stations)
