"""Scheduled work on tickets."""

from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from services.actions import (
    hand_in_reminders,
    notice_messages,
    notice_ways,
    pushing,
    recalculating,
    sweeping,
)
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.outgoing.posting import post
from wuhan_smes.scope import scoped


@shared_task(name="services.sweep_tickets", acks_late=True)
def sweep_tickets(*, at: str = "", **_: object) -> dict[str, int]:
    """Every five minutes: press for what is due. Safe to run twice, and at once."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    access, total = Access.of_system("按时限催办督办"), sweeping.Swept()
    while True:
        with scoped(access):
            swept = sweeping.sweep(access=access, at=moment, after=total.reached)
        if not swept.looked_at:
            return total.as_dict()
        total += swept


@shared_task(name="services.push_results", acks_late=True)
def push_results(**_: object) -> int:
    """Twice a minute: tell channels what became of their requests. Safe to run twice, and at once.

    A channel that does not answer is asked once a round: its other messages wait for the next.
    """
    access, silent, sent = Access.of_system("渠道回推"), set[str](), 0
    while messages := _due(access, silent):
        for it in messages:
            sent += _pushed(it, access, silent)
    return sent


def _due(access: Access, silent: set[str]) -> list[pushing.Message]:
    with scoped(access):
        return pushing.take_due(access=access, at=timezone.now(), but=silent)


def _pushed(it: pushing.Message, access: Access, silent: set[str]) -> int:
    """One message posted and settled, outside of any transaction; left alone where its channel
    fell silent: its lease runs out.
    """
    if it.channel in silent:
        return 0
    now = timezone.now()
    answer = post(it.address, it.body, message_id=it.message_id, secret=it.secret, at=now)
    if answer.status is None:
        silent.add(it.channel)
    with scoped(access):
        pushing.settle(it.delivery_id, access=access, at=timezone.now(), answer=answer)
    return int(answer.taken)


@shared_task(name="services.remind_of_hand_ins", acks_late=True)
def remind_of_hand_ins(**_: object) -> int:
    """Each morning: tell units which tables are due, and the city which lie before it. Safe to run
    twice: nobody is told of one page twice a day.
    """
    access = Access.of_system("提醒报送报表")
    with scoped(access):
        return hand_in_reminders.remind_of_hand_ins(access=access, at=timezone.now())


@shared_task(name="services.send_notices", acks_late=True)
def send_notices(**_: object) -> int:
    """Every five minutes: tell people what they have not read, who chose to be told, at the hours
    they chose. Safe to run twice, and at once.
    """
    access, sent = Access.of_system("发送提醒"), 0
    while digests := _digests(access):
        sent += sum(_told(digest, access) for digest in digests)
    return sent


def _digests(access: Access) -> list[notice_ways.Digest]:
    with scoped(access):
        return notice_ways.take_due(access=access, at=timezone.now())


def _told(digest: notice_ways.Digest, access: Access) -> int:
    """One digest gathered under its person's own eyes, sent, and settled."""
    user = User.objects.get(pk=digest.user_id)
    with scoped(access_for(user)):
        rows, last = notice_messages.untold(digest)
    answer = notice_messages.deliver(digest, user, rows, last, at=timezone.now())
    with scoped(access):
        notice_ways.settle(
            digest.way_id, access=access, at=timezone.now(), answer=answer, told_up_to=last
        )
    return int(answer.taken and bool(rows))


@leased_task("services.recalculate_tickets", title="重算办理时限", batched=True, queue=Queue.BULK)
def recalculate_tickets(
    job: LeasedJob, *, reason: str, limits_on: str = "", **_: object
) -> dict[str, int]:
    """Portion by portion; what was reckoned before a break is found right and left alone."""
    day = date.fromisoformat(limits_on) if limits_on else None
    after: int | None = 0
    looked_at = moved = 0
    while after is not None:
        with job.batch():
            found = recalculating.recalculate(
                access=job.access, at=timezone.now(), reason=reason, limits_on=day, after_id=after
            )
        looked_at, moved, after = (
            looked_at + found.looked_at,
            moved + len(found.moved),
            found.last_id,
        )
        job.progress(looked_at, None, f"已核对 {looked_at} 件，时限变动 {moved} 件")
    return {"looked_at": looked_at, "moved": moved}
