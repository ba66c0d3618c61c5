"""What a unit may still read of enterprises that have moved away from it."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from enterprises.choices import Tier, TierSubclass
from enterprises.querysets import FormerTitleQuerySet


class FormerTitle(models.Model):
    """A title, for as long as its holder was managed by a unit in reach that manages it no longer.

    Past counts keep such holders (a day's counts belong to the unit of that day), so these rows
    explain them. Only what the unit knew is told: the name when the enterprise left and the ends
    of its credit code; where it is now, and anything since, is not. The rows come from the function
    `enterprises_left`, which narrows to the scope of the transaction by itself.
    """

    id = models.CharField("编号", max_length=40, primary_key=True)
    unit = models.ForeignKey(
        "accounts.Jurisdiction",
        models.DO_NOTHING,
        related_name="+",
        verbose_name="当时管理单位",
        db_constraint=False,
    )
    name = models.CharField("企业名称（迁出时）", max_length=200)
    masked_uscc = models.CharField("统一社会信用代码（部分隐去）", max_length=18)
    tier = models.CharField("称号", max_length=30, choices=Tier)
    subclass = models.CharField("子类", max_length=30, choices=TierSubclass, blank=True)
    held = DateRangeField("在本单位期间有效")
    left_on = models.DateField("迁出日期")

    objects = FormerTitleQuerySet.as_manager()

    class Meta:
        managed = False  # a view
        verbose_name = verbose_name_plural = "曾由本单位管理的企业的称号"

    def __str__(self) -> str:
        return f"{self.name} {self.get_tier_display()}"
