"""Pieces name the key they lie under; those from before have none, and are turned afterwards, by
`encipher_personal` or the coming nights.

The product itself, which is nobody's name, reaches every file: it turns them to a new key, lists made
for one person among them.
"""

from django.db import migrations, models

from wuhan_smes import policies

MINE = f"owner_id = {policies.ACTOR}"
CITY = f"{MINE} OR jurisdiction_id IS NOT NULL OR expires_at < now()"
OWN = f"{CITY} OR {policies.ACTOR} IS NULL"


class Migration(migrations.Migration):
    dependencies = [("files", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="storedpiece",
            name="key",
            field=models.CharField(db_default="", default="", max_length=100, verbose_name="密钥"),
        ),
        migrations.RunSQL(
            f"ALTER POLICY city ON files_storedfile USING ({OWN})",
            f"ALTER POLICY city ON files_storedfile USING ({CITY})",
        ),
    ]
