"""Counts of a day and counts of many days in halves, too; none where a half is soon read.

What `tier_profiles` and `tier_steps` answer now are sums of two halves of a large register, as
with `tier_histories`: who asks adds up whatever comes. Where numbers do not go up to a hundred
thousand the statement stays whole: it is quick enough as it is.
"""

from importlib import import_module
from typing import Any

from django.db import migrations

from wuhan_smes import policies

FIRST: Any = import_module("enterprises.migrations.0007_tier_counts")
BEFORE: Any = import_module("enterprises.migrations.0016_counts_in_one_pass")
HALVED: Any = import_module("enterprises.migrations.0020_counts_in_halves")

SMALL = "50000"  # the middle of a hundred thousand
HALVES = HALVED.HALVES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
MIDDLE = "INTO middle FROM public.enterprises_enterprise e;"
WHOLE = " IF middle < " + SMALL + " THEN RETURN regexp_replace(statement, half, '', 'g'); END IF;"

# A unit's own are looked up half by half, too.
MINE = (" AND %s%s)',", " AND %s%s {half of s})',")
MINE_STEPS = ("|| here || ')';", "|| here || ' {half of s})';")

PROFILES = HALVED.in_halves(
    BEFORE.PROFILES.replace(*MINE).replace(
        "known_at, 's');\n    END IF",
        "known_at, 's');\n        how.join_sql := replace("
        "how.join_sql, '= s.enterprise_id', '= s.enterprise_id {half of s_cut}');\n    END IF",
    ),
    r="\n                 GROUP BY r.enterprise_id %3$s) t",
    s="%9$s) w",
)
STEPS = HALVED.in_halves(
    BEFORE.STEPS.replace(*MINE_STEPS),
    r="\n         GROUP BY r.enterprise_id) t",
    s="\n         GROUP BY s.enterprise_id) s ON",
)


def instead(name: str, signature: str, of: str, body: str, returns: str) -> list[Any]:
    """The function with another body and settings; going back makes the earlier one again."""
    return [
        HALVED.instead_of(name, of),
        policies.definer_function(signature, body, returns=returns),
        migrations.RunSQL(
            [f"ALTER FUNCTION public.{of} SET {it}" for it in HALVED.SETTINGS],
            migrations.RunSQL.noop,
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0041_contacts_enciphered")]

    operations = [
        migrations.RunSQL(HALVES.replace(MIDDLE, MIDDLE + WHOLE), HALVES),
        *instead(
            "tier_profiles",
            "tier_profiles(on_day date, known_at timestamptz, cut text, units bigint[],"
            " tiers text[], bits int[], beside text[])",
            FIRST.PROFILES_OF,
            PROFILES,
            "TABLE(key text, held int, overall int, enterprises bigint)",
        ),
        *instead(
            "tier_steps",
            "tier_steps(days date[], units bigint[], tiers text[], bits int[], beside text[])",
            BEFORE.STEPS_OF,
            STEPS,
            "TABLE(titles bigint[], days_here bigint, enterprises bigint)",
        ),
    ]
