"""Standing in line: of those who are about the same thing one acts, the others wait for his commit.

For what no row stands for yet: the next number of a unit, a matter that comes in twice at once.
Where there is a row, lock the row.
"""

from typing import Final

from django.db import connection

LINE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def stand_in_line(about: str) -> None:
    """Returns when nobody else is about the same thing; until the transaction ends nobody else is.

    `about` names it in full: other words stand in another line.
    """
    with connection.cursor() as cursor:
        cursor.execute(LINE, [about])
