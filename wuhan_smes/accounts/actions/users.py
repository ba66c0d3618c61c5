"""Keeping accounts: who exists, where he works, whether he may still sign in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.ending import end_all
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation, User
from wuhan_smes.accounts.passwords import REPLACED, refuse_weak, replace_password
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion

STALE: Final = "该用户已被他人修改，请刷新后重新提交"
AMENDABLE: Final = ("display_name", "jurisdiction_id", "agency_id", "station_id")


@transaction.atomic
def create(
    *,
    access: Access,
    at: datetime,
    username: str,
    display_name: str,
    password: str,
    jurisdiction_id: int,
    agency_id: int | None = None,
    station_id: int | None = None,
) -> User:
    """Open an account. It may do nothing until a grant is proposed and approved."""
    reach = access.reach(Capability.USER_EDIT)
    user = User(
        username=User.normalize_username(username.strip()),
        display_name=display_name.strip(),
        jurisdiction_id=jurisdiction_id,
        agency_id=agency_id,
        station_id=station_id,
        joined_at=at,
        password_set_at=at,
    )
    _refuse_foreign_workplace(user, reach)
    if User.objects.filter(username=user.username).exists():
        raise InputRefused(Fault("username", "taken", f"用户名“{user.username}”已被使用"))
    _clean(user)
    refuse_weak(password, user, field="password")
    user.set_password(password)
    user.save(force_insert=True)
    trail.record(
        "user.create",
        user,
        access=access,
        at=at,
        changes={"username": user.username, **{name: getattr(user, name) for name in AMENDABLE}},
    )
    return user


@transaction.atomic
def amend(
    user_id: int,
    *,
    access: Access,
    at: datetime,
    version: int,
    changes: Mapping[str, object],
) -> User:
    """Change the name or the place of work. `version` is the one the person saw."""
    reach = access.reach(Capability.USER_EDIT)
    user: User = User.objects.within(reach).locked(user_id)
    if user.version != version:
        raise StaleVersion(STALE)
    unknown = set(changes) - set(AMENDABLE)
    if unknown:
        raise InputRefused(*(Fault(name, "unknown_field", "没有这个字段") for name in unknown))
    different = {name: value for name, value in changes.items() if getattr(user, name) != value}
    before = {name: getattr(user, name) for name in different}
    for name, value in different.items():
        setattr(user, name, value)
    _refuse_foreign_workplace(user, reach)
    _clean(user)
    if different:
        user.version += 1
        user.save(update_fields=[*different, "version"])
        pairs = {name: [before[name], value] for name, value in different.items()}
        trail.record("user.amend", user, access=access, at=at, changes=pairs)
    return user


@transaction.atomic
def disable(user_id: int, *, access: Access, at: datetime, reason: str) -> User:
    """Shut the account: open sessions and tokens are gone with it."""
    user = _locked_other(user_id, access)
    if not user.is_active:
        raise ActionRefused("该用户已经停用")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明停用理由"))
    user.is_active = False
    ended = end_all(user, access=access, at=at, tokens_too=True)
    user.version += 1
    user.save(update_fields=["is_active", "version"])
    changes = {"is_active": [True, False], "reason": reason.strip(), **ended.told()}
    trail.record("user.disable", user, access=access, at=at, changes=changes)
    return user


@transaction.atomic
def enable(user_id: int, *, access: Access, at: datetime) -> User:
    """Open a shut account again; its old sessions and tokens stay dead."""
    user = _locked_other(user_id, access)
    if user.is_active:
        raise ActionRefused("该用户已经启用")
    user.is_active = True
    user.version += 1
    user.save(update_fields=["is_active", "version"])
    trail.record("user.enable", user, access=access, at=at, changes={"is_active": [False, True]})
    return user


@transaction.atomic
def set_password(
    user_id: int, *, access: Access, at: datetime, version: int, password: str
) -> User:
    """Give somebody else a new password; whoever used the old one is signed out."""
    user = _locked_other(user_id, access)
    if user.version != version:
        raise StaleVersion(STALE)
    refuse_weak(password, user, field="password")
    replace_password(user, password, at)
    ended = end_all(user, access=access, at=at, tokens_too=True)
    user.version += 1
    user.save(update_fields=[*REPLACED, "version"])
    trail.record("user.set_password", user, access=access, at=at, changes=ended.told())
    return user


def _locked_other(user_id: int, access: Access) -> User:
    """Somebody in reach, but never oneself."""
    user: User = User.objects.within(access.reach(Capability.USER_EDIT)).locked(user_id)
    if user.pk == access.actor_id:
        raise ActionRefused("不能对自己的账号办理此事项，请由其他管理员办理")
    return user


def _refuse_foreign_workplace(user: User, reach: Reach) -> None:
    """The place of work must lie in reach, and in the unit that is named."""
    unit = Jurisdiction.objects.filter(pk=user.jurisdiction_id).first()
    if unit is None or not reach.covers(unit.pk):
        raise InputRefused(Fault("jurisdiction", "not_found", "没有这个管理单位，或不在您的范围内"))
    if user.agency_id and user.station_id:
        raise InputRefused(Fault("station", "conflict", "责任单位与服务站只能填一个"))
    places: tuple[tuple[str, str, Agency | ServiceStation | None], ...] = (
        ("agency", "责任单位", Agency.objects.filter(pk=user.agency_id or 0).first()),
        (
            "station",
            "服务站",
            ServiceStation.objects.within(reach).filter(pk=user.station_id or 0).first(),
        ),
    )
    for name, label, place in places:
        if getattr(user, f"{name}_id") and (place is None or place.jurisdiction_id != unit.pk):
            raise InputRefused(Fault(name, "not_found", f"{unit.name}没有这个{label}"))


def _clean(user: User) -> None:
    try:
        user.clean_fields(exclude=["password", "jurisdiction", "agency", "station"])
    except ValidationError as error:
        raise InputRefused(
            *(
                Fault(name, "invalid", message)
                for name, messages in error.message_dict.items()
                for message in messages
            )
        ) from None
