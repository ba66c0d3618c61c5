"""Who answers for a way by his account; the station that was given a task may end it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuhan_smes import policies

TASK = "enterprises_cultivationtask"
OF_UNIT = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
READ = f"{OF_UNIT} OR station_id = ANY({policies.ids('read_stations')})"


def told(read: str) -> list[str]:
    """Who reads a task and who changes it; it is set by the unit, as before."""
    write = read.replace("read_", "write_")
    return [
        f"ALTER POLICY read ON {TASK} USING ({read})",
        f"ALTER POLICY update ON {TASK} USING ({write}) WITH CHECK ({write})",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0032_milestone_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cultivation",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="责任人账号",
            ),
        ),
        migrations.AddField(
            model_name="cultivationtask",
            name="station",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.servicestation",
                verbose_name="承办服务站",
            ),
        ),
        migrations.AddIndex(
            model_name="cultivation",
            index=models.Index(
                condition=models.Q(("owner__isnull", False)),
                fields=["owner", "-id"],
                name="cultivation_of_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="cultivationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_station", True), ("station__isnull", True), _connector="OR"
                ),
                name="cultivation_task_of_a_station_is_for_one",
            ),
        ),
        migrations.RunSQL(told(READ), told(OF_UNIT)),
    ]
