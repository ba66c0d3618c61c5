"""The words of a 督办单."""

from datetime import datetime

from django.utils import timezone

from enterprises.reports.heading import chinese_day
from services.choices.clocks import ClockKind
from services.models import Supervision
from wuhan_smes.reporting.official import Paper


def sheet_of(row: Supervision, *, at: datetime) -> Paper:
    """The paper for who is pressed, signed by the unit of the ticket."""
    ticket = row.ticket
    due = row.clock_due_at and chinese_day(timezone.localdate(row.clock_due_at))
    kind = ClockKind(row.clock_kind).label if row.clock_kind else "办理"
    missed = f"“{kind}”时限为{due}，现已超过时限。" if due else ""
    whose = ticket.enterprise_name or "共性问题"
    what = f"“{ticket.title}”（编号 {ticket.number}，{whose}）"
    return Paper(
        "督办单",
        row.number,
        row.told_name,
        [
            f"企业诉求{what}由你单位办理。{missed}",
            f"督办要求：{row.reason or '请抓紧办理，并反馈进展与预计办结时间。'}",
            "请自收到本单之日起三个工作日内书面反馈办理情况。",
        ],
        ticket.jurisdiction.name,
        chinese_day(timezone.localdate(at)),
    )
