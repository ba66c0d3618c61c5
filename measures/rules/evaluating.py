"""When the next instalment may be looked at."""

from datetime import datetime

from wuhan_smes.errors import ActionRefused


def require_month(released_at: datetime | None, at: datetime, months: int) -> None:
    """Refuses before `months` are over since the last instalment left."""
    if released_at is None or not months:
        return
    passed = (at.year - released_at.year) * 12 + at.month - released_at.month
    if at.day < released_at.day:
        passed -= 1
    if passed < months:
        raise ActionRefused(f"距上一笔拨付未满 {months} 个月，暂不能进入下一笔")


def require_more(payee: str, instalments: int, done: int) -> None:
    if done >= instalments:
        raise ActionRefused(f"“{payee}”已拨付全部各笔，无需更正")
