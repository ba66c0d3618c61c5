"""Where an old row lives on, and where a row came from."""

from collections.abc import Iterable, Mapping

from enterprises.models import Enterprise, Merge
from wuhan_smes.access import Reach


def survivor_of(enterprise_id: int, *, reach: Reach) -> int | None:
    """The row that a merged-away one lives on in, through several merges; none while it stands by
    itself, or where it leads out of reach.
    """
    links = dict(Merge.objects.standing().filter(gone_id=enterprise_id).values_list("gone", "into"))
    found = None
    while enterprise_id in links:
        found = enterprise_id = links[enterprise_id]
        further = Merge.objects.standing().filter(gone_id=enterprise_id)
        links = dict(further.values_list("gone", "into"))
    if found is None or not Enterprise.objects.within(reach).filter(pk=found).exists():
        return None
    return found


def survivors(enterprise_ids: Iterable[int]) -> Mapping[int, int]:
    """For each merged-away row among many, the row it lives on in; a few statements in all."""
    lives_on: dict[int, int] = {}
    wanted = set(enterprise_ids)
    while wanted:
        rows = Merge.objects.standing().filter(gone_id__in=wanted)
        step = dict(rows.values_list("gone_id", "into_id"))
        for first, now in [*lives_on.items()]:
            lives_on[first] = step.get(now, now)
        lives_on |= {gone: into for gone, into in step.items() if gone not in lives_on}
        wanted = set(step.values())
    return lives_on


def merges_of(enterprise_id: int, *, reach: Reach) -> list[Merge]:
    """What joined this row, undone merges too, latest first."""
    rows = Merge.objects.within(reach).filter(into_id=enterprise_id)
    return list(rows.select_related("gone").order_by("-id"))
