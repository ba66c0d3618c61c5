"""Telling the people of a unit that a word on its commitments is missing, or came back."""

from datetime import date, datetime

from django.db import connection

TELL = "SELECT services_tell_progress(%s, %s)"


def tell_of_progress(on: date, at: datetime) -> int:
    """Everybody who reports for a unit that was asked, or whose word was returned, on a day; of one
    page once a day. How many were told. Done by whoever reminds or returns, for the whole city.
    """
    with connection.cursor() as cursor:
        cursor.execute(TELL, [on, at])
        (told,) = cursor.fetchone() or (0,)
    return int(told)
