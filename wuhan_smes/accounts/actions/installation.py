"""The first people of an installation, before there is anybody to propose and approve."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.accounts.actions import users
from wuhan_smes.accounts.models import Grant, Jurisdiction, User
from wuhan_smes.accounts.roles import DUTIES, ROLES
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

# One keeps the accounts, one approves, one audits: everybody else is appointed by these.
FIRST_ROLES: Final = ("administrator", "bureau_lead", "auditor")


@transaction.atomic
def appoint_first(
    *,
    access: Access,
    at: datetime,
    role: str,
    username: str,
    display_name: str,
    password: str,
) -> User:
    """Give `role` over the whole city to a new person. Once for each role, at the console only."""
    if access.actor_id is not None:
        raise NotPermitted("首任人员只能由安装人员在服务器上设立")
    if role not in FIRST_ROLES or role not in DUTIES:
        listed = "、".join(FIRST_ROLES)
        raise InputRefused(Fault("role", "unknown", f"首任角色只能是：{listed}"))
    city = Jurisdiction.objects.select_for_update().filter(parent__isnull=True).first()
    if city is None:
        raise ActionRefused("尚未载入基础数据，请先运行 load_reference")
    if Grant.objects.in_force().filter(role=role, jurisdiction=city).exists():
        label = ROLES[role].label
        raise ActionRefused(f"已有在任的{label}，后续人员请在系统内提出并批准授权")
    user = users.create(
        access=access,
        at=at,
        username=username,
        display_name=display_name,
        password=password,
        jurisdiction_id=city.pk,
    )
    grant = Grant(
        user=user,
        role=role,
        jurisdiction=city,
        at_installation=True,
        proposed_at=at,
        approved_at=at,
        reason="安装时设立",
    )
    grant.save(force_insert=True)
    changes = {"user": str(user), "user_id": user.pk, "role": role}
    trail.record("grant.at_installation", grant, access=access, at=at, changes=changes)
    return user
