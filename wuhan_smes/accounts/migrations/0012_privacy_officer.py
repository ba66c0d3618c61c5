"""One more role: who answers people that ask what is kept of them."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_former_passwords"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="grant",
            name="grant_role_known",
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                choices=[
                    ("bureau_staff", "市经信局工作人员"),
                    ("bureau_lead", "市经信局负责人"),
                    ("district_staff", "区级工作人员"),
                    ("district_lead", "区级负责人"),
                    ("specialist", "服务专员"),
                    ("handler", "责任单位经办人"),
                    ("finance", "财政经办人"),
                    ("finance_lead", "财政负责人"),
                    ("auditor", "审计人员"),
                    ("privacy_officer", "个人信息保护负责人"),
                    ("administrator", "系统管理员"),
                ],
                max_length=40,
                verbose_name="角色",
            ),
        ),
        AddConstraintNotValid(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "bureau_staff",
                            "bureau_lead",
                            "district_staff",
                            "district_lead",
                            "specialist",
                            "handler",
                            "finance",
                            "finance_lead",
                            "auditor",
                            "privacy_officer",
                            "administrator",
                        ],
                    )
                ),
                name="grant_role_known",
            ),
        ),
    ]
