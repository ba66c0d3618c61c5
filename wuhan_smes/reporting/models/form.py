"""套表: another office's workbook, and which figure belongs in which of its cells."""

from django.db import models
from django.db.models import Q

from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.querysets import SheetFormQuerySet


class SheetForm(models.Model):
    """One workbook of a unit. `cells` name for each place a report, a row and a column of it."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="+",
        verbose_name="单位",
        db_index=False,  # sheet_form_named_once begins with it
    )
    name = models.CharField("套表", max_length=80)
    content = models.BinaryField("模板")
    cells = models.JSONField("单元格")
    kept_at = models.DateTimeField("保存时间")
    kept_by_name = models.CharField("保存人", max_length=150)
    version = models.PositiveIntegerField("版本", default=1)

    objects = SheetFormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "套表"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="sheet_form_named_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(cells=[]), name="sheet_form_says_what_goes_where"
            ),
        ]

    def __str__(self) -> str:
        return self.name
