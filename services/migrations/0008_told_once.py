from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0017_registrations_voided"),
        ("services", "0007_ticket_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="serviceevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("jurisdiction", "station", "held_on", "title"),
                name="event_told_once",
                nulls_distinct=False,
                violation_error_message="当日已登记同名活动",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "applied")),
                fields=("phone",),
                name="specialist_applied_once",
                violation_error_message="该手机号已有待核准的备案申请",
            ),
        ),
        migrations.AlterConstraint(
            model_name="eventattendance",
            name="attendance_enterprise_once_an_event",
            constraint=models.UniqueConstraint(
                fields=("event", "enterprise"),
                name="attendance_enterprise_once_an_event",
                violation_error_message="该企业已登记参加",
            ),
        ),
    ]
