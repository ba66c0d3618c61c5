"""What the reference files said when they were last loaded."""

from django.db import models
from django.db.models import Q

from wuhan_smes.operations.querysets import LoadedRowQuerySet


class LoadedRow(models.Model):
    """One row of a reference file as last loaded; tells a local edit from a change of the file."""

    table = models.CharField("表", max_length=60)
    key = models.CharField("键", max_length=200)
    said = models.JSONField("文件内容")
    loaded_at = models.DateTimeField("装载时间")

    objects = LoadedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "基础数据装载记录"
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="loaded_row_named_once"),
            models.CheckConstraint(
                condition=~Q(table="") & ~Q(key=""), name="loaded_row_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
