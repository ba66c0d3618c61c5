"""What somebody may do, in words a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation


@dataclass(frozen=True, slots=True)
class Ability:
    """One capability and the places it is held over."""

    code: str
    label: str
    everywhere: bool
    places: Sequence[str]


def abilities(access: Access) -> list[Ability]:
    """Everything `access` allows, by code; names are looked up once for all."""
    total = access.total_reach()
    names = _names(total)
    return [
        Ability(capability.value, capability.label, reach.everywhere, _places(reach, names))
        for capability, reach in sorted(access.reaches.items())
    ]


def _places(reach: Reach, names: dict[tuple[str, int], str]) -> list[str]:
    if reach.everywhere:
        return []
    keys = [
        *(("unit", pk) for pk in reach.jurisdiction_ids),
        *(("agency", pk) for pk in reach.agency_ids),
        *(("station", pk) for pk in reach.station_ids),
    ]
    return sorted(names[key] for key in keys if key in names)


def _names(reach: Reach) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind, rows in (
        ("unit", Jurisdiction.objects.filter(pk__in=reach.jurisdiction_ids)),
        ("agency", Agency.objects.filter(pk__in=reach.agency_ids)),
        ("station", ServiceStation.objects.filter(pk__in=reach.station_ids)),
    ):
        found |= {(kind, pk): name for pk, name in rows.values_list("pk", "name")}
    return found
