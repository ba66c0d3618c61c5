"""Telling units which tables they have still to hand in, and the city which wait for it."""

from datetime import datetime

from django.db import connection, transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import NotPermitted

TELL = "SELECT services_tell_hand_ins(%s)"


@transaction.atomic
def remind_of_hand_ins(*, access: Access, at: datetime) -> int:
    """Five, three and one days before the day a table is due, on that day, and each day for ten
    days after; of tables sent back and of those that lie before the city every day. How many were
    told.

    Nobody is told of one page twice a day. Raises NotPermitted for less than the whole city.
    """
    if access.actor_id is not None or not access.reach(Capability.REPORT_CHECK).everywhere:
        raise NotPermitted("报送提醒由系统对全市统一发出")
    with connection.cursor() as cursor:
        cursor.execute(TELL, [at])
        (told,) = cursor.fetchone() or (0,)
    return int(told)
