"""Flows of a million enterprises: halves side by side, and only the titles asked for.

`tier_histories` gives the sums of two halves of the register, which PostgreSQL may work out at the
same time; who asks adds up whatever comes. What is seldom looked up stands in the indexes that are
read anyway.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, models

from wuhan_smes import policies

FIRST: Any = import_module("enterprises.migrations.0007_tier_counts")
BEFORE: Any = import_module("enterprises.migrations.0016_counts_in_one_pass")

# A statement twice, for the enterprises up to the middle of the register and for those beyond;
# "{half of r}" in it is where the enterprises of `r` are cut.
HALVES = r"""
CREATE FUNCTION public.counting_halves(statement text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    middle bigint;
    half text := '\{half of (\w+)\}';
BEGIN
    SELECT coalesce((min(e.id) + max(e.id)) / 2, 0) INTO middle FROM public.enterprises_enterprise e;
    RETURN format('(%s) UNION ALL (%s)',
        regexp_replace(statement, half, format('AND \1.enterprise_id <= %s', middle), 'g'),
        regexp_replace(statement, half, format('AND \1.enterprise_id > %s', middle), 'g'));
END $$
"""
SETTINGS = (
    "max_parallel_workers_per_gather = 2",
    "parallel_setup_cost = 0",
    "parallel_tuple_cost = 0",
    "work_mem = '64MB'",
    "jit = off",
    # Everything lies in order of enterprise already; a hash of a million would be built anew.
    "enable_hashjoin = off",
    "enable_bitmapscan = off",
    # A few thousand kinds of history among a million: the planner fears a million.
    "enable_sort = off",
)


def in_halves(body: str, **places: str) -> str:
    """`body` with its statement told in halves: the rows of each alias cut before its place.

    Every table joined is cut, too, so that none is read up to where the second half begins.
    """
    cut = body.replace("EXECUTE format(", "EXECUTE public.counting_halves(format(")
    cut = ")\n    USING ".join(cut.rsplit("\n    USING ", 1))
    for alias, place in places.items():
        if cut.count(place) != 1:
            raise ValueError(f"{place} is not where {alias} can be cut")
        cut = cut.replace(place, f" {{half of {alias}}} {place}")
    return cut


# As in 0016, with one more: titles of other tiers than those asked for are not looked at, while each
# tier keeps its own bit, however few are asked for.
HISTORIES = in_halves(
    BEFORE.HISTORIES.replace(
        "r.subclass <> ALL ($4)", "r.subclass <> ALL ($4) AND r.tier = ANY ($3)"
    )
    .replace(
        "width int := cardinality(tiers);",
        "width int := (SELECT length(ltrim(bit_or(bit)::bit(32)::text, '0')) FROM unnest(bits) bit);",
    )
    .replace(
        "'= h.enterprise_id');\n        at_c",
        "'= h.enterprise_id {half of so_cut}');\n        at_c",
    )
    .replace(
        "'= h.enterprise_id');\n    END IF", "'= h.enterprise_id {half of sc_cut}');\n    END IF"
    ),
    r="%5$s\n         GROUP BY r.enterprise_id",
    so="\n          LEFT JOIN public.enterprises_jurisdictionstay sc ON",
    sc="\n          %13$s %14$s",
    p=") AS renamed",
)


def instead_of(name: str, of: str) -> migrations.RunSQL:
    """Takes the earlier function away; going back makes it again, with its settings."""
    back: list[Any] = []
    gone = ""
    for each in BEFORE.Migration.operations:
        said = getattr(each, "sql", "")
        told = [said] if isinstance(said, str) else list(said)
        if str(getattr(each, "reverse_sql", "")).startswith(f"DROP FUNCTION public.{name}("):
            gone, back = each.reverse_sql, [*told, *back]
        elif any(it.startswith(f"ALTER FUNCTION public.{of} ") for it in told):
            back += told
    return migrations.RunSQL(gone, back)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0019_judgements")]

    operations = [
        instead_of("tier_histories", FIRST.HISTORIES_OF),
        migrations.RunSQL(HALVES, "DROP FUNCTION public.counting_halves(text)"),
        policies.definer_function(
            "tier_histories(opening date, closing date, known_at timestamptz, cut text,"
            " units bigint[], tiers text[], bits int[], beside text[])",
            HISTORIES,
            returns=FIRST.HISTORY,
        ),
        migrations.RunSQL(
            [f"ALTER FUNCTION public.{FIRST.HISTORIES_OF} SET {it}" for it in SETTINGS],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("jurisdictionstay", "stay_of_enterprise"),
        migrations.AddIndex(
            "jurisdictionstay",
            models.Index(
                fields=["enterprise"],
                include=["unit", "during", "start_cause", "end_cause"],
                condition=models.Q(superseded_at__isnull=True),
                name="stay_of_enterprise",
            ),
        ),
        migrations.RunSQL(
            [
                "DROP INDEX name_by_enterprise",
                """CREATE INDEX name_by_enterprise ON enterprises_enterprisename
                   (enterprise_id) INCLUDE (during) WHERE superseded_at IS NULL""",
            ],
            [
                "DROP INDEX name_by_enterprise",
                """CREATE INDEX name_by_enterprise ON enterprises_enterprisename
                   (enterprise_id) WHERE superseded_at IS NULL""",
            ],
        ),
    ]
