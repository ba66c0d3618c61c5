"""Choosing how one is told, and telling: taken in one short transaction, settled in another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from services.choices.notices import Rhythm, WayKind
from services.models import Notice, NoticeWay
from services.rules import notices as rules
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.outgoing.posting import Answer

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is to be told, one way. Empty where he has read everything meanwhile."""

    way_id: int
    kind: WayKind
    address: str
    user_id: int
    told_up_to: int


def offered() -> list[WayKind]:
    """The ways this installation has."""
    ready = {WayKind.EMAIL: settings.NOTICE_MAIL_FROM, WayKind.WEBHOOK: settings.NOTICE_WEBHOOK}
    return [kind for kind, setting in ready.items() if setting]


@transaction.atomic
def choose(
    *,
    access: Access,
    at: datetime,
    kind: str,
    is_on: bool,
    rhythm: str = Rhythm.DAILY,
    address: str = "",
) -> NoticeWay:
    """Switch a way of one's own on or off. What lies unread when it is switched on stays where it
    is: only what comes afterwards is told.
    """
    if access.actor_id is None:
        raise NotPermitted("请先登录")
    way = WayKind(kind)
    if is_on and way not in offered():
        raise ActionRefused(f"本平台未开通{way.label}提醒，请联系平台管理员")
    if is_on and way == WayKind.EMAIL:
        rules.require_address(address, settings.NOTICE_MAIL_DOMAINS)
    row, _ = NoticeWay.objects.get_or_create(user_id=access.actor_id, kind=way)
    row = NoticeWay.objects.locked(row.pk)
    if is_on and not row.is_on:
        row.told_up_to = _latest(access)
    row.is_on, row.rhythm = is_on, Rhythm(rhythm)
    row.address = address if way == WayKind.EMAIL else ""
    row.next_at = rules.next_time(row.rhythm, at) if is_on else None
    row.attempts, row.answer = 0, ""
    row.save(
        update_fields=[
            "is_on",
            "rhythm",
            "address",
            "next_at",
            "attempts",
            "answer",
            "told_up_to",
        ]
    )
    changes = {"kind": way.value, "is_on": is_on, "rhythm": row.rhythm}
    trail.record("notice.choose", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def take_due(*, access: Access, at: datetime) -> list[Digest]:
    """Ways whose time has come, out of reach of every other worker for a while; whoever dies
    meanwhile loses none.
    """
    _require_system(access)
    rows = NoticeWay.objects.due(at).filter(kind__in=offered())
    taken = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:AT_ONCE])
    NoticeWay.objects.filter(pk__in=[row.pk for row in taken]).update(next_at=at + rules.LEASE)
    return [
        Digest(row.pk, WayKind(row.kind), row.address, row.user_id, row.told_up_to) for row in taken
    ]


@transaction.atomic
def settle(
    way_id: int, *, access: Access, at: datetime, answer: Answer, told_up_to: int
) -> NoticeWay:
    """Keep what became of a digest: told up to its last notice, or to be tried again."""
    _require_system(access)
    row = NoticeWay.objects.locked(way_id)
    row.tried_at, row.answer = at, answer.text
    row.attempts = 0 if answer.taken else row.attempts + 1
    if answer.taken:
        row.told_up_to = max(row.told_up_to, told_up_to)
    if row.is_on:
        rhythm = Rhythm(row.rhythm)
        row.next_at = (
            rules.next_time(rhythm, at)
            if answer.taken
            else rules.again_at(row.attempts, rhythm, at)
        )
    if row.attempts > len(rules.WAITS):
        row.attempts = 0
    row.save(update_fields=["tried_at", "answer", "attempts", "told_up_to", "next_at"])
    return row


def _latest(access: Access) -> int:
    latest = Notice.objects.of(access).order_by("-pk").values_list("pk", flat=True).first()
    return latest or 0


def _require_system(access: Access) -> None:
    if access.actor_id is not None or not access.total_reach(writing=True).everywhere:
        raise NotPermitted("提醒由系统统一发送")
