"""Days and words in SQL, named once."""

from django.db.models import DateField, Func


class LocalDay(Func):
    """The day a moment falls on in Wuhan; immutable, so that a column can be generated from it."""

    template = "((%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date)"
    output_field = DateField()
