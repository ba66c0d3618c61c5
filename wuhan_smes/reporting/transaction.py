"""The transaction in which a long list is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

from wuhan_smes.access import Access
from wuhan_smes.scope import scoped

# Long work may take its time; a reader who stops reading may not hold a connection for ever.
SETTINGS: Final = f"""
    SET LOCAL statement_timeout = '15min';
    SET LOCAL idle_in_transaction_session_timeout = '5min';
    SET LOCAL TIME ZONE '{settings.TIME_ZONE}'"""


@contextmanager
def writing(access: Access) -> Iterator[None]:
    """A scope of its own under `access`, with time enough and the clock of this place."""
    with scoped(access):
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS)
        yield
