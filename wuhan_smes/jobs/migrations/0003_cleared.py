"""Work that is over may be removed; whose it is stays as it was."""

from django.db import migrations

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_walls")]

    operations = [policies.deletable("jobs_job")]
