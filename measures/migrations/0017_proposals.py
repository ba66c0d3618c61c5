"""Suggestions and motions with their replies, and what people say of drafts."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

PROPOSAL = "measures_proposal"
# An approved reply and its figures stay as they were approved, and so does who approved them.
SETTLED = """
    CREATE FUNCTION measures_reply_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (NEW.reply, NEW.figures, NEW.drafted_by_id, NEW.approved_by_id, NEW.approved_at)
           IS DISTINCT FROM
           (OLD.reply, OLD.figures, OLD.drafted_by_id, OLD.approved_by_id, OLD.approved_at)
           OR NEW.state NOT IN ('approved', 'answered', 'rated') THEN
            RAISE EXCEPTION 'an approved reply stays as it is'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$"""


def of(breadth: str) -> str:
    """Rows of a unit in reach, or answered by a responsible unit in reach."""
    return (
        f"jurisdiction_id = ANY({policies.ids(f'{breadth}_jurisdictions')})"
        f" OR agency_ids && {policies.ids(f'{breadth}_agencies')}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("measures", "0016_district_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("suggestion", "人大代表建议"), ("motion", "政协委员提案")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("session", models.CharField(max_length=60, verbose_name="届次")),
                ("proposer", models.CharField(max_length=100, verbose_name="提出人")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("received_on", models.DateField(verbose_name="交办日期")),
                ("due_on", models.DateField(verbose_name="答复期限")),
                (
                    "agency_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="承办单位"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "已受理"),
                            ("submitted", "答复待审定"),
                            ("returned", "退回修改"),
                            ("approved", "答复已审定"),
                            ("answered", "已答复"),
                            ("rated", "已反馈"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="答复稿")),
                (
                    "figures",
                    models.JSONField(blank=True, default=list, verbose_name="答复引用的数"),
                ),
                (
                    "drafted_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="拟稿人编号"),
                ),
                (
                    "drafted_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="拟稿人"),
                ),
                (
                    "approved_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="审定人编号"),
                ),
                (
                    "approved_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="审定人"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审定时间"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=60, verbose_name="答复文号"),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "满意"),
                            ("fairly", "基本满意"),
                            ("dissatisfied", "不满意"),
                        ],
                        max_length=12,
                        verbose_name="满意度",
                    ),
                ),
                ("feedback", models.CharField(blank=True, max_length=500, verbose_name="反馈意见")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="承办地区",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="accounts.agency",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "建议提案",
                "verbose_name_plural": "建议提案",
                "indexes": [
                    models.Index(fields=["jurisdiction", "due_on"], name="proposal_by_due_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["suggestion", "motion"]),
                            (
                                "state__in",
                                [
                                    "received",
                                    "submitted",
                                    "returned",
                                    "approved",
                                    "answered",
                                    "rated",
                                ],
                            ),
                        ),
                        name="proposal_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction__in", ["", "satisfied", "fairly", "dissatisfied"])
                        ),
                        name="proposal_satisfaction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("proposer", ""), _negated=True),
                        ),
                        name="proposal_says_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_on__lte", models.F("due_on"))),
                        name="proposal_due_after_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "received"),
                            models.Q(
                                models.Q(("reply", ""), _negated=True),
                                ("drafted_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_goes_on_with_a_reply",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False),
                                ("state__in", ("approved", "answered", "rated")),
                                ("approved_by_id__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("approved", "answered", "rated")), _negated=True
                                ),
                                ("approved_at__isnull", True),
                                ("approved_by_id__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_settled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by_id__isnull", True),
                            models.Q(("approved_by_id", models.F("drafted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_approved_by_another",
                        violation_error_message="本人拟稿的答复由他人审定",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "returned"), models.Q(("reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "returned"), _negated=True), ("reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="proposal_given_back_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_on__isnull", False),
                                ("state__in", ("answered", "rated")),
                                models.Q(("document_no", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ("answered", "rated")), _negated=True),
                                ("answered_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_answered_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "rated"), models.Q(("satisfaction", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "rated"), _negated=True), ("satisfaction", "")
                            ),
                            _connector="OR",
                        ),
                        name="proposal_rated_with_a_word",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("from_whom", models.CharField(max_length=120, verbose_name="提出单位（人）")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("clause", models.CharField(blank=True, max_length=60, verbose_name="所涉条款")),
                ("text", models.CharField(max_length=2000, verbose_name="意见")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("pending", "待研究"),
                            ("adopted", "采纳"),
                            ("partly", "部分采纳"),
                            ("declined", "未采纳"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="采纳情况",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="理由")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                (
                    "decided_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="研究人"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="研究时间"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="measures.policydocument",
                        verbose_name="文件",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="征集单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "征求意见采纳台账",
                "verbose_name_plural": "征求意见采纳台账",
                "indexes": [
                    models.Index(fields=["jurisdiction", "document"], name="comment_by_unit")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"),
                        name="comment_numbered_once_a_draft",
                        violation_error_message="这个文件已有该编号的意见",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["pending", "adopted", "partly", "declined"])
                        ),
                        name="comment_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("from_whom", ""), _negated=True),
                        ),
                        name="comment_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("verdict", "pending")),
                            models.Q(("decided_at__isnull", False), ("verdict", "adopted")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("verdict__in", ["partly", "declined"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_not_adopted_with_a_reason",
                    ),
                ],
            },
        ),
        policies.guarded_table(PROPOSAL, read=of("read"), write=of("write")),
        policies.scoped_table("measures_draftcomment"),
        migrations.RunSQL(
            [
                SETTLED,
                f"""CREATE TRIGGER settled BEFORE UPDATE ON {PROPOSAL} FOR EACH ROW
                    WHEN (OLD.state IN ('approved', 'answered', 'rated'))
                    EXECUTE FUNCTION measures_reply_stays()""",
            ],
            [
                f"DROP TRIGGER settled ON {PROPOSAL}",
                "DROP FUNCTION measures_reply_stays()",
            ],
        ),
    ]
