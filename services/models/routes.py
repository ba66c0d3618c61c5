"""Which unit answers for which kind of matter: versioned data, set by the city."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from enterprises.expressions import DateSpan
from services.choices.tickets import Category
from services.querysets.routes import TicketRouteQuerySet


class TicketRoute(models.Model):
    """Matters of a category go to this unit, [effective_from, effective_until).

    Without a managing unit it holds for the whole city; a unit's own goes before it. What was in
    force is never changed: a new version ends it.
    """

    category = models.CharField("类别", max_length=16, choices=Category)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="管理单位",
        help_text="空：全市",
    )
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="+", verbose_name="主办单位"
    )
    effective_from = models.DateField("施行日期")
    effective_until = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    objects = TicketRouteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分办规则"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="ticket_route_category_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="ticket_route_has_its_source"),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="ticket_route_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="ticket_route_leads_to_one_unit",
                expressions=[
                    ("category", RangeOperators.EQUAL),
                    (Coalesce("jurisdiction", Value(0)), RangeOperators.EQUAL),
                    (DateSpan("effective_from", "effective_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}·{Category(self.category).label}：{self.agency.name}"

    @property
    def where(self) -> str:
        """Whose matters it is about."""
        return self.jurisdiction.name if self.jurisdiction else "全市"
