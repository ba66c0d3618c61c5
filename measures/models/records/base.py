"""What every typed record has: a number, a name, days, a unit, and who wrote it down."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q

from enterprises.models import Enterprise
from measures.querysets import RecordQuerySet
from measures.rules.records import Kind

# Kept by the actions, said by nobody.
KEPT: Final = frozenset(
    {
        "id",
        "jurisdiction",
        "enterprise",
        "enterprise_name",
        "enterprise_uscc",
        "source",
        "recorded_at",
        "recorded_by_name",
        "struck_at",
        "struck_reason",
        "version",
    }
)


def known(name: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The words of a column are those of its vocabulary."""
    condition = Q(**{f"{name}__in": choices.values})
    return models.CheckConstraint(condition=condition, name=f"%(class)s_{name}_known")


def amounts(*names: str) -> list[models.BaseConstraint]:
    """Sums of money are not negative; an unknown one is null."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
            name=f"%(class)s_{name}_is_not_negative",
            violation_error_message="金额不能为负",
        )
        for name in names
    ]


class Record(models.Model):
    """One result of work, on record with a number and a day; in force [happened_on, ended_on).

    A subclass adds typed columns and says in `told` what is counted. The list, the form, the
    interface, the import and the export follow from it.
    """

    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # the index by unit begins with it
    )
    number = models.CharField("台账编号", max_length=40)
    title = models.CharField("事项名称", max_length=200)
    happened_on = models.DateField("日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by_name = models.CharField("登记人", max_length=150)
    struck_at = models.DateTimeField("撤销时间", null=True, blank=True)
    struck_reason = models.CharField("撤销理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    told: ClassVar[Kind]
    objects = RecordQuerySet["Record"].as_manager()

    BASICS: ClassVar[list[models.BaseConstraint]] = [
        models.CheckConstraint(
            condition=~Q(number="") & ~Q(title=""), name="%(class)s_has_number_and_name"
        ),
        models.CheckConstraint(
            condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("happened_on")),
            name="%(class)s_ends_after_it_began",
            violation_error_message="终止日期须晚于起始日期",
        ),
        models.CheckConstraint(
            condition=Q(struck_at__isnull=True, struck_reason="")
            | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
            name="%(class)s_struck_with_a_reason",
        ),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def columns(cls) -> "list[models.Field[Any, Any]]":
        """What is said of a record, in the order of the form."""
        plain = [f for f in cls._meta.concrete_fields if f.name not in KEPT]
        first = ["number", "title", "happened_on"]
        last = ["ended_on", "note"]
        own = [f for f in plain if f.name not in (*first, *last)]
        by_name = {f.name: f for f in plain}
        return [*(by_name[n] for n in first), *own, *(by_name[n] for n in last)]


class UnitRecord(Record):
    """A record of a unit, whoever it is about."""

    class Meta:
        abstract = True
        constraints = [
            *Record.BASICS,
            models.UniqueConstraint(
                fields=["jurisdiction", "number"],
                name="%(class)s_numbered_once_a_unit",
                violation_error_message="本单位已有这个编号",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-happened_on"], name="%(class)s_by_unit")]


class EnterpriseRecord(Record):
    """A record about an enterprise; it goes where the enterprise goes, and says what it was called
    when it was told: who keeps it for an agency does not see the register.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name="企业", db_index=False
    )
    enterprise_name = models.CharField("企业名称", max_length=200, blank=True, db_default="")
    enterprise_uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, db_default="")

    class Meta:
        abstract = True
        constraints = [
            *Record.BASICS,
            models.UniqueConstraint(
                fields=["enterprise", "number"],
                name="%(class)s_numbered_once_an_enterprise",
                violation_error_message="该企业已有这个编号",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-happened_on"], name="%(class)s_by_unit")]
