"""Everybody keeps files in his own name; what was handed in for a unit is the unit's to read.

A reader of the whole city still fetches what was made for him; nobody else does.
"""

from django.db import migrations

from wuhan_smes import policies

MINE = f"owner_id = {policies.ACTOR}"
SHARED = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
# The nightly round, which runs as the product itself, must find what is to go.
CITY = f"{MINE} OR jurisdiction_id IS NOT NULL OR expires_at < now()"
OF_A_FILE = "EXISTS (SELECT FROM files_storedfile f WHERE f.id = file_id{})"
READ = OF_A_FILE.format("")
WRITTEN = OF_A_FILE.format(f" AND f.{MINE}")


class Migration(migrations.Migration):
    dependencies = [("files", "0001_tables"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table(
            "files_storedfile", read=f"{MINE} OR {SHARED}", write=MINE, city_reads=CITY
        ),
        policies.guarded_table("files_storedpiece", read=READ, write=WRITTEN, city_reads=READ),
        policies.deletable("files_storedfile"),
        policies.deletable("files_storedpiece"),
        migrations.RunSQL(
            [
                f"CREATE POLICY reader_keeps ON files_storedfile TO r_city_read USING ({MINE})",
                f"CREATE POLICY reader_keeps ON files_storedpiece TO r_city_read USING ({WRITTEN})",
                "GRANT INSERT, UPDATE ON files_storedfile TO r_city_read",
                "GRANT INSERT ON files_storedpiece TO r_city_read",
                # Files are packed already, or packed by who sends them.
                "ALTER TABLE files_storedpiece ALTER COLUMN data SET STORAGE EXTERNAL",
            ],
            [
                "ALTER TABLE files_storedpiece ALTER COLUMN data SET STORAGE EXTENDED",
                "DROP POLICY reader_keeps ON files_storedpiece",
                "DROP POLICY reader_keeps ON files_storedfile",
            ],
        ),
    ]
