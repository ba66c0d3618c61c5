"""What deputies and members propose and how it is answered; what people say of a draft."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from measures.choices import CommentVerdict, ProposalKind, ProposalState, ReplySatisfaction
from measures.models.document import PolicyDocument
from measures.querysets import DraftCommentQuerySet, ProposalQuerySet

S = ProposalState
# From here on the words of the reply and its figures stay as they are.
SETTLED = (S.APPROVED, S.ANSWERED, S.RATED)
WRITTEN = (S.SUBMITTED, S.RETURNED, *SETTLED)


class Proposal(models.Model):
    """One suggestion or motion with its one reply. `agency_ids` are the lead and all who help.

    In `reply` figures stand as references [[name@day]]; at the approval they are frozen in
    `figures`, each with its day and definition. Who wrote the reply does not approve it.
    """

    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="承办地区"
    )
    number = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=12, choices=ProposalKind)
    session = models.CharField("届次", max_length=60)
    proposer = models.CharField("提出人", max_length=100)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    received_on = models.DateField("交办日期")
    due_on = models.DateField("答复期限")
    lead = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="proposals", verbose_name="主办单位"
    )
    agency_ids = ArrayField(models.BigIntegerField(), verbose_name="承办单位")
    state = models.CharField("状态", max_length=10, choices=ProposalState, default=S.RECEIVED)
    reply = models.TextField("答复稿", blank=True)
    figures = models.JSONField("答复引用的数", default=list, blank=True)
    drafted_by_id = models.BigIntegerField("拟稿人编号", null=True, editable=False)
    drafted_by_name = models.CharField("拟稿人", max_length=150, blank=True)
    approved_by_id = models.BigIntegerField("审定人编号", null=True, editable=False)
    approved_by_name = models.CharField("审定人", max_length=150, blank=True)
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    reason = models.CharField("退回理由", max_length=300, blank=True)
    document_no = models.CharField("答复文号", max_length=60, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=ReplySatisfaction, blank=True)
    feedback = models.CharField("反馈意见", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "建议提案"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values, state__in=ProposalState.values),
                name="proposal_words_known",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__in=["", *ReplySatisfaction.values]),
                name="proposal_satisfaction_known",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(title="") & ~Q(proposer=""),
                name="proposal_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(received_on__lte=F("due_on")), name="proposal_due_after_received"
            ),
            models.CheckConstraint(
                condition=Q(state=S.RECEIVED) | (~Q(reply="") & Q(drafted_by_id__isnull=False)),
                name="proposal_goes_on_with_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED, approved_at__isnull=False)
                & Q(approved_by_id__isnull=False)
                | ~Q(state__in=SETTLED) & Q(approved_at__isnull=True, approved_by_id__isnull=True),
                name="proposal_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("drafted_by_id")),
                name="proposal_approved_by_another",
                violation_error_message="本人拟稿的答复由他人审定",
            ),
            models.CheckConstraint(
                condition=Q(state=S.RETURNED) & ~Q(reason="") | ~Q(state=S.RETURNED) & Q(reason=""),
                name="proposal_given_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.ANSWERED, S.RATED), answered_on__isnull=False)
                & ~Q(document_no="")
                | ~Q(state__in=(S.ANSWERED, S.RATED)) & Q(answered_on__isnull=True),
                name="proposal_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=S.RATED) & ~Q(satisfaction="")
                | ~Q(state=S.RATED) & Q(satisfaction=""),
                name="proposal_rated_with_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "due_on"], name="proposal_by_due_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class DraftComment(models.Model):
    """What somebody says of a draft, and what became of it: adopted or not, and why."""

    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, related_name="comments", verbose_name="文件"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="征集单位"
    )
    number = models.CharField("编号", max_length=40)
    from_whom = models.CharField("提出单位（人）", max_length=120)
    received_on = models.DateField("收到日期")
    clause = models.CharField("所涉条款", max_length=60, blank=True)
    text = models.CharField("意见", max_length=2000)
    verdict = models.CharField(
        "采纳情况", max_length=10, choices=CommentVerdict, default=CommentVerdict.PENDING
    )
    reason = models.CharField("理由", max_length=1000, blank=True)
    recorded_by_name = models.CharField("登记人", max_length=150)
    decided_by_name = models.CharField("研究人", max_length=150, blank=True)
    decided_at = models.DateTimeField("研究时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DraftCommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见采纳台账"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="comment_numbered_once_a_draft",
                violation_error_message="这个文件已有该编号的意见",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=CommentVerdict.values), name="comment_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(from_whom=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(verdict=CommentVerdict.PENDING, decided_at__isnull=True)
                | Q(verdict=CommentVerdict.ADOPTED, decided_at__isnull=False)
                | Q(
                    verdict__in=[CommentVerdict.PARTLY, CommentVerdict.DECLINED],
                    decided_at__isnull=False,
                )
                & ~Q(reason=""),
                name="comment_not_adopted_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "document"], name="comment_by_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.from_whom}"
