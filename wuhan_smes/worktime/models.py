"""The working calendar as the State Council's yearly notices make it."""

from django.db import models
from django.db.models import Q

from wuhan_smes.worktime.choices import DayKind, YearState
from wuhan_smes.worktime.querysets import (
    CalendarStampQuerySet,
    CalendarYearQuerySet,
    WorkdayExceptionQuerySet,
)


class CalendarYear(models.Model):
    """One year: settled by a notice, or provisional by the law alone."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    state = models.CharField("状态", max_length=20, choices=YearState)
    document = models.CharField("依据文件", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日历年度"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=YearState.values), name="calendar_year_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=YearState.PUBLISHED) | ~Q(document=""),
                name="calendar_year_published_by_a_document",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2200)), name="calendar_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年（{YearState(self.state).label}）"


class WorkdayException(models.Model):
    """A day that departs from the plain week; days not listed are as the week has them."""

    date = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=20, choices=DayKind)
    name = models.CharField("节日", max_length=60)
    source = models.CharField("出处", max_length=200)
    provisional = models.BooleanField("暂定", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = WorkdayExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "放假与调休"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="workday_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=DayKind.HOLIDAY) | Q(date__week_day__in=(1, 7)),
                name="workday_makeup_falls_on_a_weekend",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="workday_is_named_with_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}{DayKind(self.kind).label}"


class CalendarStamp(models.Model):
    """The one row that changes whenever the calendar does; a trigger writes it, nobody else."""

    id = models.PositiveSmallIntegerField("编号", primary_key=True, default=1)
    stamp = models.UUIDField("版本标识")

    objects = CalendarStampQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日历版本"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="calendar_stamp_is_single")]

    def __str__(self) -> str:
        return str(self.stamp)
