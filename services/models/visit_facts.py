"""What an enterprise said about its business during a visit. Unknown stays null, never 0."""

from decimal import Decimal
from typing import Final

from django.db import models
from django.db.models import Q

NOT_NEGATIVE: Final = (
    "revenue",
    "orders",
    "staff",
    "rnd_spending",
    "investment",
    "staff_needed",
    "money_needed",
    "land_needed",
    "power_needed",
)


def amount(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(f"{label}（元）", max_digits=16, decimal_places=2, null=True)


class BusinessFacts(models.Model):
    """Figures as they were told, of the time that `facts_period` names. Nobody checked them: they
    are no indicators, and nothing is computed from them.
    """

    facts_period = models.CharField("数据期间", max_length=30, blank=True)
    revenue = amount("营业收入")
    orders = amount("在手订单")
    staff = models.IntegerField("从业人员（人）", null=True)
    rnd_spending = amount("研发投入")
    investment = amount("计划投资")
    staff_needed = models.IntegerField("用工缺口（人）", null=True)
    money_needed = amount("融资需求")
    land_needed = models.DecimalField("用地需求（亩）", max_digits=10, decimal_places=2, null=True)
    power_needed = models.DecimalField(
        "用电需求（千伏安）", max_digits=10, decimal_places=2, null=True
    )

    class Meta:
        abstract = True

    @property
    def told(self) -> list[tuple[str, object]]:
        """What was said, each with its label; silence is left out."""
        fields = [self._meta.get_field(name) for name in NOT_NEGATIVE]
        return [
            (str(field.verbose_name), value)  # type: ignore[union-attr] # columns, not relations
            for field in fields
            if (value := getattr(self, field.name)) is not None
        ]


def facts_not_negative() -> models.CheckConstraint:
    condition = Q()
    for name in NOT_NEGATIVE:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(condition=condition, name="visit_facts_are_not_negative")
