"""What an enterprise spent on equipment in a year: support for technical upgrading asks for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0035_worked_out_lists")]

    operations = [
        migrations.AddField(
            model_name="annualindicators",
            name="equipment_investment",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="元",
                max_digits=16,
                null=True,
                verbose_name="技术改造设备投资额",
            ),
        ),
    ]
