"""The closed vocabularies of the working calendar."""

from django.db import models


class DayKind(models.TextChoices):
    """How a day departs from the plain week of five working and two rest days."""

    HOLIDAY = "holiday", "放假"
    MAKEUP_WORKDAY = "makeup_workday", "调休上班"


class YearState(models.TextChoices):
    """Whether the State Council's notice for a year is in the calendar."""

    PUBLISHED = "published", "已公布"
    PROVISIONAL = "provisional", "暂定"
