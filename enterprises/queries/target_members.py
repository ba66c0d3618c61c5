"""Which enterprises are counted beside a target."""

from datetime import date

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.models import Enterprise, TierTarget
from enterprises.queries.highest import holding
from enterprises.queries.targets import counts_holders, since
from enterprises.queries.tier_flows import flow_members
from enterprises.querysets import EnterpriseQuerySet
from wuhan_smes.access import Reach


def counted_for(target: TierTarget, *, on: date, reach: Reach) -> EnterpriseQuerySet:
    """The holders of the day, or those recognised since the target counts; see `progress`.
    A target set for every chain counts those on some chain.
    """
    unit = target.jurisdiction
    own = reach
    if unit.parent_id is not None:
        own = Reach(frozenset({unit.pk})) if reach.covers(unit.pk) else Reach()
    within, tier = Enterprise.objects.within(own), Tier(target.tier)
    if counts_holders(target):
        return within.filter(holding(tier, on=on, reach=own))
    begun = since(target, on)
    if begun is None:
        return within.none()
    ids = flow_members(
        own,
        first=begun,
        last=on,
        by=CountCut.CHAIN,
        tier=tier,
        basis=CountBasis.HOLDER,
        row=bool if target.each_chain else lambda key: True,
        column=FlowColumn.RECOGNISED,
    )
    return within.filter(pk__in=ids)
