"""Proving that one has one's second factor, or knows one's password, at this moment."""

from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.accounts import one_time
from wuhan_smes.accounts.models import SecondFactor, User
from wuhan_smes.audit import trail


class Proof(Enum):
    """What came of it."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


def has_factor(user_id: int) -> bool:
    """Whether a code is asked of this person at all."""
    if settings.SECOND_FACTOR == "off":
        return False
    return SecondFactor.scoped.confirmed().filter(pk=user_id).exists()


@transaction.atomic
def prove(user: User, code: str, *, access: Access, at: datetime) -> Proof:
    """Whether `code` is good now: of the app, or one of the recovery codes, which it uses up.

    Wrong ones are counted on the factor itself, wherever they come from: whoever gets as far as
    being asked knows the password. So that the count is kept, nothing is raised here.
    """
    factor = SecondFactor.scoped.confirmed().locked(user.pk)
    if factor.locked_until is not None and factor.locked_until > at:
        return Proof.LOCKED
    if not _taken(factor, code, access=access, at=at):
        return _wrong(factor, at)
    factor.wrong, factor.locked_until = 0, None
    factor.save(update_fields=["last_counter", "recovery", "wrong", "locked_until"])
    return Proof.RIGHT


def _taken(factor: SecondFactor, code: str, *, access: Access, at: datetime) -> bool:
    given = one_time.plain(code)
    counter = one_time.counter_of(factor.opened, given, at=at, after=factor.last_counter)
    if counter is not None:
        factor.last_counter = counter
        return True
    digest = one_time.digest(given, user_id=factor.pk)
    if digest not in factor.recovery:
        return False
    factor.recovery = [kept for kept in factor.recovery if kept != digest]
    left = {"left": len(factor.recovery)}
    trail.record("account.recovery_code_used", factor.user, access=access, at=at, changes=left)
    return True


def _wrong(factor: SecondFactor, at: datetime) -> Proof:
    factor.wrong += 1
    locks = factor.wrong >= settings.AXES_FAILURE_LIMIT
    if locks:
        factor.wrong, factor.locked_until = 0, at + settings.AXES_COOLOFF_TIME
    factor.save(update_fields=["wrong", "locked_until"])
    return Proof.LOCKED if locks else Proof.WRONG
