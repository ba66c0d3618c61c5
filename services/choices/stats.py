"""By what the figures of tickets are cut."""

from django.db import models


class StatsCut(models.TextChoices):
    AGENCY = "agency", "承办单位"
    STREET = "street", "街道"
    STATION = "station", "服务站"
    JURISDICTION = "jurisdiction", "管理单位"
    CHANNEL = "channel", "来源"
    CATEGORY = "category", "问题类别"
