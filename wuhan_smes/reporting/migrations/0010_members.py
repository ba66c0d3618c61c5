"""A run keeps the rows its figures counted, filled in once with the table itself."""

from django.db import migrations, models

from wuhan_smes import policies

TABLE = "reporting_reportrun"
ONCE = (
    *("job_id", "finished_at", "row_count", "body", "sha256", "prints"),
    *("sealed_at", "sealed_by_name"),
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_view_walls")]

    operations = [
        migrations.AddField(
            model_name="reportrun",
            name="members",
            field=models.JSONField(editable=False, null=True, verbose_name="数字由哪些行组成"),
        ),
        migrations.RunSQL(
            policies.append_only_still(TABLE, once=(*ONCE, "members")).sql,
            policies.append_only_still(TABLE, once=ONCE).sql,
        ),
    ]
