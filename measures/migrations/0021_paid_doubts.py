"""What was paid and stands on nothing any more after a correction, behind the wall of its line."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

DOUBT = "measures_paiddoubt"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_former_passwords"),
        ("measures", "0020_land_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaidDoubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("best", "按最高标准兑付"),
                            ("top_up", "已兑付部分，补足差额"),
                            ("paid_before", "已按最高标准兑付，不重复"),
                            ("paid_unknown", "此前兑付金额不明，待核"),
                            ("higher_elsewhere", "同一事项另有更高标准"),
                            ("amount_unknown", "金额未明确"),
                            ("evidence_missing", "佐证材料不齐"),
                            ("awaiting_check", "待次年核查"),
                            ("check_failed", "次年条件未满足"),
                            ("no_longer_eligible", "不再符合条件"),
                            ("handed_over", "转由新项目兑付"),
                            ("taken_off", "名单撤回"),
                        ],
                        max_length=20,
                        verbose_name="原因",
                    ),
                ),
                ("judged_on", models.DateField(verbose_name="核查所依日期")),
                (
                    "principal",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="建议追回（元）"
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待决定"),
                            ("demanded", "已决定追回"),
                            ("dismissed", "不追回"),
                            ("cleared", "更正后符合"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "closed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="办结人"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubts",
                        to="measures.entitlement",
                        verbose_name="兑现事项",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "已付存疑",
                "verbose_name_plural": "已付存疑",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("entitlement",),
                        name="doubt_open_once_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["no_longer_eligible", "check_failed"]),
                            ("state__in", ["open", "demanded", "dismissed", "cleared"]),
                        ),
                        name="doubt_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal__gt", 0)), name="doubt_is_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="doubt_closed_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="doubt_dismissed_with_a_reason",
                    ),
                ],
            },
        ),
        policies.scoped_table(DOUBT),
        policies.scope_key(DOUBT, "measures_entitlement", key="entitlement_id"),
    ]
