"""The number a device gives counts for the person who sent it, and only with the same words.

A team that is put right may change the rank of a visit of leaders.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0016_care_of_the_gone")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="client_sha256",
            field=models.CharField(
                blank=True, db_default="", max_length=64, verbose_name="客户端内容摘要"
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="client_uuid",
            field=models.UUIDField(verbose_name="客户端编号"),
        ),
        migrations.AlterField(
            model_name="visitphoto",
            name="client_uuid",
            field=models.UUIDField(verbose_name="客户端编号"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("client_uuid", "recorded_by_id"),
                name="visit_sent_once_by_a_person",
                nulls_distinct=False,
                violation_error_message="该走访此前已登记，现不在您的管理范围内，没有重复登记",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitphoto",
            constraint=models.UniqueConstraint(
                fields=("client_uuid", "visit"), name="visit_photo_sent_once_to_a_visit"
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (rank) ON services_visit TO r_scoped, r_city",
            "REVOKE UPDATE (rank) ON services_visit FROM r_scoped, r_city",
        ),
    ]
