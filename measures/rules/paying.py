"""Four eyes, and what a payment must show before it goes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from wuhan_smes.errors import ActionRefused, Fault, InputRefused

HERE: Final = ZoneInfo("Asia/Shanghai")


class SamePerson(ActionRefused):
    """Four eyes are two people."""

    code = "same_person"


def require_another(before: Iterable[int | None], actor: int | None, words: str) -> None:
    """Refuses whoever acted before, and whoever is nobody: four eyes are somebody's."""
    if actor is None or actor in set(before):
        raise SamePerson(f"{words}，请由另一人办理")


def require_seen(digests: Mapping[int, str], seen: Mapping[int, str]) -> None:
    """Refuses if a payment is not what the page showed."""
    if any(digests.get(pk) != digest for pk, digest in seen.items()):
        raise ActionRefused("付款信息与您看到的不一致，请刷新后核对")


def require_after_release(released_at: datetime | None, on: date) -> None:
    if released_at is not None and on < released_at.astimezone(HERE).date():
        raise InputRefused(Fault("on", "too_early", "日期不能早于拨付日期"))
