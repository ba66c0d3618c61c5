"""Keys for programs: issued by their owner, shown once, read-only unless asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from wuhan_smes.access import CONFIRMED, Access, Capability, Reach
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.bindings import bindings
from wuhan_smes.accounts.models import ApiToken, User
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

LONGEST_DAYS: Final = 366
MOST_TOKENS: Final = 10


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """`secret` exists nowhere else: what is stored is its digest."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue(
    user_id: int,
    *,
    access: Access,
    at: datetime,
    name: str,
    days: int = 90,
    may_write: bool = False,
    bound_to: str = "",
    scopes: Sequence[str] = (),
) -> IssuedToken:
    """A key with the rights of its owner, or bound to one thing of them. Only he can ask, or the
    operator at the console. `scopes` names what of CONFIRMED it may do: nothing, unless said.
    """
    user = _owner(user_id, access)
    if not user.is_active:
        raise ActionRefused("该用户已停用，不能申请令牌")
    if bound_to:
        access_for(user).reach(bindings.find(bound_to).capability)
    faults = []
    if not name.strip():
        faults.append(Fault("name", "required", "请写明令牌用途"))
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(Fault("days", "out_of_range", f"有效天数应为 1 到 {LONGEST_DAYS}"))
    faults += _scope_faults(scopes, may_write=may_write)
    if faults:
        raise InputRefused(*faults)
    for scope in scopes:
        (access if access.actor_id == user.pk else access_for(user)).reach(Capability(scope))
    if ApiToken.scoped.filter(user=user, expiry__gt=at).count() >= MOST_TOKENS:
        raise ActionRefused(f"每人最多 {MOST_TOKENS} 个有效令牌，请先撤销不用的")
    digest, secret = get_digest_token()
    token = ApiToken(
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        user=user,
        name=name.strip(),
        may_write=may_write or bool(bound_to),
        bound_to=bound_to,
        scopes=sorted(scopes),
        expiry=at + timedelta(days=days),
    )
    token.save(force_insert=True)
    _record("token.issue", token, access=access, at=at)
    return IssuedToken(token, secret)


@transaction.atomic
def revoke(token_key: str, *, access: Access, at: datetime) -> None:
    """Make a key useless at once: one's own, or that of somebody whose account one keeps."""
    tokens = ApiToken.scoped.select_for_update(of=("self",)).select_related("user")
    own = tokens.filter(user_id=access.actor_id, token_key=token_key).first()
    token = own or tokens.within(access.reach(Capability.USER_EDIT)).get(token_key=token_key)
    _record("token.revoke", token, access=access, at=at)
    token.delete()


def _scope_faults(scopes: Sequence[str], *, may_write: bool) -> list[Fault]:
    known = sorted(CONFIRMED)
    faults = [
        Fault("scopes", "unknown", f"没有特别权限“{scope}”，可选：{'、'.join(known)}")
        for scope in scopes
        if scope not in CONFIRMED
    ]
    writing = [scope for scope in scopes if scope in CONFIRMED and Capability(scope).writes]
    if writing and not may_write:
        faults.append(Fault("scopes", "read_only", f"只读令牌不能有“{writing[0]}”"))
    return faults


def _owner(user_id: int, access: Access) -> User:
    """Locked, so that two requests at once cannot pass the limit together."""
    if access.actor_id not in {None, user_id}:
        raise NotPermitted("令牌只能由本人申请")
    own = access.actor_id is not None
    reach = Reach(everywhere=True) if own else access.reach(Capability.USER_EDIT)
    user: User = User.objects.within(reach).locked(user_id)
    return user


def _record(kind: str, token: ApiToken, *, access: Access, at: datetime) -> None:
    """Told of its owner: a token's own key is no number."""
    changes = {
        "name": token.name,
        "key": token.token_key,
        "may_write": token.may_write,
        "bound_to": token.bound_to,
        "scopes": token.scopes,
        "expiry": token.expiry,
    }
    trail.record(kind, token.user, access=access, at=at, changes=changes)
