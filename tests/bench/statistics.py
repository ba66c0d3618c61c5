"""Statistics of rows that were just planted.

Whoever plants is not the owner of the table, and PostgreSQL passes over what anybody else asks to
be analysed, with a warning: the statement measured would be planned for the table as it was.
"""

from django.db import connection


def analyse(*tables: str) -> None:
    """Look the tables over as their owner, within the transaction that planted the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        ((planter,),) = cursor.fetchall()
        cursor.execute("SET LOCAL ROLE NONE")
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SELECT set_config('role', %s, true)", [planter])
