"""What must be said to take in a ticket, and what it is called."""

from collections.abc import Collection
from datetime import date

from services.choices.tickets import Category, Channel, Nature
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted


class AlreadyRaised(ActionRefused):
    """The channel's number is taken."""

    code = "already_raised"


def number(key: int, received_on: date) -> str:
    """The day it came and a number that never comes again: WT20260302-000123."""
    return f"WT{received_on:%Y%m%d}-{key:06d}"


def nature_of(channel: str, category: str) -> Nature:
    """What a ticket carries when nobody says: a visit finds problems, other channels bring
    appeals, and who asks about policy consults.
    """
    if category == Category.POLICY:
        return Nature.CONSULTATION
    return Nature.PROBLEM if channel == Channel.VISIT else Nature.APPEAL


def check_words(*, title: str, text: str, **words: tuple[str, Collection[str]]) -> None:
    """Refuses an empty matter and words nobody knows."""
    faults = [
        Fault(name, "unknown", f"“{given}”不在可选范围内")
        for name, (given, known) in words.items()
        if given not in known
    ]
    if not title.strip():
        faults.append(Fault("title", "required", "请填写标题"))
    if not text.strip():
        faults.append(Fault("text", "required", "请填写诉求内容"))
    if faults:
        raise InputRefused(*faults)


def require_own_unit(*, covers: bool) -> None:
    if not covers:
        raise NotPermitted("只能为本单位或本服务站所在的管理单位登记")


def require_new_number(known: str | None) -> None:
    if known is not None:
        raise AlreadyRaised(f"该来源编号已登记为 {known}", number=known)


def require_same_matter(known: str, *, same: bool) -> None:
    if not same:
        raise AlreadyRaised(
            f"该编号此前已登记为 {known}，内容不同；另一件事请重新登记", number=known
        )


def require_all_found(wanted: int, found: int) -> None:
    if found < wanted:
        detail = "部分企业不存在或不在您的管理范围内"
        raise InputRefused(Fault("enterprises", "not_found", detail))
