"""Titles of enterprises that have moved away, for the unit that counted them."""

import django.contrib.postgres.fields.ranges
from django.db import migrations, models

from wuhan_smes import policies

# Who reads the whole city has lost nobody; who reads no unit had nobody.
LEFT = """
DECLARE
    reach bigint[] := coalesce(nullif(current_setting('app.read_jurisdictions', true), ''), '{}');
BEGIN
    RETURN QUERY
    SELECT s.id || '-' || r.id, s.unit_id, n.name,
           (left(e.uscc, 6) || repeat('*', 8) || right(e.uscc, 4))::varchar,
           r.tier, r.subclass, s.during * r.in_force, upper(s.during)
      FROM public.enterprises_jurisdictionstay s
      JOIN public.enterprises_enterprise e ON e.id = s.enterprise_id
      JOIN public.enterprises_enterprisename n
        ON n.enterprise_id = e.id AND n.superseded_at IS NULL AND n.during @> upper(s.during) - 1
      JOIN public.enterprises_recognition r
        ON r.enterprise_id = e.id AND r.superseded_at IS NULL AND r.in_force && s.during
     WHERE s.unit_id = ANY (reach) AND e.jurisdiction_id <> ALL (reach)
       AND s.superseded_at IS NULL AND NOT upper_inf(s.during);
END
"""
SHAPE = (
    "TABLE (id text, unit_id bigint, name varchar, masked_uscc varchar, tier varchar,"
    " subclass varchar, held daterange, left_on date)"
)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0022_assessments")]

    operations = [
        migrations.CreateModel(
            name="FormerTitle",
            fields=[
                (
                    "id",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="企业名称（迁出时）")),
                (
                    "masked_uscc",
                    models.CharField(max_length=18, verbose_name="统一社会信用代码（部分隐去）"),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("tech_sme", "科技型中小企业"),
                            ("innovative_sme", "创新型中小企业"),
                            ("tech_innovative", "科技和创新型中小企业"),
                            ("srdi_sme", "专精特新中小企业"),
                            ("little_giant", "专精特新“小巨人”企业"),
                            ("little_giant_provincial", "省级专精特新“小巨人”企业（旧）"),
                            ("key_little_giant", "重点“小巨人”企业"),
                            ("champion", "制造业单项冠军企业"),
                            ("champion_provincial", "省级制造业单项冠军企业"),
                            ("unicorn", "独角兽企业"),
                            ("gazelle", "瞪羚企业"),
                        ],
                        max_length=30,
                        verbose_name="称号",
                    ),
                ),
                (
                    "subclass",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demonstration", "示范企业"),
                            ("product", "产品"),
                            ("unicorn", "独角兽"),
                            ("potential_unicorn", "潜在独角兽"),
                            ("seed_unicorn", "种子独角兽"),
                        ],
                        max_length=30,
                        verbose_name="子类",
                    ),
                ),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="在本单位期间有效"
                    ),
                ),
                ("left_on", models.DateField(verbose_name="迁出日期")),
            ],
            options={
                "verbose_name": "曾由本单位管理的企业的称号",
                "verbose_name_plural": "曾由本单位管理的企业的称号",
                "managed": False,
            },
        ),
        migrations.RunSQL(
            """CREATE INDEX stay_ended ON enterprises_jurisdictionstay (unit_id)
               WHERE superseded_at IS NULL AND NOT upper_inf(during)""",
            "DROP INDEX stay_ended",
        ),
        policies.definer_function("enterprises_left()", LEFT, returns=SHAPE),
        migrations.RunSQL(
            [
                """CREATE VIEW enterprises_formertitle WITH (security_invoker = true) AS
                   SELECT * FROM public.enterprises_left()""",
                f"GRANT SELECT ON enterprises_formertitle TO {policies.EVERY_ROLE}, app_bootstrap",
                f"""REVOKE INSERT, UPDATE, DELETE ON enterprises_formertitle
                    FROM {policies.EVERY_ROLE}, app_bootstrap""",
            ],
            "DROP VIEW enterprises_formertitle",
        ),
    ]
