"""Promises in a numbered wording, sealed when signed; how often a code was sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("files", "0002_walls"),
        ("links", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionlink",
            name="code_sends",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="验证码发送次数"),
        ),
        migrations.AddField(
            model_name="actionlink",
            name="code_sent_at",
            field=models.DateTimeField(null=True, verbose_name="验证码发送时间"),
        ),
        migrations.AddField(
            model_name="actionlink",
            name="promise_version",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="承诺书版本"),
        ),
        migrations.AddField(
            model_name="actionlink",
            name="signed_digest",
            field=models.CharField(blank=True, max_length=64, verbose_name="承诺书签署摘要"),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("promise", ""), ("promise_version__isnull", True)),
                    models.Q(
                        models.Q(("promise", ""), _negated=True),
                        ("promise_version__gte", 1),
                        ("promise_version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="link_promise_has_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_digest", ""), ("used_at__isnull", True)),
                    models.Q(("promise", ""), ("signed_digest", ""), ("used_at__isnull", False)),
                    models.Q(
                        ("signed_digest__regex", "^[0-9a-f]{64}$"),
                        ("used_at__isnull", False),
                        models.Q(("promise", ""), _negated=True),
                        models.Q(("signed_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_promise_is_signed_when_used",
            ),
        ),
    ]
