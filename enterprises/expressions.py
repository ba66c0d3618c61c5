"""Ranges in SQL, named once."""

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import BooleanField, Func


class DateSpan(Func):
    """daterange(from, until): half-open, as everything stored is."""

    function = "DATERANGE"
    output_field = DateRangeField()


class KnownSpan(Func):
    """tstzrange(recorded_at, superseded_at): when a row was what we knew."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Among(Func):
    """`column = ANY (array)`: one parameter however many ids, and no join to be misjudged."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()
