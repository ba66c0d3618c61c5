"""One sum from one budget to one payee, and the account it goes to."""

from django.db import models
from django.db.models import F, Q

from measures.choices import ConfirmedVia, DocumentLevel, PaymentState
from measures.models.budget import Budget
from measures.models.disbursement import DisbursementBatch
from measures.models.entitlement import Entitlement
from measures.querysets import PayeeAccountQuerySet, PaymentQuerySet
from wuhan_smes.files.models import StoredFile

S = PaymentState
# What has its account: nothing of it changes any more.
FIXED = (S.SUBMITTED, S.APPROVED, S.RELEASED, S.SETTLED, S.RETURNED)
AGREED = (S.APPROVED, S.RELEASED, S.SETTLED, S.RETURNED)
GONE = (S.RELEASED, S.SETTLED, S.RETURNED)
# What counts against the budget, or has left it for good.
LIVE = (S.RESERVED, S.SUBMITTED, S.APPROVED, S.RELEASED, S.SETTLED)


class PayeeAccount(models.Model):
    """The bank account somebody confirmed for one line, never changed afterwards.

    `number` is enciphered; `reference` is what its words are bound to.
    """

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="accounts", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    reference = models.UUIDField("账户标识", unique=True)
    holder = models.CharField("户名", max_length=200)
    bank = models.CharField("开户行", max_length=120)
    number = models.CharField("账号（密文）", max_length=300)
    last_four = models.CharField("账号后四位", max_length=4)
    number_index = models.CharField("账号索引", max_length=64)
    via = models.CharField("确认方式", max_length=4, choices=ConfirmedVia)
    signed_name = models.CharField("承诺人", max_length=60)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="签字扫描件"
    )
    confirmed_at = models.DateTimeField("确认时间")
    by_name = models.CharField("登记人", max_length=150)

    objects = PayeeAccountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收款账户"
        constraints = [
            models.UniqueConstraint(
                fields=["id", "entitlement"], name="payee_account_entitlement_key"
            ),
            models.CheckConstraint(
                condition=Q(number__startswith="v1:"), name="payee_account_number_is_enciphered"
            ),
            models.CheckConstraint(
                condition=Q(last_four__regex=r"^[0-9]{4}$"), name="payee_account_shows_four_digits"
            ),
            models.CheckConstraint(
                condition=Q(via__in=ConfirmedVia.values), name="payee_account_way_known"
            ),
            models.CheckConstraint(
                condition=~Q(via=ConfirmedVia.UNIT) | Q(scan__isnull=False),
                name="payee_account_on_paper_has_a_scan",
            ),
            models.CheckConstraint(
                condition=~Q(signed_name="") & ~Q(holder="") & ~Q(bank=""),
                name="payee_account_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} 尾号 {self.last_four}"


class Payment(models.Model):
    """One instalment of one line out of one budget; paid again is another row with its own number.

    `digest` is of payee, account, amount and number (the database reckons it too); `agreed_digest`
    is what the approver approved.
    """

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="payments", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    batch = models.ForeignKey(
        DisbursementBatch, models.PROTECT, related_name="payments", verbose_name="批次"
    )
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="payments", verbose_name="预算")
    level = models.CharField("资金层级", max_length=12, choices=DocumentLevel)
    instalment = models.PositiveSmallIntegerField("第几笔", default=1)
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    order_no = models.CharField("付款号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=10, choices=PaymentState, default=S.RESERVED)
    account = models.ForeignKey(
        PayeeAccount,
        models.PROTECT,
        null=True,
        related_name="payments",
        verbose_name="收款账户",
    )
    digest = models.CharField("付款摘要", max_length=64, blank=True)
    agreed_digest = models.CharField("审批所依摘要", max_length=64, blank=True)
    document_no = models.CharField("指标文号", max_length=60, blank=True)
    proposed_by_id = models.BigIntegerField("安排人编号", null=True, editable=False)
    proposed_by_name = models.CharField("安排人", max_length=150)
    proposed_at = models.DateTimeField("安排时间")
    approved_by_id = models.BigIntegerField("审批人编号", null=True, editable=False)
    approved_by_name = models.CharField("审批人", max_length=150, blank=True)
    approved_at = models.DateTimeField("审批时间", null=True)
    released_by_id = models.BigIntegerField("拨付人编号", null=True, editable=False)
    released_by_name = models.CharField("拨付人", max_length=150, blank=True)
    released_at = models.DateTimeField("拨付时间", null=True)
    ended_on = models.DateField("到账或退票日期", null=True)
    return_cause = models.CharField("退票原因", max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="replaced_by",
        verbose_name="接替退票",
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "付款"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "instalment", "level"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="payout_once_an_instalment",
                violation_error_message="这一笔已经安排或拨付",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=PaymentState.values, level__in=DocumentLevel.values),
                name="payout_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.RESERVED.value, S.VOID.value])
                | Q(account__isnull=False, digest__regex=r"^[0-9a-f]{64}$"),
                name="payout_submitted_with_its_account",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in AGREED])
                | Q(agreed_digest=F("digest"), approved_by_id__isnull=False),
                name="payout_approved_as_it_is",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by_id=F("proposed_by_id")),
                name="payout_approver_did_not_propose",
                violation_error_message="审批人不得是安排人",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in GONE])
                | Q(released_by_id__isnull=False, released_at__isnull=False),
                name="payout_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(released_by_id=F("approved_by_id")),
                name="payout_releaser_did_not_approve",
                violation_error_message="拨付人不得是审批人",
            ),
            models.CheckConstraint(
                condition=Q(state=S.RETURNED, ended_on__isnull=False) & ~Q(return_cause="")
                | Q(state=S.SETTLED, ended_on__isnull=False, return_cause="")
                | ~Q(state__in=[S.RETURNED, S.SETTLED]) & Q(ended_on__isnull=True, return_cause=""),
                name="payout_ends_once_and_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "id"], name="payout_by_unit"),
            models.Index(fields=["batch", "state", "id"], name="payout_of_batch"),
        ]

    def __str__(self) -> str:
        return self.order_no
