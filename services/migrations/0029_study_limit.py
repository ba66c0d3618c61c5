"""Leaders' tables have a limit of their own; a limit for signing may outlive a transfer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0028_told_by_portion"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="supervision",
            name="ticket_supervision_words_known",
        ),
        migrations.RemoveConstraint(
            model_name="ticketpolicy",
            name="ticket_policy_clock_known",
        ),
        migrations.RemoveConstraint(
            model_name="ticketstep",
            name="ticket_step_words_known",
        ),
        migrations.AddField(
            model_name="ticket",
            name="study_due_at",
            field=models.DateTimeField(null=True, verbose_name="专题研究时限"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="study_warn_at",
            field=models.DateTimeField(null=True, verbose_name="专题研究预警"),
        ),
        migrations.AddField(
            model_name="ticketpolicy",
            name="kept_on_transfer",
            field=models.BooleanField(
                default=False,
                help_text="仅签收：不选则转办后重新起算",
                verbose_name="转办时沿用原时限",
            ),
        ),
        migrations.AlterField(
            model_name="supervision",
            name="clock_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("sign", "签收"),
                    ("contact", "联系企业"),
                    ("plan", "拿出方案或答复"),
                    ("study", "专题研究"),
                    ("solve", "办结"),
                ],
                max_length=10,
                verbose_name="时限",
            ),
        ),
        migrations.AlterField(
            model_name="ticketpolicy",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sign", "签收"),
                    ("contact", "联系企业"),
                    ("plan", "拿出方案或答复"),
                    ("study", "专题研究"),
                    ("solve", "办结"),
                ],
                max_length=10,
                verbose_name="环节",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clock_kind__in", ["", "sign", "contact", "plan", "study", "solve"]),
                    ("kind__in", ["remind", "supervise", "study"]),
                    ("told_kind__in", ["station", "unit", "agency", "enterprise"]),
                ),
                name="ticket_supervision_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["sign", "contact", "plan", "study", "solve"])),
                name="ticket_policy_clock_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_on_transfer", False), ("kind", "sign"), _connector="OR"),
                name="ticket_policy_kept_on_transfer_for_signing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late__contained_by", ["sign", "contact", "plan", "study", "solve"]),
                    (
                        "move__in",
                        [
                            "raise",
                            "submit",
                            "triage",
                            "decline",
                            "answer",
                            "self_handle",
                            "assign",
                            "arbitrate",
                            "transfer",
                            "refer",
                            "sign",
                            "return",
                            "progress",
                            "suspend",
                            "resume",
                            "extend",
                            "remind",
                            "supervise",
                            "study",
                            "list",
                            "reply",
                            "audit",
                            "send_back",
                            "survey",
                            "close",
                            "reopen",
                            "merge",
                            "unmerge",
                            "ask",
                            "refuse",
                            "recalculate",
                            "hand_over",
                        ],
                    ),
                    (
                        "state_after__in",
                        [
                            "draft",
                            "collected",
                            "triaged",
                            "self_handled",
                            "assigned",
                            "signed",
                            "returned",
                            "in_progress",
                            "suspended",
                            "special_study",
                            "replied",
                            "audited",
                            "surveyed",
                            "listed",
                            "closed",
                            "reopened",
                        ],
                    ),
                    (
                        "state_before__in",
                        [
                            "",
                            "draft",
                            "collected",
                            "triaged",
                            "self_handled",
                            "assigned",
                            "signed",
                            "returned",
                            "in_progress",
                            "suspended",
                            "special_study",
                            "replied",
                            "audited",
                            "surveyed",
                            "listed",
                            "closed",
                            "reopened",
                        ],
                    ),
                ),
                name="ticket_step_words_known",
            ),
        ),
    ]
