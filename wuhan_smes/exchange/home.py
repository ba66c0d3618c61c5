"""For which unit a person imports."""

from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.errors import NotPermitted


def home_of(access: Access, capability: Capability) -> int:
    """The city for those who reach all of it, else one's own unit, else the first in reach.

    Raises NotPermitted where the capability is held over no unit.
    """
    reach = access.reach(capability)
    if reach.everywhere:
        return Jurisdiction.objects.get(parent=None).pk
    if not reach.jurisdiction_ids:
        raise NotPermitted("您没有负责的管理单位，不能导入", capability=capability)
    own = User.objects.filter(pk=access.actor_id).values_list("jurisdiction_id", flat=True).first()
    return own if own in reach.jurisdiction_ids else min(reach.jurisdiction_ids)
