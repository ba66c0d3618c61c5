"""Where a role is held, named by code as people and programs name it."""

from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation
from wuhan_smes.accounts.roles import ROLES, Anchor


def anchor_id(role: str, code: str, reach: Reach) -> int:
    """The row that `code` means for `role`; 0, which no action takes, when none is in reach."""
    if role not in ROLES:
        return 0
    rows = {
        Anchor.JURISDICTION: Jurisdiction.objects,
        Anchor.AGENCY: Agency.objects,
        Anchor.STATION: ServiceStation.objects,
    }[ROLES[role].anchor]
    found = rows.within(reach).filter(code=code).values_list("pk", flat=True).first()
    return int(found or 0)
