"""Lists as somebody wants them: which columns, by which filter, under a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.reporting.querysets import NamedViewQuerySet


class NamedView(models.Model):
    """One person's view of a list; when shared, whoever works in the same unit opens it too.

    It holds no rows: what it shows is what its reader may see of the list.
    """

    owner = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="+",
        verbose_name="所有人",
        db_index=False,  # named_view_once_a_person begins with it
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="所属单位"
    )
    source = models.CharField("名单", max_length=120)
    title = models.CharField("名单名称", max_length=120)
    name = models.CharField("视图", max_length=60)
    words = models.JSONField("筛选条件", default=dict, blank=True)
    columns = ArrayField(models.CharField(max_length=80), verbose_name="栏目")
    is_shared = models.BooleanField("本单位共享", default=False)
    saved_at = models.DateTimeField("保存时间")
    version = models.PositiveIntegerField("版本", default=1)

    objects = NamedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单视图"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "source", "name"], name="named_view_once_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source="") & Q(columns__len__gt=0),
                name="named_view_says_what_it_shows",
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "source"],
                condition=Q(is_shared=True),
                name="named_view_shared_in_a_unit",
            )
        ]

    def __str__(self) -> str:
        return self.name
