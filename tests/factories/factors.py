"""Second factors in force, whose secret the test knows."""

from datetime import datetime

from wuhan_smes.accounts import one_time
from wuhan_smes.accounts.models import SecondFactor, User
from wuhan_smes.scope import bootstrap_scope

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RECOVERY = "AAAA-BBBB-CCCC-DDDD"


def make_factor(user: User, *, at: datetime, confirmed: bool = True) -> SecondFactor:
    """With one recovery code, RECOVERY."""
    factor = SecondFactor(user=user, begun_at=at)
    factor.keep(SECRET)
    if confirmed:
        factor.confirmed_at = at
        factor.recovery = [one_time.digest(RECOVERY, user_id=user.pk)]
    with bootstrap_scope():
        factor.save(force_insert=True)
    return factor


def code(at: datetime) -> str:
    """What the app shows at that moment."""
    return one_time.code_at(SECRET, at)
