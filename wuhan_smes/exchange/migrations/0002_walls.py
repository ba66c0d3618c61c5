"""An import belongs to the unit that handed it in, and so does everything learned from it."""

from django.db import migrations

from wuhan_smes import policies

READ = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
WRITE = f"jurisdiction_id = ANY({policies.ids('write_jurisdictions')})"


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_tables"),
        ("accounts", "0002_walls"),
        ("files", "0002_walls"),
    ]

    operations = [
        policies.scoped_table("exchange_import"),
        policies.scoped_table("exchange_importrow"),
        policies.scoped_table("exchange_provenance"),
        policies.scoped_table("exchange_rememberedcolumns"),
        policies.scoped_table("exchange_matchchoice"),
        policies.guarded_table(
            "exchange_headeralias", read=f"jurisdiction_id IS NULL OR {READ}", write=WRITE
        ),
        policies.scope_key("exchange_importrow", "exchange_import", key="of_id"),
        policies.scope_key("exchange_provenance", "exchange_import", key="of_id"),
        policies.append_only("exchange_provenance"),
        # A new check replaces its rows; aliases and choices can be taken back.
        policies.deletable("exchange_importrow"),
        policies.deletable("exchange_headeralias"),
        policies.deletable("exchange_matchchoice"),
    ]
