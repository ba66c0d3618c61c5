"""When a link may be used, and what its secret looks like. No database, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from wuhan_smes.errors import ActionRefused, Fault, InputRefused

MOST_DAYS: Final = 60
CODE_MINUTES: Final = 10
CODE_TRIES: Final = 5
# A telephone is not flooded: so many messages a link, and so long between two.
CODE_SENDS: Final = 5
CODE_PAUSE: Final = timedelta(minutes=1)
# Wrong addresses from one place within a quarter of an hour, after which it is told to wait.
MISSES: Final = 30


class LinkRefused(ActionRefused):
    """The link opens nothing now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code


SENTENCES: Final = {
    "link_unknown": "链接无效：请核对地址是否完整，或请发送链接的单位重新发送",
    "link_expired": "链接已过期：请联系发送链接的单位重新发送",
    "link_used": "链接已使用：您的答复已经收到，无需重复填写",
    "link_revoked": "链接已作废：请联系发送链接的单位",
    "link_busy": "尝试次数过多：请十五分钟后再试",
    "link_locked": "验证码错误次数过多：链接已锁定，请联系发送链接的单位重新发送",
    "link_code": "验证码不正确或已过期：请重新获取",
    "link_code_soon": "验证码刚刚发送过：请一分钟后再获取",
    "link_code_often": "该链接获取验证码的次数已用完：请联系发送链接的单位重新发送",
    "link_code_unsent": "验证码短信未能发出：请稍后再试，或联系发送链接的单位",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a link still opens."""

    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    code_tries: int = 0


def require_open(link: Standing, at: datetime) -> None:
    """Refuses a link that was used, revoked, locked or has expired."""
    if link.used_at is not None:
        raise LinkRefused("link_used")
    if link.revoked_at is not None:
        raise LinkRefused("link_revoked")
    if at >= link.expires_at:
        raise LinkRefused("link_expired")
    if link.code_tries >= CODE_TRIES:
        raise LinkRefused("link_locked")


def require_sendable(sends: int, sent_at: datetime | None, at: datetime) -> None:
    """Refuses one message too many, or too soon after the one before."""
    if sends >= CODE_SENDS:
        raise LinkRefused("link_code_often")
    if sent_at is not None and at < sent_at + CODE_PAUSE:
        raise LinkRefused("link_code_soon")


def digest(secret: str) -> str:
    """What is kept of a secret: enough to recognise it, nothing to rebuild it from."""
    return sha256(secret.encode()).hexdigest()


def expiry(at: datetime, days: int) -> datetime:
    if not 1 <= days <= MOST_DAYS:
        raise InputRefused(Fault("days", "out_of_range", f"有效期应为 1 至 {MOST_DAYS} 天"))
    return at + timedelta(days=days)


def require_signature(promise: str, signed_name: str) -> None:
    """A promise is made by somebody: without a name nothing is promised."""
    if promise and not signed_name:
        raise InputRefused(Fault("signed_name", "required", "请填写承诺人姓名"))
