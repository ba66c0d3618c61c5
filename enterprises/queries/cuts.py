"""The rows of a table of counts: which keys it has and what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q

from enterprises.choices import CountCut, SizeClass
from enterprises.models import Industry, IndustryChain, Place, RecognitionBatch
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

UNCLASSIFIED: Final = "未归类"
DIVISION: Final = 3  # C39: the section's letter and two digits


@dataclass(slots=True)
class Rows:
    """Every row of a table in order (`labels`), and to which one a counted value belongs."""

    labels: dict[str, str]
    key_of: Mapping[str, str] = field(default_factory=dict)

    def key(self, value: str) -> str:
        return self.key_of.get(value, value)


def rows_of(cut: CountCut, values: Iterable[str], *, on: Iterable[date], reach: Reach) -> Rows:
    """The rows to show for `cut` on these days: all that could be counted, and those that were.

    What nobody classified stands under the key "", so that the rows add up to the total.
    """
    found = {value for value in values if value}
    match cut:
        case CountCut.ALL:
            return Rows({"all": CountCut.ALL.label})
        case CountCut.JURISDICTION:
            return _units(found, reach)
        case CountCut.STREET | CountCut.PARK | CountCut.CLUSTER:
            rows = _places(cut, found, reach)
        case CountCut.CHAIN:
            rows = _chains(found, on)
        case CountCut.INDUSTRY:
            rows = _divisions(found)
        case CountCut.BATCH:
            batches = RecognitionBatch.objects.within(reach).order_by("year", "ordinal", "id")
            rows = Rows({str(batch.pk): batch.name for batch in batches})
        case CountCut.SIZE:
            rows = Rows({size.value: size.label for size in SizeClass})
    rows.labels[""] = UNCLASSIFIED
    return rows


def _units(found: set[str], reach: Reach) -> Rows:
    managing = Q(children__isnull=True)
    if not reach.everywhere:
        managing &= Q(pk__in=reach.jurisdiction_ids)
    units = Jurisdiction.objects.filter(managing | Q(pk__in=found)).distinct()
    ordered = list(units.order_by("display_order", "id"))
    return Rows(
        {unit.code: unit.name for unit in ordered}, {str(unit.pk): unit.code for unit in ordered}
    )


def _places(cut: CountCut, found: set[str], reach: Reach) -> Rows:
    mine = Q(kind=cut.value)
    if not reach.everywhere:
        mine &= Q(jurisdiction_id__in=reach.jurisdiction_ids)
    places = list(
        Place.objects.filter(mine | Q(pk__in=found)).order_by(
            "jurisdiction__display_order", "jurisdiction_id", "name", "id"
        )
    )
    return Rows(
        {place.code: place.name for place in places},
        {str(place.pk): place.code for place in places},
    )


def _chains(found: set[str], on: Iterable[date]) -> Rows:
    """The chains of the tree in force on each day; where trees overlap, the latest one."""
    versions = {
        IndustryChain.objects.filter(valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .order_by("-valid_from", "-version")
        .values_list("version", flat=True)
        .first()
        for day in on
    }
    chains = list(
        IndustryChain.objects.filter(Q(version__in=versions - {None}) | Q(pk__in=found)).order_by(
            "version", "display_order", "id"
        )
    )
    return Rows(
        {chain.code: chain.name for chain in chains},
        {str(chain.pk): chain.code for chain in chains},
    )


def _divisions(found: set[str]) -> Rows:
    """Divisions of GB/T 4754 (大类); an enterprise known only by its section counts under that."""
    divisions = Industry.objects.filter(level=2)
    labels = dict(divisions.order_by("code").values_list("code", "name"))
    names = dict(Industry.objects.filter(level=1).values_list("code", "name"))
    codes = Industry.objects.filter(pk__in=found).values_list("id", "code")
    key_of = {str(pk): code[:DIVISION] for pk, code in codes}
    for key in sorted(set(key_of.values()) - set(labels)):
        labels[key] = names.get(key, key)
    return Rows(dict(sorted(labels.items())), key_of)
