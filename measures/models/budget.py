"""What may be spent, and the book of what was: balances are sums of entries, kept nowhere else."""

from django.db import models
from django.db.models import F, Q

from measures.choices import DocumentLevel, LedgerAccount, LedgerMove
from measures.models.programme import Programme
from measures.querysets import BudgetQuerySet, LedgerEntryQuerySet


class Budget(models.Model):
    """The money of one programme, year and level, held by one unit.

    `total` and `committed` repeat what the ledger says, so that one conditional update decides
    whether there is enough; the database compares them with the ledger at every commit.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="budgets", verbose_name="兑现项目"
    )
    year = models.PositiveSmallIntegerField("年度")
    level = models.CharField("资金层级", max_length=12, choices=DocumentLevel)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="出资单位",
        db_index=False,  # budget_by_unit begins with it
    )
    total = models.DecimalField("预算（元）", max_digits=16, decimal_places=2, default=0)
    committed = models.DecimalField("已占用（元）", max_digits=16, decimal_places=2, default=0)
    document_no = models.CharField("文号", max_length=60, blank=True)
    closed_on = models.DateField("结账日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预算"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "level", "jurisdiction"],
                name="budget_once_a_year_and_level",
                violation_error_message="该项目本年度这一层级已有预算",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="budget_scope_key"),
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("total")),
                name="budget_never_overspent",
                violation_error_message="超出可用预算",
            ),
            models.CheckConstraint(
                condition=Q(level__in=DocumentLevel.values), name="budget_level_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)), name="budget_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(committed=F("total")),
                name="budget_closed_with_nothing_left",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-year", "id"], name="budget_by_unit")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year} {self.get_level_display()}"


class LedgerEntry(models.Model):
    """One amount that went from one account of a budget (`credit`) to another (`debit`)."""

    budget = models.ForeignKey(
        Budget,
        models.PROTECT,
        related_name="entries",
        verbose_name="预算",
        db_index=False,  # ledger_of_budget begins with it
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="出资单位"
    )
    move = models.CharField("业务", max_length=10, choices=LedgerMove)
    debit = models.CharField("转入科目", max_length=10, choices=LedgerAccount)
    credit = models.CharField("转出科目", max_length=10, choices=LedgerAccount)
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    payment = models.ForeignKey(
        "measures.Payment",
        models.PROTECT,
        null=True,
        related_name="entries",
        verbose_name="付款",
    )
    document_no = models.CharField("凭证号", max_length=60, blank=True)
    at = models.DateTimeField("记账时间")
    by_name = models.CharField("记账人", max_length=150)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账分录"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(
                    move__in=LedgerMove.values,
                    debit__in=LedgerAccount.values,
                    credit__in=LedgerAccount.values,
                ),
                name="ledger_words_known",
            ),
        ]
        indexes = [models.Index(fields=["budget", "id"], name="ledger_of_budget")]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.amount}"
