"""Which unit managed an enterprise on a day, for rows that stay with that unit."""

from collections.abc import Collection, Mapping
from datetime import date

from enterprises.models import Enterprise, JurisdictionStay

Then = tuple[int, date]


def units_then(wanted: Collection[Then]) -> Mapping[Then, int]:
    """By enterprise and day, the unit of that day as known now; today's where no stay tells.

    An enterprise out of reach has no answer.
    """
    ids = {enterprise_id for enterprise_id, _ in wanted}
    now = dict(Enterprise.objects.filter(pk__in=ids).values_list("pk", "jurisdiction_id"))
    stays: dict[int, list[JurisdictionStay]] = {}
    for stay in JurisdictionStay.objects.current().filter(enterprise_id__in=ids):
        stays.setdefault(stay.enterprise_id, []).append(stay)
    found = {}
    for enterprise_id, day in wanted:
        held = [it.unit_id for it in stays.get(enterprise_id, ()) if day in it.during]
        if enterprise_id in now:
            found[enterprise_id, day] = held[0] if held else now[enterprise_id]
    return found
