"""Who money goes to."""

from django.db import models
from django.db.models import Q

from enterprises.models import Enterprise
from measures.choices import PayeeKind
from measures.querysets import PayeeQuerySet


class Payee(models.Model):
    """Whoever is paid: an enterprise of the register, or somebody a list names.

    `identifier` is the credit code of an enterprise (its number while it has none), else what the
    list tells people apart by. Of an enterprise the unit follows its moves.
    """

    kind = models.CharField("类别", max_length=12, choices=PayeeKind)
    identifier = models.CharField("识别码", max_length=60)
    name = models.CharField("名称", max_length=200)
    enterprise = models.OneToOneField(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payee",
        verbose_name="企业",
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = PayeeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "兑付对象"
        constraints = [
            models.UniqueConstraint(fields=["kind", "identifier"], name="payee_known_once"),
            models.CheckConstraint(condition=Q(kind__in=PayeeKind.values), name="payee_kind_known"),
            models.CheckConstraint(
                condition=~Q(identifier="") & ~Q(name=""), name="payee_can_be_told_apart"
            ),
            models.CheckConstraint(
                condition=Q(kind=PayeeKind.ENTERPRISE, enterprise__isnull=False)
                | (~Q(kind=PayeeKind.ENTERPRISE) & Q(enterprise__isnull=True)),
                name="payee_enterprise_is_of_the_register",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "id"], name="payee_by_unit")]

    def __str__(self) -> str:
        return self.name
