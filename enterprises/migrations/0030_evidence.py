"""Papers behind figures: of the unit, fetched by whoever reads them, and only one's own file."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

TABLE = "enterprises_indicatorevidence"
# The file belongs to the unit it was sent in; through its row it goes where the enterprise goes.
FETCHED = f"""CREATE POLICY evidence ON files_storedfile FOR SELECT TO r_scoped USING (EXISTS (
    SELECT FROM {TABLE} a WHERE a.file_id = files_storedfile.id))"""  # noqa: S608 - constants
OWN = f"""
    CREATE FUNCTION enterprises_evidence_is_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT FROM files_storedfile f
                        WHERE f.id = NEW.file_id AND f.owner_id = {policies.ACTOR}) THEN
            RAISE EXCEPTION 'file % is of somebody else', NEW.file_id
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$"""
REMOVED = ("removed_at",)
FOLLOWS = ("enterprise_id", "jurisdiction_id", "removed_by_name", "removed_reason")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0029_monitoring"),
        ("files", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndicatorEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "indicator",
                    models.SlugField(
                        blank=True, db_index=False, max_length=60, verbose_name="指标"
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
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
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
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标佐证",
                "verbose_name_plural": "指标佐证",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("enterprise", "year", "indicator", "sha256"),
                        name="evidence_shown_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="evidence_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="evidence_is_fingerprinted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_reason", "")),
                            models.Q(
                                ("removed_at__isnull", False),
                                models.Q(("removed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_removed_with_reason",
                    ),
                ],
            },
        ),
        policies.scoped_table(TABLE),
        policies.scope_key(TABLE, "enterprises_enterprise", key="enterprise_id"),
        policies.append_only(TABLE, once=REMOVED, free=FOLLOWS),
        migrations.RunSQL(FETCHED, "DROP POLICY evidence ON files_storedfile"),
        migrations.RunSQL(
            [
                OWN,
                f"""CREATE TRIGGER own_file AFTER INSERT ON {TABLE} FOR EACH ROW
                    WHEN (current_user IN ('r_scoped', 'r_city'))
                    EXECUTE FUNCTION enterprises_evidence_is_own()""",
            ],
            [
                f"DROP TRIGGER own_file ON {TABLE}",
                "DROP FUNCTION enterprises_evidence_is_own()",
            ],
        ),
    ]
