"""Files that hang on tickets: read by whoever reads the ticket, a handling agency among them."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

WALLS = import_module("services.migrations.0007_ticket_walls")
OWN = f"""{WALLS.of_reached("write")} AND EXISTS (
    SELECT FROM services_ticketstep s WHERE s.id = step_id
       AND s.ticket_id = services_ticketattachment.ticket_id AND s.actor_id = {policies.ACTOR})"""
# The file itself belongs to who sent it and to the unit; through its row it is the ticket's too.
FETCHED = """CREATE POLICY attached ON files_storedfile FOR SELECT TO r_scoped USING (EXISTS (
    SELECT FROM services_ticketattachment a WHERE a.file_id = files_storedfile.id))"""


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_walls"),
        ("services", "0020_ticket_routes"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=120, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小（字节）")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                ("added_by_name", models.CharField(max_length=150, verbose_name="上传人")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="services.ticketstep",
                        verbose_name="步骤",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单附件",
                "verbose_name_plural": "工单附件",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="ticket_attachment_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="ticket_attachment_is_fingerprinted",
                    ),
                    models.UniqueConstraint(
                        fields=("step", "sha256"), name="ticket_step_shows_a_file_once"
                    ),
                ],
            },
        ),
        policies.guarded_table(
            "services_ticketattachment", read=WALLS.of_reached("read"), write=OWN
        ),
        policies.append_only("services_ticketattachment"),
        migrations.RunSQL(FETCHED, "DROP POLICY attached ON files_storedfile"),
    ]
