"""The number a device gives a matter belongs to the person who sent it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0026_random_checks"),
        ("measures", "0004_rows_compared"),
        ("services", "0023_own_files_only"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ticket",
            name="client_uuid",
            field=models.UUIDField(null=True, verbose_name="客户端编号"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                fields=("client_uuid", "collected_by_id"),
                name="ticket_sent_once_by_a_person",
                violation_error_message="该诉求此前已登记，现不在您的管理范围内，没有重复登记",
            ),
        ),
    ]
