"""When a digest goes out, and what stands in it. Values in, values out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from services.choices.notices import NoticeKind, Rhythm
from services.rules.clocks import CITY_TIME
from wuhan_smes.errors import Fault, InputRefused

FIRST: Final = time(8, 30)
LAST: Final = time(18, 30)
LEASE: Final = timedelta(minutes=2)
# A message that was not taken is tried again twice; after that its notices wait for the next one.
WAITS: Final = (timedelta(minutes=5), timedelta(minutes=20))
LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Untold:
    """One notice of a digest. It leaves the house: it names a ticket or a table, no more."""

    kind: NoticeKind
    number: str
    count: int = 1


def next_time(rhythm: Rhythm, after: datetime) -> datetime:
    """The first moment after `after` at which a digest of this rhythm goes out."""
    here = after.astimezone(CITY_TIME)
    if rhythm == Rhythm.HOURLY and FIRST <= here.time() < LAST:
        half = here.replace(minute=30, second=0, microsecond=0)
        return half if half > here else half + timedelta(hours=1)
    day: date = here.date() if here.time() < FIRST else here.date() + timedelta(days=1)
    return datetime.combine(day, FIRST, CITY_TIME)


def again_at(attempts: int, rhythm: Rhythm, at: datetime) -> datetime:
    """When to try after the `attempts`-th failure; the next digest's own time in the end."""
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else next_time(rhythm, at)


def require_address(address: str, domains: Sequence[str]) -> None:
    """Refuses mail to nowhere, or out of the domains of the house where it has some."""
    if not address:
        raise InputRefused(Fault("address", "required", "请填写接收邮箱"))
    domain = address.rpartition("@")[2].lower()
    if domains and domain not in {it.lower() for it in domains}:
        raise InputRefused(
            Fault("address", "domain", f"只能使用单位邮箱：{'、'.join('@' + it for it in domains)}")
        )


def total(rows: Sequence[Untold]) -> int:
    return sum(row.count for row in rows)


def subject_of(rows: Sequence[Untold]) -> str:
    return f"有 {total(rows)} 件事项需要您关注"


def text_of(name: str, rows: Sequence[Untold], address: str) -> str:
    """The mail: how many of each kind, and the numbers of the first."""
    kinds = Counter[NoticeKind]()
    for row in rows:
        kinds[row.kind] += row.count
    listed = [row for row in rows if row.number]
    lines = [f"{name}，您好：", "", "以下提醒您还没有查看："]
    lines += [f"{kind.label} {count} 件" for kind, count in kinds.items()]
    lines += ["", *(f"{row.number}　{row.kind.label}" for row in listed[:LISTED])]
    if len(listed) > LISTED:
        lines.append(f"另有 {len(listed) - LISTED} 件")
    lines += ["", f"请登录平台办理：{address}" if address else "请登录平台办理。"]
    lines += ["不想再收到，请在平台“提醒”页关闭。"]
    return "\n".join(lines)


def facts_of(username: str, rows: Sequence[Untold], address: str) -> dict[str, Any]:
    """The same for a program that hands it on."""
    return {
        "type": "notices.digest",
        "data": {
            "user": username,
            "count": total(rows),
            "url": address,
            "tickets": [
                {"number": row.number, "kind": row.kind.value, "kind_label": str(row.kind.label)}
                for row in rows
                if row.number
            ],
        },
    }
