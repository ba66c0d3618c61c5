"""The second wall of typed records, for the migration that makes their table."""

from collections.abc import Sequence
from typing import Final

from django.db.migrations import RunSQL

from wuhan_smes import policies

# The units of whose records some agencies answer for the clauses: their own, and all below it.
UNITS: Final = "measures_record_units"


def record_table(
    table: str, clauses: Sequence[str], *, of_enterprises: bool = False
) -> list[RunSQL]:
    """All a new kind needs: its unit reads and keeps it, whoever answers for its clauses reads it,
    and who leads one of them keeps it too. Records of enterprises go where the enterprise goes.
    """
    read, write = reached("read", clauses), reached("write", clauses)
    wall = [policies.guarded_table(table, read=read, write=write)]
    if of_enterprises:
        wall += [
            policies.scope_key(table, "enterprises_enterprise", key="enterprise_id"),
            policies.deletable(table),
        ]
    return wall


def record_table_again(table: str, clauses: Sequence[str]) -> RunSQL:
    """The wall of a kind that was made for its units alone, or that answers other clauses now."""
    return RunSQL([*_told(table, clauses)], [*_told(table, ())])


def reached(breadth: str, clauses: Sequence[str]) -> str:
    """Which rows listed units and agencies reach: to read with `read`, to keep with `write`."""
    units = policies.ids(f"{breadth}_jurisdictions")
    if not clauses:
        return f"jurisdiction_id = ANY({units})"
    codes, agencies = ",".join(clauses), policies.ids(f"{breadth}_agencies")
    leads = "true" if breadth == "write" else "false"
    answered = f"{UNITS}('{{{codes}}}', {agencies}, {leads})"
    return f"jurisdiction_id = ANY((SELECT {units} || {answered})::bigint[])"


def _told(table: str, clauses: Sequence[str]) -> list[str]:
    read, write = reached("read", clauses), reached("write", clauses)
    return [
        f"ALTER POLICY read ON {table} USING ({read})",
        f"ALTER POLICY insert ON {table} WITH CHECK ({write})",
        f"ALTER POLICY update ON {table} USING ({write}) WITH CHECK ({write})",
        f"ALTER POLICY delete ON {table} USING ({write})",
    ]
