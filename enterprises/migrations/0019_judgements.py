"""What persons decided, and control by a little giant: rules ask for both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0018_keys_said_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="annualindicators",
            name="j_champion_expert",
            field=models.BooleanField(blank=True, null=True, verbose_name="判断：单项冠军专家意见"),
        ),
        migrations.AddField(
            model_name="annualindicators",
            name="j_key_field",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="判断：六基或产业链关键环节"
            ),
        ),
        migrations.AddField(
            model_name="annualindicators",
            name="j_key_plan",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="判断：重点领域与计划可行"
            ),
        ),
        migrations.AddField(
            model_name="annualindicators",
            name="j_market_position",
            field=models.BooleanField(blank=True, null=True, verbose_name="判断：市场地位较为靠前"),
        ),
        migrations.AddField(
            model_name="annualindicators",
            name="lg_control_link",
            field=models.BooleanField(blank=True, null=True, verbose_name="与小巨人有控股关系"),
        ),
    ]
