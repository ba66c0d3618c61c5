"""Since when each contact is known, as the trail tells it: a look back must not see him earlier."""

from django.db import migrations, models

CONTACT = "enterprises_contact"
TRAIL = "audit_auditevent"
TOLD = """
UPDATE enterprises_contact c SET added_at = t.at
  FROM (SELECT target_id, min(at) AS at FROM audit_auditevent
         WHERE kind = 'contact.add' AND target = 'enterprises.contact' GROUP BY target_id) t
 WHERE t.target_id = c.id AND c.added_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_walls"),
        ("enterprises", "0036_equipment_investment"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="added_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="登记时间"),
        ),
        migrations.RunSQL(
            [
                f"ALTER TABLE {CONTACT} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {TRAIL} NO FORCE ROW LEVEL SECURITY",
                TOLD,
                f"ALTER TABLE {CONTACT} FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {TRAIL} FORCE ROW LEVEL SECURITY",
            ],
            migrations.RunSQL.noop,
        ),
    ]
