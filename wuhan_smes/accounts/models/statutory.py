"""Statutory districts (GB/T 2260): a third thing beside managing units and registration codes."""

from django.db import models
from django.db.models import F, Q

from wuhan_smes.accounts.models.unit import Jurisdiction
from wuhan_smes.accounts.querysets import StatutoryDistrictQuerySet


class StatutoryDistrict(models.Model):
    """A code of GB/T 2260 with the years it held, and the unit that manages most of its land.

    Old papers carry abolished codes: `successor` says which code continues one.
    """

    code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=60)
    unit = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="statutory_districts",
        verbose_name="主要管理单位",
    )
    unit_is_hint = models.BooleanField("管理单位待核", default=False)
    from_year = models.PositiveSmallIntegerField("启用年份", null=True, blank=True)
    until_year = models.PositiveSmallIntegerField("停用年份", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="后继代码"
    )
    source = models.CharField("出处", max_length=200, blank=True)

    objects = StatutoryDistrictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法定行政区"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{6}$"), name="statutory_code_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gte=F("from_year")),
                name="statutory_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True)
                | (Q(until_year__isnull=False) & ~Q(successor=F("id"))),
                name="statutory_successor_follows_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
