"""What enterprises in care still lack for the next title, by names and never by figures.

A specialist may know what to talk about at the door; what the figures are stays with those who
keep them.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Prospect
from enterprises.queries.assessment import Basis, basis_for
from wuhan_smes.access import Reach
from wuhan_smes.rulekit.queries import NoRuleSet

NAMED: Final = 3
# Further from a title than this, a list of what is missing helps nobody at the door.
FURTHEST: Final = 6
KIND: Final = ApplicationKind.NEW


def gaps(enterprise_ids: Collection[int], *, reach: Reach) -> Mapping[int, str]:
    """One sentence for each enterprise that is on its way: the title it lacks least for."""
    rows = Prospect.objects.within(reach).filter(
        enterprise_id__in=enterprise_ids,
        application_kind=KIND,
        steps__range=(1, FURTHEST),
    )
    nearest = list(rows.order_by("enterprise_id", "steps", "pk").distinct("enterprise_id"))
    by_rules = {(row.tier, row.judged_on) for row in nearest}
    bases = {key: _basis(*key) for key in by_rules}
    return {row.enterprise_id: _said(row, bases[row.tier, row.judged_on]) for row in nearest}


def _basis(tier: str, on: date) -> Basis | None:
    """None where the rules of that day are no longer there to name anything."""
    try:
        return basis_for(tier, KIND, on=on)
    except NoRuleSet:
        return None


def _said(row: Prospect, basis: Basis | None) -> str:
    parts = []
    if row.lacking:
        names = [basis.name_of(code) if basis else code for code in row.lacking]
        more = " 等" if len(names) > NAMED else ""
        parts.append(f"不符合 {len(names)} 项（{'、'.join(names[:NAMED])}{more}）")
    if row.open:
        parts.append(f"待核实 {len(row.open)} 项")
    return f"{Tier(row.tier).label}：{'，'.join(parts)}，{row.judged_on} 评估"
