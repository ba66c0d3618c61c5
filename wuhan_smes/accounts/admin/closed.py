"""Screens other packages register for themselves: they know no reach, so nobody opens them."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_celery_beat import models as beat

for model in (
    Group,
    beat.ClockedSchedule,
    beat.CrontabSchedule,
    beat.IntervalSchedule,
    beat.PeriodicTask,
    beat.SolarSchedule,
):
    admin.site.unregister(model)
