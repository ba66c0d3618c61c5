"""Which tickets and visits say what a person typed: from an index, though it be behind policies.

A rare word becomes the ids of its rows; a common one, or one that fits too many to list, is tested
row by row, which fills a page of the newest at once.
"""

from collections.abc import Sequence
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Q, Value

from enterprises.expressions import Among
from enterprises.rules.names import normalise_name

SHORTEST: Final = 2
MOST: Final = 20_000
TICKETS: Final = "SELECT ids, common FROM ticket_search(%s, %s)"
VISITS: Final = "SELECT ids, common FROM visit_search(%s, %s, %s)"


def tickets_saying(words: str) -> Q:
    """Tickets with `words`, at least two characters, in the title or the enterprise's name."""
    told = Q(title__contains=words) | Q(enterprise_name__contains=words)
    return _found(TICKETS, [words], otherwise=told)


def visits_to(words: str) -> Q:
    """Visits to enterprises whose name, of that day, today's or another, has `words`."""
    folded = normalise_name(words)
    named = folded if len(folded) >= SHORTEST else words
    return _found(VISITS, [words, named], otherwise=Q(enterprise_name__contains=words))


def _found(search: str, words: Sequence[str], *, otherwise: Q) -> Q:
    with connection.cursor() as cursor:
        cursor.execute(search, [*words, MOST + 1])
        ids, common = cursor.fetchone() or ([], False)
    if common:
        return otherwise
    return Q(Among("pk", Value(list(ids), output_field=ArrayField(BigIntegerField()))))


def tickets_meant(words: str) -> Q:
    """A number is looked up; anything else is looked for in titles and names."""
    if words.isascii() and any(letter.isdecimal() for letter in words):
        return Q(number=words.upper()) | Q(external_no=words)
    return tickets_saying(words)
