"""Whose histories the flows count: the same function, telling ids where the other tells numbers."""

from importlib import import_module
from typing import Any

from django.db import migrations

from wuhan_smes import policies

FIRST: Any = import_module("enterprises.migrations.0007_tier_counts")
LATEST: Any = import_module("enterprises.migrations.0020_counts_in_halves")
COUNTED = "count(*) AS enterprises"
NAMED = "array_agg(h.enterprise_id) AS enterprises"


def naming(body: str) -> str:
    """The statement with the enterprises of each kind of history instead of their number."""
    if body.count(COUNTED) != 1:
        raise ValueError("the histories are no longer counted in one place")
    return body.replace(COUNTED, NAMED)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0033_owners_and_errands")]

    operations = [
        policies.definer_function(
            "tier_history_members(opening date, closing date, known_at timestamptz, cut text,"
            " units bigint[], tiers text[], bits int[], beside text[])",
            naming(LATEST.HISTORIES),
            returns=FIRST.HISTORY.replace("enterprises bigint)", "enterprises bigint[])"),
        ),
    ]
