"""Room for enciphered telephones; what is there is turned afterwards, as that of contacts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0039_visits_by_recorder")]

    operations = [
        migrations.AlterField(
            model_name="specialist",
            name="phone",
            field=models.CharField(max_length=255, verbose_name="手机"),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=255, verbose_name="联系电话"),
        ),
        migrations.AlterField(
            model_name="visit",
            name="received_phone",
            field=models.CharField(blank=True, max_length=255, verbose_name="接待人电话"),
        ),
    ]
