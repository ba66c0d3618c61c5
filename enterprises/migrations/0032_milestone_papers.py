"""Files with milestones: of the unit, fetched by whoever sees the project, and only one's own."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

TABLE = "enterprises_milestonepaper"
FETCHED = f"""CREATE POLICY milestone_paper ON files_storedfile FOR SELECT TO r_scoped USING (EXISTS (
    SELECT FROM {TABLE} a WHERE a.file_id = files_storedfile.id))"""  # noqa: S608 - constants
REMOVED = ("removed_at",)
FOLLOWS = ("jurisdiction_id", "removed_by_name", "removed_reason")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0031_recorded_figures"),
        ("files", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="MilestonePaper",
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
                ("removed_at", models.DateTimeField(null=True, verbose_name="撤下时间")),
                (
                    "removed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="撤下人"),
                ),
                (
                    "removed_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤下原因"),
                ),
            ],
            options={
                "verbose_name": "项目节点佐证",
                "verbose_name_plural": "项目节点佐证",
            },
        ),
        migrations.AddConstraint(
            model_name="keymilestone",
            constraint=models.UniqueConstraint(
                fields=("id", "jurisdiction"), name="key_milestone_is_of_one_unit"
            ),
        ),
        migrations.AddField(
            model_name="milestonepaper",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="文件",
            ),
        ),
        migrations.AddField(
            model_name="milestonepaper",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddField(
            model_name="milestonepaper",
            name="milestone",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="enterprises.keymilestone",
                verbose_name="节点",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestonepaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("milestone", "sha256"),
                name="milestone_paper_shown_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestonepaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="milestone_paper_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestonepaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="milestone_paper_is_fingerprinted",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestonepaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at__isnull", True), ("removed_reason", "")),
                    models.Q(
                        ("removed_at__isnull", False),
                        models.Q(("removed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="milestone_paper_removed_with_reason",
            ),
        ),
        policies.scoped_table(TABLE),
        policies.scope_key(TABLE, "enterprises_keymilestone", key="milestone_id"),
        policies.append_only(TABLE, once=REMOVED, free=FOLLOWS),
        migrations.RunSQL(FETCHED, "DROP POLICY milestone_paper ON files_storedfile"),
        migrations.RunSQL(
            f"""CREATE TRIGGER own_file AFTER INSERT ON {TABLE} FOR EACH ROW
                WHEN (current_user IN ('r_scoped', 'r_city'))
                EXECUTE FUNCTION enterprises_evidence_is_own()""",
            f"DROP TRIGGER own_file ON {TABLE}",
        ),
    ]
