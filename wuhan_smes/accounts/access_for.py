"""From grants to Access: the one place where roles meet the tree of units."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.prepared import rows_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from wuhan_smes.accounts.models import User

# One statement: each grant with the units below its anchor, and whether that is the whole tree.
# `%(user)s` may be an id or, within a statement that finds out who somebody is, a column.
GRANTS: Final = """
WITH RECURSIVE below AS (
    SELECT g.id AS grant_id, g.jurisdiction_id AS unit_id
      FROM accounts_grant g
     WHERE g.user_id = %(user)s AND g.jurisdiction_id IS NOT NULL
       AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
    UNION ALL
    SELECT below.grant_id, j.id
      FROM below JOIN accounts_jurisdiction j ON j.parent_id = below.unit_id
)
SELECT g.role,
       (SELECT array_agg(unit_id) FROM below WHERE grant_id = g.id) AS units,
       coalesce(j.parent_id IS NULL AND j.id IS NOT NULL, false) AS everywhere,
       g.agency_id, g.station_id, s.jurisdiction_id
  FROM accounts_grant g
  LEFT JOIN accounts_jurisdiction j ON j.id = g.jurisdiction_id
  LEFT JOIN accounts_servicestation s ON s.id = g.station_id
 WHERE g.user_id = %(user)s AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
"""


def access_for(user: "User | AnonymousUser") -> Access:
    """What `user` may do and where. An unknown or disabled person may do nothing."""
    if not user.is_authenticated or not user.is_active or user.pk is None:
        return Access(None, "")
    return access_from(user.pk, user.get_full_name(), rows_of(GRANTS, {"user": user.pk}))


def access_from(user_id: int, name: str, grants: Iterable[tuple[Any, ...]]) -> Access:
    """What the rows of GRANTS say an active person may do. He acts by the name people know him
    by; his login is found by his id.
    """
    reaches: dict[Capability, Reach] = {}
    for role_code, units, everywhere, agency_id, station_id, station_unit_id in grants:
        role = ROLES[role_code]
        held = Reach(
            frozenset(units or ()),
            frozenset({agency_id} if agency_id else ()),
            frozenset({station_id} if station_id else ()),
            everywhere,
        )
        _add(reaches, role.capabilities, held)
        unit = Reach(frozenset({station_unit_id} if station_unit_id else ()))
        _add(reaches, role.unit_capabilities, unit)
    return Access(user_id, name, reaches)


def _add(reaches: dict[Capability, Reach], held: Iterable[Capability], where: Reach) -> None:
    for capability in held:
        before = reaches.get(capability)
        reaches[capability] = where if before is None else before | where
