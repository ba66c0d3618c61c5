"""Keeping the calendar ahead of the deadlines."""

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.scope import scoped
from wuhan_smes.worktime.actions import calendar as calendar_actions


@shared_task(name="worktime.open_coming_years", acks_late=True)
def open_coming_years(**_: object) -> None:
    """Every night: the next two years are there, at least provisionally. Safe to run twice."""
    access, now = Access.of_system("每日日历检查"), timezone.now()
    with scoped(access):
        calendar_actions.open_coming_years(on=timezone.localdate(now), access=access, at=now)
