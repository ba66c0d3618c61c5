"""The limits an act goes by, and how often an enterprise was called upon."""

from datetime import datetime
from typing import Final

from django.db import connection

from services.models import VisitLimits
from services.rules.visits import Limits, day_of, month_of

COUNT: Final = "SELECT visits_between(%s, %s, %s)"


def limits_at(moment: datetime) -> Limits:
    """What held on the day of `moment`."""
    row = VisitLimits.objects.on(day_of(moment))
    return Limits(
        late_after_days=row.late_after_days,
        backdating_days=row.backdating_days,
        amend_days=row.amend_days,
        often_a_month=row.often_a_month,
        photos=row.photos,
        photo_kilobytes=row.photo_kilobytes,
    )


def times_in_month(enterprise_id: int, moment: datetime) -> int:
    """Visits to the enterprise in that month, by whomever; a number and nothing more."""
    first, later = month_of(moment)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [enterprise_id, first, later])
        return int((cursor.fetchone() or (0,))[0])
