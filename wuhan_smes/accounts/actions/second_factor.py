"""A second factor is begun, confirmed and given up by its owner; a lost one is taken away."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts import one_time
from wuhan_smes.accounts.ending import end_all, end_but
from wuhan_smes.accounts.models import SecondFactor, User
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

WRONG_CODE: Final = "验证码不正确：请核对手机时间是否准确，输入应用当前显示的 6 位数字"


@transaction.atomic
def begin(*, access: Access, at: datetime) -> str:
    """A new secret to be copied into an app; nothing asks for it before it is confirmed."""
    if settings.SECOND_FACTOR == "off":
        raise ActionRefused("本平台没有开启两步验证")
    user = _person(access)
    if SecondFactor.scoped.confirmed().filter(user=user).exists():
        raise ActionRefused("您已启用两步验证；要更换手机，请先停用现在的")
    secret = one_time.new_secret()
    factor = SecondFactor(user=user, begun_at=at)
    factor.keep(secret)
    SecondFactor.scoped.filter(user=user).delete()
    factor.save(force_insert=True)
    trail.record("account.factor_begun", user, access=access, at=at, changes={})
    return secret


@transaction.atomic
def confirm(*, access: Access, at: datetime, code: str, session: UUID | None = None) -> list[str]:
    """Put it into force by its first code; returns the recovery codes, told this once.

    Sessions opened by the password alone end, but `session`, which asked.
    """
    user = _person(access)
    factor = SecondFactor.scoped.waiting().filter(user=user).first()
    if factor is None:
        raise ActionRefused("请先开始设置两步验证")
    counter = one_time.counter_of(factor.opened, one_time.plain(code), at=at, after=0)
    if counter is None:
        raise InputRefused(Fault("code", "wrong_code", WRONG_CODE))
    codes = one_time.new_recovery_codes()
    factor.confirmed_at, factor.last_counter = at, counter
    factor.recovery = [one_time.digest(code, user_id=user.pk) for code in codes]
    factor.save(update_fields=["confirmed_at", "last_counter", "recovery"])
    end_but(user, session, access=access, at=at)
    trail.record("account.factor_confirmed", user, access=access, at=at, changes={})
    return codes


@transaction.atomic
def renew_codes(*, access: Access, at: datetime) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing any more."""
    factor = _confirmed(_person(access))
    codes = one_time.new_recovery_codes()
    factor.recovery = [one_time.digest(code, user_id=factor.pk) for code in codes]
    factor.save(update_fields=["recovery"])
    trail.record("account.recovery_codes_renewed", factor.user, access=access, at=at, changes={})
    return codes


@transaction.atomic
def give_up(*, access: Access, at: datetime) -> None:
    """Do without one's own again, or before another: where one is required, the next page opened
    is the one that sets it up.
    """
    factor = _confirmed(_person(access))
    user = factor.user
    factor.delete()
    trail.record("account.factor_given_up", user, access=access, at=at, changes={})


@transaction.atomic
def take_away(user_id: int, *, access: Access, at: datetime, reason: str) -> User:
    """Take somebody's lost factor away: he signs in by his password once and sets up another.

    It is for those who approve rights, never for those who keep accounts: whoever sets passwords
    cannot take factors away, so that no one person alone can sign in as another.
    """
    user: User = User.objects.within(access.reach(Capability.GRANT_APPROVE)).locked(user_id)
    if user.pk == access.actor_id:
        raise ActionRefused("不能解除自己的两步验证，请由其他审批人办理")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明解除理由，如手机遗失"))
    factor = SecondFactor.scoped.filter(user=user).first()
    if factor is None:
        raise ActionRefused("该用户没有设置两步验证")
    factor.delete()
    ended = end_all(user, access=access, at=at)
    changes = {"reason": reason.strip(), "sessions_ended": ended.sessions}
    trail.record("user.factor_taken_away", user, access=access, at=at, changes=changes)
    return user


def _person(access: Access) -> User:
    """Locked: of two requests at once the second sees what the first one did."""
    if access.actor_id is None:
        raise NotPermitted("两步验证只能由本人设置")
    user: User = User.objects.locked(access.actor_id)
    return user


def _confirmed(user: User) -> SecondFactor:
    factor = SecondFactor.scoped.confirmed().filter(user=user).first()
    if factor is None:
        raise ActionRefused("您还没有启用两步验证")
    return factor
