"""A list that named payees may be taken back: its lines say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_former_passwords"),
        ("measures", "0017_proposals"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entitlement",
            name="entitlement_words_known",
        ),
        migrations.AlterField(
            model_name="entitlement",
            name="reason",
            field=models.CharField(
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
                verbose_name="理由",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "best",
                            "top_up",
                            "paid_before",
                            "paid_unknown",
                            "higher_elsewhere",
                            "amount_unknown",
                            "evidence_missing",
                            "awaiting_check",
                            "check_failed",
                            "no_longer_eligible",
                            "handed_over",
                            "taken_off",
                        ],
                    ),
                    (
                        "state__in",
                        [
                            "missing_evidence",
                            "deferred",
                            "proposed",
                            "district_reviewed",
                            "city_checked",
                            "arranged",
                            "noticed",
                            "ordered",
                            "confirmed",
                            "released",
                            "settled",
                            "returned",
                            "suspended",
                            "recovering",
                            "recovered",
                            "lapsed",
                            "surplus",
                            "rejected",
                        ],
                    ),
                ),
                name="entitlement_words_known",
            ),
        ),
    ]
