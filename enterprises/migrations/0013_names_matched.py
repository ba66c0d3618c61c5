"""Names compared in SQL: the key of a name by equality on a column, the key of any text by a
function, and whether a code belongs to another unit without telling to which.
"""

from django.db import migrations, models

from wuhan_smes import policies

# What two spellings of a name may differ in, as rules/names.py folds it. Characters to leave out
# stand last in the first list: they have no partner in the second.
SAME = "[]{}〔〕【】〈〉《》・•‧∙⋅‐‑‒–—―−﹣"
AS = "()()()()()()·····--------"
NEVER_WRITTEN = [
    *range(0x01, 0x21),
    *range(0x7F, 0xA1),
    *(0xAD, 0x61C, 0x1680, 0x180E, 0x3000, 0xFEFF),
    *range(0x2000, 0x2010),
    *range(0x2028, 0x2030),
    *range(0x205F, 0x2070),
]
LEFT_OUT = "".join(f"\\u{code:04X}" for code in NEVER_WRITTEN)

NAME_KEY = f"""
CREATE FUNCTION public.enterprise_name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT lower(translate(normalize(name, NFKC), '{SAME}' || E'{LEFT_OUT}', '{AS}'))
$$
"""

# Nothing is learned but that the code stands in the register of somebody else.
ELSEWHERE = f"""
BEGIN
    IF current_setting('role') <> 'r_scoped' THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT e.uscc::text FROM public.enterprises_enterprise e
     WHERE e.uscc = ANY (codes)
       AND NOT e.jurisdiction_id = ANY ({policies.ids("write_jurisdictions")});
END
"""  # noqa: S608 - constants


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0012_indicators")]

    operations = [
        migrations.AddField(
            model_name="enterprisename",
            name="match_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Func(
                        "search_key", models.Value("\n"), models.Value(1), function="SPLIT_PART"
                    ),
                    models.Value("()"),
                    models.Value(""),
                    function="TRANSLATE",
                ),
                output_field=models.CharField(max_length=420),
                verbose_name="匹配键",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprisename",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=["match_key"],
                name="name_by_match_key",
            ),
        ),
        policies.append_only_still(
            "enterprises_enterprisename",
            once=("superseded_at",),
            free=("jurisdiction_id", "match_key"),
            was_free=("jurisdiction_id",),
        ),
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION public.enterprise_name_key(text)"),
        policies.definer_function(
            "enterprise_known_elsewhere(codes text[])", ELSEWHERE, returns="SETOF text"
        ),
    ]
