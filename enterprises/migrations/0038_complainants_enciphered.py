"""Who complains is kept enciphered; what was there is turned at once, in portions."""

from typing import Any

from django.db import migrations

import wuhan_smes.enciphered
from wuhan_smes.scope import bootstrap_scope

COLUMNS = ("complainant", "phone")


def encipher(apps: Any, schema_editor: Any) -> None:
    """The historical model's fields do it themselves when they are saved."""
    rows = apps.get_model("enterprises", "Complaint")._base_manager
    with bootstrap_scope():
        for row in rows.order_by("pk").iterator(chunk_size=1_000):
            row.save(update_fields=COLUMNS)


def decipher(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("enterprises", "Complaint")._base_manager
    with bootstrap_scope(), schema_editor.connection.cursor() as cursor:
        for row in rows.order_by("pk").iterator(chunk_size=1_000):
            cursor.execute(
                "UPDATE enterprises_complaint SET complainant = %s, phone = %s WHERE id = %s",
                [row.complainant, row.phone, row.pk],
            )


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0037_contacts_since")]

    operations = [
        migrations.AlterField(
            model_name="complaint",
            name="complainant",
            field=wuhan_smes.enciphered.EncipheredField(verbose_name="举报人"),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="phone",
            field=wuhan_smes.enciphered.EncipheredField(verbose_name="举报人电话"),
        ),
        migrations.RunPython(encipher, decipher),
    ]
